"""Reads whether an event takes place, is called off, moved or put off, and which dates were the old ones.

Conditions ("bei Regen fällt … aus") and earlier years do not count.
"""

import re
from dataclasses import dataclass, replace
from itertools import islice

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Found, Status, Sure
from kreisnetz.events.announcement.roles import Dated, Role

_CANCELLED = re.compile(
    r"abgesagt|\bfällt\b(?:[^.!?\n]|(?<=\d)\.){0,90}?\baus\b(?! (?:dem|der|allen))|\bfallen\b(?:[^.!?\n]|(?<=\d)\.){0,90}?\baus\b(?! (?:dem|der))|\bentfällt\b|\bentfallen\b|\bENTFÄLLT\b"
    r"|(?:findet|finden|wird|werden|kann|können)\b(?:[^.!?\n]|(?<=\d)\.){0,70}?\bnicht(?: mehr)? (?:statt|stattfinden)\b|\bausfallen\b|\bausgefallen\b|\bAbsage\b(?=:| (?:der|des|von|wegen|aufgrund)| ?[-–!+*])|^Absage\b"
    r"|\bsagt\b(?:[^.!?\n]|(?<=\d)\.){0,80}?\bab\b|\bsagen\b(?:[^.!?\n]|(?<=\d)\.){0,80}?\bab\b[.!]|\bcancell?ed\b|\biptal (?:edil|ol)|\bwird gestrichen\b|\bstorniert\b",
    re.IGNORECASE | re.MULTILINE,
)
_MOVED = re.compile(
    r"verschoben|verschiebt (?:sich|den|die|das)|\bverlegt\b|vorverlegt|vorgezogen|neuer termin|neuen termin|neues datum|ersatztermin|nachholtermin|nachgeholt|holen\b(?:[^.!?\n]|(?<=\d)\.){0,60}\bnach\b"
    r"|terminänderung|terminverschiebung|terminverlegung|raumänderung|ortsänderung|ortswechsel|neuer (?:veranstaltungs)?ort\b|raumwechsel|verlegung|\bstatt (?:wie (?:geplant|angekündigt) )?(?:am|in der|im)\b|\banstatt\b"
    r"|nicht (?:wie (?:geplant|angekündigt) |mehr )?am\b|sondern (?:erst |bereits |schon )?am|\bpostponed\b|\brescheduled\b|moved to|auf unbestimmte zeit|ertelen",
    re.IGNORECASE,
)
_UNKNOWN_YET = re.compile(
    r"neue[rn]? (?:termin|datum)(?:[^.!?\n]|(?<=\d)\.){0,30}?(?:folgt|steht|wird|ist noch|gibt|geben|teilen|bekannt|offen|gesucht)|auf unbestimmte zeit|termin(?:[^.!?\n]|(?<=\d)\.){0,20}(?:folgt|noch nicht fest)|noch kein(?:en)? (?:neuer|neuen|ersatz)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\bbei (?:regen|schlechte[mr]|starkem|sturm|unwetter|ungünstig\w*|dauerregen|zu wenig|gewitter|nichterreichen|bedarf|krankheit|verhinderung|absage|hitze)|\bfalls\b|\bsollten?\b|\bwenn\b|\bsofern\b|\bim falle?\b|gegebenenfalls|\bggf\b|eventuell|\bkönnte[n]?\b|witterungsbedingt kann|vorbehalt|\bif\b|unless|spätestens|storno|mindestteilnehmer|behalten uns",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"letzte[nms]? (?:jahr|mal)|vorjahr|vergangene[nm]? jahr|nachdem|musste[n]?\b(?:[^.!?\n]|(?<=\d)\.){0,60}(?:abgesagt|ausfallen)(?:[^.!?\n]|(?<=\d)\.){0,15}werden ?,|corona|pandemie|zweimal|in den (?:letzten|vergangenen)|20[012]\d (?:musste|fiel|ausgefallen)|jahre[n]? pause",
    re.IGNORECASE,
)
_NOT_THE_EVENT = re.compile(
    r"(?:eintritt|gebühr\w*|anmeldung|kosten|teilnahmegebühr|nachweis|ausweis|auftritt|programmpunkt|bus(?:linie|verkehr)?|haltestelle\w*|müllabfuhr|parkplätze|sprechtag entf|pause|beitrag|zuzahlung)\b(?:[^.!?\n]|(?<=\d)\.){0,60}$",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"nicht (?:abgesagt|verschoben|verlegt)|weder|keine absage", re.IGNORECASE)
_NEW_DATE = re.compile(
    r"(?:\bauf|neuer termin(?:[^.!?\n]|(?<=\d)\.){0,45}?|neues datum(?:[^.!?\n]|(?<=\d)\.){0,12}?|ersatztermin(?:[^.!?\n]|(?<=\d)\.){0,30}?|nachholtermin(?:[^.!?\n]|(?<=\d)\.){0,30}?|nachgeholt(?:[^.!?\n]|(?<=\d)\.){0,30}?|\bsondern(?: erst| bereits| schon)?|\bnun(?:mehr)?|\bjetzt|stattdessen|\bneu:?|\bto|holen(?:[^.!?\n]|(?<=\d)\.){0,40}?)"
    r"[ :]{0,3}(?:am|den|dem|auf|ist|der|ist der|für|on|auf den|erst|wird|findet statt|statt)?[ :]{0,3}(?:den |dem |der )?(?:kommenden )?$",
    re.IGNORECASE,
)
_OLD_DATE = re.compile(
    r"(?:\b(?:an)?statt|\banstelle|ursprünglich\w*|eigentlich|\bnicht(?: mehr| wie (?:geplant|angekündigt))?|\bvom|bisherige[rn]?|alte[rn]? (?:termin)?|geplant\w*|vorgesehen\w*|angekündigt\w*|abgesagte\w*|ausgefallene\w*|angesetzt\w*|\bfür)"
    r"(?:[^.!?\n]|(?<=\d)\.){0,25}?[ :]{0,3}(?:am|den|dem|des|vom|für|von)? ?(?:den |dem )?$",
    re.IGNORECASE,
)
_LATER = re.compile(r"verschob|verschieb|verlegt|vorverlegt|auf unb|postponed|ertelen|neue[rn]? ", re.IGNORECASE)
_TO_PLACE = re.compile(
    r"(?:\b(?:ins?|nach|in (?:die|den|das)|auf den) (?:[^.!?\n]|(?<=\d)\.){2,90}?\b(?:verlegt|umgezogen|verschoben)|\bverlegt (?:in|nach|ins)|raumänderung|ortsänderung|ortswechsel|raumwechsel|neuer (?:veranstaltungs)?ort\b|statt im\b|statt in der\b|statt in\b|nicht (?:im|in der)\b(?:[^.!?\n]|(?<=\d)\.){2,60}sondern)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StatusRead:
    """Status, the dates with old ones marked, and doubts."""

    status: Found[Status]
    dated: list[Dated]
    doubts: tuple[str, ...] = ()
    place_moved_at: int | None = None


def read_status(page: Page, dated: list[Dated]) -> StatusRead:
    """The status of the announced event."""
    moves = [m for m in islice(_MOVED.finditer(page.text), 80) if _counts(page, m)]
    cancels = [m for m in islice(_CANCELLED.finditer(page.text), 80) if _counts(page, m)]
    if not moves and not cancels:
        return StatusRead(Found(Status.SCHEDULED, ()), dated)
    marked, has_new = _mark_old(page, dated, bool(moves))
    place_move = next((m for m in islice(_TO_PLACE.finditer(page.text), 40) if _counts(page, m)), None)
    if has_new:
        return StatusRead(_found(page, Status.MOVED, moves[0]), marked)
    if cancels:
        top = page.line_number(cancels[0].start()) <= 6 or cancels[0].start() < 600
        doubts = (
            ()
            if top
            else ("Im Text steht etwas von einem Ausfall: bitte prüfen, ob die ganze Veranstaltung gemeint ist.",)
        )
        return StatusRead(
            _found(page, Status.CANCELLED, cancels[0], Sure.CERTAIN if top else Sure.DOUBTFUL), dated, doubts
        )
    if place_move is not None and not _UNKNOWN_YET.search(page.text):
        return StatusRead(_found(page, Status.MOVED, place_move), dated, (), place_move.start())
    return _without_new_date(page, moves, dated)


def _without_new_date(page: Page, moves: list[re.Match[str]], dated: list[Dated]) -> StatusRead:
    """Put off for the time being, or moved without a word on the old date."""
    late = next((m for m in moves if _LATER.match(m[0])), None)
    if late is None:
        return StatusRead(Found(Status.SCHEDULED, ()), dated)
    if re.match(r"neue[rn]? ", late[0], re.IGNORECASE) and not _UNKNOWN_YET.search(page.text):
        sure = Sure.DOUBTFUL
        return StatusRead(
            _found(page, Status.MOVED, late, sure),
            dated,
            ("Der Text nennt einen neuen Termin, aber keinen alten: bitte den Stand prüfen.",),
        )
    return StatusRead(
        _found(page, Status.POSTPONED, late),
        dated,
        ("Die Veranstaltung ist verschoben; einen neuen Termin nennt der Text nicht.",),
    )


def _found(page: Page, status: Status, match: re.Match[str], sure: Sure = Sure.CERTAIN) -> Found[Status]:
    return Found(status, (page.span(match.start(), match.end()),), sure)


def _counts(page: Page, match: re.Match[str]) -> bool:
    """Not a condition, not an earlier year, not the fee that "entfällt", not the imprint."""
    if not page.is_body(match.start()):
        return False
    start, end = page.sentence_at(match.start())
    sentence = page.text[start : min(max(end, match.end()), start + 600)]
    if _CONDITION.search(sentence) or _EARLIER.search(sentence) or _NEGATED.search(sentence):
        return False
    return _NOT_THE_EVENT.search(page.text[max(start, match.start() - 90) : match.start()]) is None


def _mark_old(page: Page, dated: list[Dated], moving: bool) -> tuple[list[Dated], bool]:
    """Tell new dates from old ones where a text says that something is moved."""
    events = [d for d in dated if d.role in {Role.EVENT, Role.NEXT}]
    if not moving or not events:
        return dated, False
    new = [d for d in events if _says(page, d, _NEW_DATE) and not _says(page, d, _OLD_DATE, 30)]
    new = [d for d in new if _moving_near(page, d)]
    old = [d for d in events if d not in new and _says(page, d, _OLD_DATE)]
    if not new and len(events) >= 2 and old:
        new = [d for d in events if d not in old and d.mention.days != old[0].mention.days]
    if not new:
        return dated, False
    kept = {day for d in new for day in ((x.day, x.month) for x in d.mention.days)}
    result: list[Dated] = []
    for d in dated:
        if d.role not in {Role.EVENT, Role.NEXT}:
            result.append(d)
        elif any((x.day, x.month) in kept for x in d.mention.days):
            result.append(replace(d, role=Role.EVENT, strength=d.strength + 3))
        else:
            result.append(replace(d, role=Role.OLD))
    return result, True


def _says(page: Page, dated: Dated, pattern: re.Pattern[str], reach: int = 110) -> bool:
    start = page.sentence_at(dated.mention.start)[0]
    line = page.line_at(dated.mention.start)
    left = page.text[max(min(start, line.start), dated.mention.start - reach) : dated.mention.start]
    return pattern.search(left) is not None


def _moving_near(page: Page, dated: Dated) -> bool:
    start, end = page.sentence_at(dated.mention.start)
    line = page.line_at(dated.mention.start)
    previous = page.lines[max(0, page.line_number(dated.mention.start) - 1)]
    around = page.text[min(start, previous.start) : max(end, line.end)][:800]
    return _MOVED.search(around) is not None
