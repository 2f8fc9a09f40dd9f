"""Says what each mentioned day is for: the event itself, a deadline, the press release, an earlier year …

It reads the words around a date; it does not work out years or times.
"""

import re
from dataclasses import dataclass
from enum import Enum

from kreisnetz.events.announcement.dates import Mention
from kreisnetz.events.announcement.page import Page, Zone


class Role(Enum):
    """What a date in the text is for."""

    EVENT = "event"
    PUBLISHED = "published"
    DEADLINE = "deadline"
    EARLIER = "earlier"
    RUN_END = "run_end"
    NEXT = "next"
    RAIN = "rain"
    OLD = "old"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Dated:
    """A mention with its role; ``strength`` says how much speaks for an event date."""

    mention: Mention
    role: Role
    strength: int


_PUBLISHED_LEFT = re.compile(
    r"\b(?:stand|gesendet|sent|veröffentlicht|erstellt|eingestellt|publiziert|aktualisiert|geändert|gepostet|posted|published|online seit|pressemitteilung(?:en)?"
    r"|presseinformation|pressemeldung|medieninformation|mitteilung|meldung|pressedienst|ausgabe|amtsblatt|newsletter|datum der veröffentlichung|bearbeitet|gedruckt|redaktionsschluss)"
    r"[^.!?\n]{0,25}?[:\s|/–-]{0,4}(?:am|vom|den|seit|nr\.?\s?[\d/]{1,8})?[\s:|/–-]{0,4}$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^(?:[A-ZÄÖÜ][\wäöüßÄÖÜ./ -]{1,40}(?:\([\w. ]{2,12}\))?,?\s(?:den\s|am\s)?|[(]\s?)$")
_AFTER_DATELINE = re.compile(
    r"^\s?(?:[)]|$|[–—:.-]\s|\d{1,2}:\d\d(?:\sUhr)?\s?(?:$|\||Alter)|[|/·•]\s?[A-ZÄÖÜ][a-zäöüß]+\s?$|,?\s?\d{1,2}:\d\d\s?(?:Uhr)?\s?$)"
)
_UNTIL = re.compile(
    r"(?:\bbis(?:\s(?:zum|spätestens|einschließlich|einschl\.|inkl\.|längstens|zu dem|montag|spätestens zum|spätestens am|zum einschließlich))?"
    r"|\bspätestens(?:\s(?:am|bis|bis zum|zum))?|\bvor dem|\bby(?:\sthe)?|\buntil|\bno later than|\bbefore|\bseçin)\s(?:den\s|dem\s)?$",
    re.IGNORECASE,
)
_DEADLINE_LABEL = re.compile(
    r"(?:anmeldeschlu(?:ss|ß)|anmeldefrist|anmeldung(?:en)?(?:\s(?:bitte|ist|sind|möglich|erforderlich|erbeten|nötig|wird|unter|per|an|notwendig))*\sbis|meldeschlu(?:ss|ß)|meldefrist"
    r"|rückmeldung(?:en)?\sbis|rückmeldefrist|einsendeschlu(?:ss|ß)|bewerbungsfrist|bewerbungsschlu(?:ss|ß)|abgabefrist|abgabeschluss|frist|u\.?\s?a\.?\s?w\.?\s?g\.?(?:\sbis)?"
    r"|deadline|registration closes|angebotsfrist|bindefrist|letzter anmeldetag|einreichfrist|son başvuru|son kayıt)"
    r"[^.!?\n]{0,20}?(?:\b(?:ist|endet|läuft|bis|am|der|zum|on|is|tarihi)\b|[:\s])*\s?$",
    re.IGNORECASE,
)
SIGN_UP = re.compile(
    r"anmeld|angemeldet|rückmeld|zurückmeld|\bzusag|reservier|voranmeld|bewerb|einsend|einreich|abgeben|antwort|\bfrist|u\.\s?a\.\s?w\.\s?g|regist|sign up|rsvp|apply|kayıt|başvur|inscri|melden sie sich|\bbescheid\b|meldet euch|\bmelden\b|buchen|buchung|teilnehmen möchte",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"(?:vorverkauf\w*|karten|tickets?|anmeldungen|anmeldung|anmeldestart|buchung\w*|buchbar|bewerbungen|registration|anmelden)\b[^.!?\n]{0,50}?\b(?:ab|seit|startet|beginnt|from)\s(?:am\s)?(?:dem\s|sofort\s)?$",
    re.IGNORECASE,
)
_JOB = re.compile(r"(?:ab|zum|seit|frühestens)\s(?:dem\s)?$", re.IGNORECASE)
_LIFE = re.compile(
    r"(?:geboren|geb\.|\*|†|gestorben|verstorben|verstarb|verschied|starb|born|died|geburtstag)[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:gesetz|satzung|verordnung|beschluss|beschlusses|fassung|bekanntmachung|erlass|richtlinie|niederschrift|protokoll|schreiben|urteil|bescheid|vertrag|bgbl|gvbl|in kraft|brief|sitzung)\w*[^.!?\n]{0,25}?\s(?:vom|am|seit)\s$",
    re.IGNORECASE,
)
_RUN_END = re.compile(
    r"(?:noch\s)?bis(?:\s(?:zum|einschließlich|voraussichtlich|mindestens|einschl\.|inkl\.|einschließlich zum))?\s$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:fand(?:en)?|stattgefunden|kamen|feierten?|folgten|trafen|nahmen|besuchten|hatten?|waren?|wurden?|zuletzt|vergangenen?|vorangegangen\w*|vorherigen?|vorjahr\w*|letzte[nms]? (?:jahr|woche|monat)|rückblick|ehemalig\w*|damals|beschloss\w*|begrüßte|eröffnete|erstmals|war)\b",
    re.IGNORECASE,
)
_NOT_PAST = re.compile(
    r"geplant|verlegt|verschoben|abgesagt|angekündigt|vorgesehen|ausfallen|ursprünglich|lädt|laden|eingeladen|findet|finden|beginnt|einladung|steht|wird|werden|kann|können|lockt|zeigt|startet|möchte|heißt|gibt|bietet|soll",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:nächste[rsn]?|folgetermin|weitere[rsn]?|danach|anschließend|next)\s(?:\w+\s){0,4}?(?:ist|folgt|findet|trifft|am|:|sind|is)?[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_RAIN = re.compile(
    r"(?:ausweichtermin|ersatztermin bei|bei (?:regen|schlechtem wetter|ungünstiger witterung)|schlechtwettertermin|rain date)[^.!?\n]{0,50}$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:[•*\-–\s]{0,4})(?:wann|datum|termin[e]?|tag|zeit|date|when|zeitpunkt|veranstaltungstermin|veranstaltungsdatum|beginn|start|tarih|ne zaman|termin/e)\s?:?\s*(?:am\s|ist\s)?$",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"lädt|laden\b|eingeladen|einladung|einzuladen|findet|finden\b|statt\b|stattfinden|beginn|veranstalt|treffen|gastier|eröffn|start|invit|davet|join us|willkommen|feier|öffne|bietet|heißt es|steht|wird|gibt es|zeigt|spricht|hält|heraus",
    re.IGNORECASE,
)


def give_roles(page: Page, mentions: list[Mention]) -> list[Dated]:
    """One role for every mention, from the words of its sentence and line."""
    return [Dated(mention, *_role(page, mention)) for mention in mentions]


def _role(page: Page, mention: Mention) -> tuple[Role, int]:
    sentence_start, sentence_end = page.sentence_at(mention.start)
    sentence_end = max(sentence_end, mention.end)
    line = page.line_at(mention.start)
    left = page.text[max(sentence_start, mention.start - 200) : mention.start]
    right = page.text[mention.end : sentence_end][:200]
    line_left = page.text[line.start : mention.start][-200:]
    if _is_published(page, mention, line_left, line.zone):
        return Role.PUBLISHED, 0
    if line.zone is not Zone.BODY:
        return Role.OTHER, 0
    return _role_in_sentence(left, right, line_left, page.text[sentence_start:sentence_end], mention)


def _role_in_sentence(left: str, right: str, line_left: str, sentence: str, mention: Mention) -> tuple[Role, int]:
    if _LIFE.search(left) or _LAW.search(left):
        return Role.OTHER, 0
    if _RAIN.search(left):
        return Role.RAIN, 0
    if _DEADLINE_LABEL.search(left):
        return Role.DEADLINE, 0
    if _UNTIL.search(left) and SIGN_UP.search(sentence):
        return Role.DEADLINE, 0
    if _SALE.search(left):
        return Role.OTHER, 0
    if _RUN_END.search(left) and not mention.is_range:
        return Role.RUN_END, 0
    if _PAST.search(left + right) and not _NOT_PAST.search(sentence):
        return Role.EARLIER, 0
    strength = _strength(left, right, line_left, sentence, mention)
    if _NEXT.search(left) and not re.search(r"weitere[rsn]? termine", left, re.IGNORECASE):
        return Role.NEXT, strength
    if _JOB.search(left) and re.search(r"\bsuch(?:t|en)\b|\(m/w/d\)|stelle\b|in kraft", sentence, re.IGNORECASE):
        return Role.OTHER, 0
    return Role.EVENT, strength


def _strength(left: str, right: str, line_left: str, sentence: str, mention: Mention) -> int:
    strength = 1
    if mention.weekdays:
        strength += 3
    if re.match(r"[^.!?\n]{0,40}\d\s?(?:uhr|h\b|pm|am)|[^\n]{0,15}\d\d[:.]\d\d", right, re.IGNORECASE):
        strength += 3
    if _LABEL.match(line_left):
        strength += 4
    if re.search(r"(?:\bam|\bden|\bdem|\bfür|\bvom|\bon|\bab)\s$", left):
        strength += 1
    if _INVITES.search(sentence):
        strength += 2
    return strength


def _is_published(page: Page, mention: Mention, line_left: str, zone: Zone) -> bool:
    """ "Stand: …", "Pressemitteilung vom …", or a line with nothing but a town and a day."""
    if _PUBLISHED_LEFT.search(line_left[-80:]) and not re.search(r"einladung|lädt|laden", line_left, re.IGNORECASE):
        return True
    if mention.is_range or len(mention.days) > 1:
        return False
    line = page.line_at(mention.start)
    rest = page.text[mention.end : line.end]
    if not _AFTER_DATELINE.match(rest) or _LABEL.match(line_left):
        return False
    if line_left.strip() in {"", "|"}:
        short = re.match(r"^\s?(?:\d{1,2}:\d\d\s?(?:Alter.*|Uhr)?|[|/·•].{0,40})?$", rest)
        return bool(short) and not mention.weekdays and _other_dates_are_better(page, mention)
    return _DATELINE.match(line_left) is not None and not mention.weekdays and _names_a_town(line_left, rest)


def _names_a_town(line_left: str, rest: str) -> bool:
    """ "Groß-Gerau, 12. Mai 2019" is a dateline, "Sommerfest, 12. Mai 2019" an event."""
    name = re.sub(r"[,(]?\s*(?:den|am)?\s*$", "", line_left.strip()).strip(" ,(")
    if re.search(
        r"(?:fest|tag|abend|konzert|markt|treffen|vortrag|kurs|lesung|tagung|konferenz|forum|workshop|seminar|lauf|feier|termin\w*|wann|datum|beginn|messe|sitzung|versammlung|börse|café|gottesdienst|führung|wanderung|uhr)$",
        name,
        re.IGNORECASE,
    ):
        return False
    if len(name.split()) > 4:
        return False
    return (
        line_left.rstrip().endswith((",", "(", "den"))
        or line_left.strip() == name
        and bool(re.match(r"^\s?[–—:.-]\s", rest))
    )


def _other_dates_are_better(page: Page, mention: Mention) -> bool:
    """A bare date above the headline is the day of publication if the text goes on to name a day."""
    number = page.line_number(mention.start)
    later = page.text[mention.end :]
    return (
        number <= 4
        and re.search(
            r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|\bam|\bvom|\bfür den|\b(?:mo|di|mi|do|fr|sa|so)\.?,?|wann:|termin:|datum:)[,:]?\s(?:den\s|dem\s)?\d{1,2}\.",
            later,
            re.IGNORECASE,
        )
        is not None
    )
