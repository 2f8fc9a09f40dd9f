"""Reads whether and how to sign up. Contact data of the imprint is never taken.

A contact counts only near words about signing up.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from kreisnetz.events.announcement.contacts import Contact, Way
from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Doubt, Found, RegistrationFound, Sure

_CUE = re.compile(
    r"\b(?:vor|online-?)?anmeld(?:ung(?:en)?|en|et|eschlu(?:ss|ß)|efrist|eformular|elink|eliste|etalon|eunterlagen)\b|\banzumelden\b|\bangemeldet\b|\bmeldet (?:sich|euch)\b|\bmelden (?:sie )?(?:sich|euch)\b|\brückmeldung(?:en)?\b|\bzurückmelden\b"
    r"|\b\w*reservierung(?:en)?\b|\bbescheid\b|\breservier(?:t|en)\b|\bzusagen?\b|\bu\.? ?a\.? ?w\.? ?g\b|\bregister\b|\bregistration\b|\bregistrier(?:en|ung)\b|\bsign up\b|\brsvp\b|\bkayıt\b|\bbaşvuru\b|\bteilnehmen (?:möchte|will)\b|\bteilnahme(?:wunsch|anmeldung)\b|\bum antwort\b|\beinschreib\w+\b",
    re.IGNORECASE,
)
_NOT_A_CUE = re.compile(
    r"behalten|bereits angemeldet|angemeldete[nr]?\b|schon angemeldet|haben sich[^.]{0,40}angemeldet|newsletter|bewerbung|gültigkeit|abmeld|gewerbe|krankmeld|polizeilich|konto|login",
    re.IGNORECASE,
)
_NOT_NEEDED = re.compile(
    r"(?:(?:vor)?anmeldung(?:en)?|reservierung|rückmeldung|registration)(?: (?:ist|sind|wird|zur \w+|dafür|hierfür|vorab|im vorfeld|hierzu))* ?:? (?:ist |sind )?(?:nicht|keine) (?:\w+ )?(?:erforderlich|nötig|notwendig|vorgesehen|gefordert|verlangt|required|needed)"
    r"|\bkeine(?:r)? (?:vorherige[n]? |vorige |gesonderte |verbindliche )?(?:vor)?anmeldung(?:en)?\b|\bohne (?:vorherige |vorige |verbindliche )?(?:vor)?anmeldung\b|\b(?:braucht|brauchen|benötig\w+|bedarf) [^.!?\n]{0,25}keine[r]? (?:vor)?anmeldung"
    r"|nicht anmelden|nicht angemeldet|\bno (?:prior )?registration|registration is not|kayıt (?:gerekmez|gerekli değil)|anmeldung: ?(?:nein|keine|nicht)",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"erwünscht|hilfreich|wünschenswert|wenn möglich|freuen uns über (?:eine|ihre) (?:an|rück)meldung|gerne",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[^.!?]{0,80}(?:anmeld|rückmeld|reservier|regist|kayıt)[^.!?]{0,60}:?$", re.IGNORECASE)
_OTHER_PURPOSE = re.compile(
    r"rückfragen|fragen|auskunft|auskünfte|information|infos?\b|presse|fahrdienst|kontakt|beratung|barriere|hinweise|programm|internet|veranstalter|spenden|livestream|facebook|vorverkauf|karten|tickets",
    re.IGNORECASE,
)
_WEB_CUE = re.compile(
    r"anmeld|regist|ticket|event|formular|form\b|buch|teilnahme|kurs|kayit|signup|umfrage|termin", re.IGNORECASE
)
_ONLINE_ROOM = re.compile(r"zoom\.us|teams\.|webex|meet\.|bbb|jitsi|youtube", re.IGNORECASE)
_PROGRAMME_ROW = re.compile(r"^[•*\-– ]{0,4}(?:ab |von )?\d{1,2}[.:]\d\d")


def read_registration(page: Page, contacts: Sequence[Contact], doubts: list[Doubt]) -> RegistrationFound:
    """Everything but the deadline."""
    cues = [match for match in _CUE.finditer(page.text) if _is_cue(page, match)][:60]
    refused = next((m for m in _NOT_NEEDED.finditer(page.text) if page.is_body(m.start())), None)
    others = [
        m
        for m in cues
        if refused is None
        or not refused.start() <= m.start() < refused.end()
        and not _same_sentence(page, m.start(), refused.start())
    ]
    if refused is not None:
        return _without(page, refused, others, doubts)
    if not cues:
        return RegistrationFound()
    found = _ways(page, contacts, cues)
    first = cues[0]
    soft = any(_SOFT.search(_sentence(page, cue)) for cue in cues)
    required = Found(True, (page.span(first.start(), first.end()),), Sure.LIKELY if soft else Sure.CERTAIN)
    if soft:
        doubts.append(Doubt("Um Anmeldung wird gebeten; ob sie Pflicht ist, sagt der Text nicht klar.", required.spans))
    if not (found.email or found.phone or found.fax or found.url):
        doubts.append(
            Doubt(
                "Der Text ruft zur Anmeldung auf, nennt dafür aber keinen Weg. Angaben aus dem Impressum sind nicht übernommen.",
                required.spans,
            )
        )
    return replace(found, required=required)


def _without(page: Page, refused: re.Match[str], others: list[re.Match[str]], doubts: list[Doubt]) -> RegistrationFound:
    spans = (page.span(refused.start(), refused.end()),)
    needs = [
        m
        for m in others
        if re.search(r"erforderlich|nötig|notwendig|gebeten|bitte|anmeldeschluss", _sentence(page, m), re.IGNORECASE)
    ]
    if needs:
        doubts.append(
            Doubt(
                "Eine Anmeldung ist laut Text nicht nötig, an anderer Stelle wird aber darum gebeten: bitte prüfen.",
                (*spans, page.span(needs[0].start(), needs[0].end())),
            )
        )
    return RegistrationFound(required=Found(False, spans, Sure.DOUBTFUL if needs else Sure.CERTAIN))


def _sentence(page: Page, match: re.Match[str]) -> str:
    start, end = page.sentence_at(match.start())
    return page.text[start : min(max(end, match.end()), start + 600)]


def _same_sentence(page: Page, one: int, other: int) -> bool:
    return page.sentence_at(one) == page.sentence_at(other)


def _is_cue(page: Page, match: re.Match[str]) -> bool:
    if not page.is_body(match.start()):
        return False
    line = page.line_at(match.start())
    if (
        _PROGRAMME_ROW.match(line.text)
        and match[0].lower().startswith(("anmeldung", "registr"))
        and len(line.text) < 90
    ):
        return False
    return _NOT_A_CUE.search(_sentence(page, match)) is None


def _ways(page: Page, contacts: Sequence[Contact], cues: Sequence[re.Match[str]]) -> RegistrationFound:
    usable = [c for c in contacts if page.is_body(c.start) and not (c.way is Way.URL and _ONLINE_ROOM.search(c.value))]
    scored = [(_closeness(page, contact, cues), contact) for contact in usable]
    best: dict[Way, tuple[int, Contact]] = {}
    for score, contact in scored:
        if score >= 4 and score > best.get(contact.way, (0, contact))[0]:
            best[contact.way] = (score, contact)
    if not best:
        fallback = [c for _, c in scored if c.way in {Way.EMAIL, Way.PHONE}]
        if (
            len({c.value for c in fallback if c.way is Way.EMAIL}) <= 1
            and len({c.value for c in fallback if c.way is Way.PHONE}) <= 1
        ):
            best = {c.way: (3, c) for c in reversed(fallback)}
    return RegistrationFound(
        email=_take(page, best.get(Way.EMAIL)),
        fax=_take(page, best.get(Way.FAX)),
        phone=_take(page, best.get(Way.PHONE)),
        url=_take(page, best.get(Way.URL)),
    )


def _take(page: Page, chosen: tuple[int, Contact] | None) -> Found[str] | None:
    if chosen is None:
        return None
    score, contact = chosen
    sure = Sure.CERTAIN if score >= 10 and not contact.mended else Sure.LIKELY if score >= 4 else Sure.DOUBTFUL
    return Found(contact.value, (page.span(contact.start, contact.end),), sure)


def _closeness(page: Page, contact: Contact, cues: Sequence[re.Match[str]]) -> int:
    """How closely a contact stands with words about signing up; 10 is the same sentence."""
    sentence = page.sentence_number(contact.start)
    line = page.line_at(contact.start)
    start, _end = page.sentences[sentence]
    words = page.text[max(start, contact.start - 250) : contact.start]
    other = _OTHER_PURPOSE.search(words) is not None
    if contact.way is Way.URL:
        return _web_closeness(page, contact, cues, sentence)
    best = 0
    for cue in cues:
        there = page.sentence_number(cue.start())
        cue_line = page.line_at(cue.start())
        if there == sentence:
            best = max(best, 12 if not _parted(page.text, cue.end(), contact.start) else 9)
        elif cue_line.block == line.block and _HEADING.match(cue_line.text) and cue.start() < contact.start:
            best = max(best, 9)
        elif _HEADING.match(cue_line.text) and cue_line.text.endswith(":") and line.block == cue_line.block + 1:
            best = max(best, 8)
        elif not other and abs(there - sentence) <= 2 and abs(cue.start() - contact.start) < 400:
            best = max(best, 7 - abs(there - sentence))
        elif not other and cue_line.block == line.block and abs(cue.start() - contact.start) < 500:
            best = max(best, 5)
    return best


def _parted(text: str, cue: int, contact: int) -> bool:
    """ "Anmeldung unter 1, Rückfragen unter 2": the second number answers questions."""
    between = text[cue:contact] if cue < contact else ""
    match = _OTHER_PURPOSE.search(between)
    return (
        match is not None
        and len(between) - match.start() < 60
        and re.search(r"\d{4}|@", between[: match.start()]) is not None
    )


def _web_closeness(page: Page, contact: Contact, cues: Sequence[re.Match[str]], sentence: int) -> int:
    own = (
        _WEB_CUE.search(contact.value.split("/", 3)[-1] if "/" in contact.value else "") is not None
        or "anmeld" in contact.value.lower()
    )
    best = 0
    for cue in cues:
        there = page.sentence_number(cue.start())
        gap = contact.start - cue.end()
        if there == sentence and -120 < gap < 160:
            between = page.text[cue.end() : contact.start] if gap > 0 else ""
            best = max(
                best,
                9
                if not re.search(r"information|infos|programm|mehr (?:dazu|unter)|näheres", between, re.IGNORECASE)
                or own
                else 3,
            )
        elif own and abs(gap) < 400:
            best = max(best, 6)
        elif (
            page.line_at(cue.start()).block == page.line_at(contact.start).block
            and _HEADING.match(page.line_at(cue.start()).text)
            and 0 < gap < 250
        ):
            best = max(best, 5 if not _OTHER_PURPOSE.search(page.line_at(contact.start).text) else 2)
        elif (
            there + 1 == sentence
            and 0 < gap < 120
            and re.search(r"(?:hier|link|online)", page.text[cue.end() : contact.start], re.IGNORECASE)
        ):
            best = max(best, 5)
    return best
