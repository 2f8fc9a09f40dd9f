"""Reads the title and the theme: the headline a careful clerk would take, without kicker and page furniture.

Works on the top of the page first, on the prose only if there is no headline.
"""

import re
from dataclasses import dataclass
from itertools import islice

from kreisnetz.events.announcement.nature import KIND
from kreisnetz.events.announcement.page import Line, Page
from kreisnetz.events.announcement.proposal import Doubt, Found, Sure

_LABEL = re.compile(
    r"^(?:titel|betreff|subject|veranstaltung|veranstaltungstitel|was|title|event|name der veranstaltung|bezeichnung|konu|what)\s?:\s{0,3}(?P<value>\S.*)$",
    re.IGNORECASE,
)
_THEME_LABEL = re.compile(
    r"^(?:thema|motto|untertitel|schwerpunkt|tagungsthema|theme|topic)\s?:\s{0,3}(?P<value>\S.*)$", re.IGNORECASE
)
_PREFIX = re.compile(
    r"^(?:[+*!#\s–-]*(?:abgesagt|absage|verschoben|entfällt|fällt aus|verlegt|cancelled|postponed|neuer termin|terminänderung|terminverschiebung|raumänderung|ortsänderung|ausgebucht|update|achtung|wichtig|neu|save the date|terminhinweis|termin|veranstaltungshinweis|veranstaltungstipp|hinweis|presseinformation|pressemitteilung|pressemeldung|pm|iptal|re|fwd|wg|aw)\s?[+*!:|–-]{1,4}\s{0,3})+"
    r"|^[+*#»›•\s]+|^(?:herzliche\s)?einladung(?:\s(?:zum|zur|zu|zu unserem|zu unserer|zu einem|zu einer|zum\s?/\s?zur))?\s?:?\s(?=[A-ZÄÖÜ0-9„\"»])|^(?:\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?\s?[:|–-]\s)|^(?:\d{1,2}[.)]\s)(?=[A-ZÄÖÜ]\w*(?:café|fest|abend|tag\b)|Vortrag)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"(?:\s?[+*]{2,}|\s?[–:!-]\s?(?:abgesagt|neuer termin|verschoben|fällt aus|entfällt|verlegt|ausgebucht)|\s(?:wird|ist|muss)\s(?:verschoben|abgesagt|verlegt)|\s(?:fällt|findet)\s(?:leider\s)?(?:aus|nicht statt)|\s\(?abgesagt\)?)\s?[!.+*]*$"
    r"|\s?[,|–-]?\s(?:am|vom|ab)\s(?:(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag),?\s(?:den\s|dem\s)?)?\d{1,2}\.\s?(?:/\s?\d{1,2}\.\s?)?(?:bis\s\d{1,2}\.\s?)?(?:\d{1,2}\.(?:\s?\d{2,4})?|[A-ZÄÖÜ][a-zä]+(?:\s\d{4})?)$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"^(?:(?:achtung|wichtig|hinweis)?[,!:\s]{0,3}(?:termin(?:verschiebung|änderung|verlegung|ausfall)|raumänderung|ortsänderung|absage|neuer termin)|(?:herzliche\s)?einladung(?:en)?|invitation|liebe\b|sehr geehrte|hallo\b|guten tag|dear\b|sayın|werte\b|programm(?:ablauf)?|ablauf|tagesordnung|anmeldung|hinweis(?:e)?|wichtig|achtung|save the date|kontakt|veranstaltungsdaten|datum|uhrzeit|details|beschreibung|inhalt|flyer|downloads?|anhang|text|termine?|mit freundlichen|ihr\b.{0,30}$|von: |an: |gesendet: |betreff: |presse\b|nr\.|hier unsere|unsere nächsten|die termine|veranstaltungshinweis|pressemitteilung|presseinformation|öffentliche bekanntmachung|bekanntmachung|newsletter|service|amtlich)[\s!:.]*$"
    r"|^(?:liebe|sehr geehrte|dear|hallo|sayın|werte)\s|^(?:pressemitteilung|presseinformation|pressemeldung|medieninformation|presse-info|meldung|nr\.|newsletter|rundmail|rundschreiben|von:|an:|gesendet:|stand:|redaktion:|autor)\b(?!\s?:\s?\S.{15,})",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^[•*\-–\s]{0,4}(?:wann|wo|wer|ort|kursnummer|kurs-nr|nummer|veranstaltungsnummer|nr|datum|uhrzeit|zeit|termin|termine|beginn|ende|einlass|eintritt|kosten|gebühr|preis|veranstalter\w*|veranstaltungsort|anmeldung\w*|anmeldeschluss|kontakt|tel\w*|fax|e-?mail|referent\w*|leitung|moderation|treffpunkt|straße|plz|teilnehmer\w*|zielgruppe|dauer|raum|adresse|kategorie|mitbringen|infos?|information\w*|rückfragen|web|internet|date|time|place|where|when|yer|tarih|saat|hinweis\w*|musik|mit|dozent\w*|max\.|plätze|alter|bitte)\b[\w ]{0,20}:",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|uhr|h|von|bis|am|den|dem|und|um|ab|ganztägig|jeweils|beginn|einlass|ende|online|per|zoom|via|monday|tuesday|wednesday|thursday|friday|saturday|sunday|pm|saat)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|www\.|https?:|\b\d{5}\s[A-ZÄÖÜ]|\btel(?:efon)?\b|\bfax\b|straße\s\d|str\.\s\d|\b0\d{2,5}[\s/-]\d{3}",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\be\.\s?V\.?$|^(?:Kreis|Landkreis|Stadt|Gemeinde|Markt|Samtgemeinde|Verbandsgemeinde|Kreisverwaltung|Stadtverwaltung|Volkshochschule|VHS|Caritas\w*|Diakonie\w*|AWO|DRK|Evangelische|Katholische|Kirchengemeinde|Verein|Landratsamt|Amt)\b(?!.*(?:lädt|feiert|informiert|sucht|beschließt|trauert|ehrt|zeigt|plant|baut))"
)
_GENITIVE = re.compile(
    r"(?: (?:(?:der|des|für|zur|zum Thema) (?:[a-zäöü]{4,30}(?:er|en|es) )?|[a-zäöü]{4,30}er )[A-ZÄÖÜ][\wäöüß-]{2,40}){1,2}"
)
_BODY = re.compile(
    r"(?:bündnis|netzwerk|initiative|verein|verband|zentrum|arbeitskreis|kirchengemeinde|stiftung|verwaltung|landratsamt|fachdienst|fachbereich|fachstelle|beirat|büro)\b",
    re.IGNORECASE,
)
_PROSE_END = re.compile(r"[.!?][“\"”]?$")
_QUOTED = re.compile(
    r"(?P<lead>\b(?:thema|titel|motto|überschrift|vortrag|lesung|ausstellung|veranstaltung|workshop|tagung|fachtag|konferenz|reihe|film|abend|seminar|konzert|diskussion|frage|heißt(?:\ses)?|namens|kurs|forum|projekt|elternabend|zum|zur|called|titled|theme)\b[\s:,]{0,3})?(?:[„»“\"](?P<q>[^„“”»«\"\n]{6,160})[“”«\"])",
    re.IGNORECASE,
)
_STOP = frozenset(
    "einen einer eines sowie diese dieser nicht werden wird wurde haben sind alle über unter durch gegen ohne nach beim kreis stadt gemeinde findet statt ihre ihren uhr".split()
)


@dataclass(frozen=True, slots=True)
class Titles:
    """Title and theme."""

    title: Found[str] | None
    subtitle: Found[str] | None


def read_titles(page: Page, doubts: list[Doubt]) -> Titles:
    """The title, and a second line or theme beside it."""
    labelled = next((x for x in (_labelled(page, line, _LABEL) for line in page.lines) if x), None)
    theme = next((x for x in (_labelled(page, line, _THEME_LABEL) for line in page.lines) if x), None)
    heads = _headlines(page)
    quoted = _quoted(page)
    if labelled:
        return Titles(labelled, theme or (heads[0][1] if heads else None))
    if heads:
        best = max(heads, key=lambda head: head[0])
        rest = [found for _, found in heads if found.spans[0].start > best[1].spans[0].start]
        below = (
            theme
            or (quoted if quoted and quoted.value.lower() not in best[1].value.lower() else None)
            or (rest[0] if rest else None)
        )
        return Titles(best[1], below)
    if theme:
        return Titles(theme, quoted if quoted and quoted.value != theme.value else None)
    return Titles(_from_prose(page, quoted, doubts), None)


def _labelled(page: Page, line: Line, pattern: re.Pattern[str]) -> Found[str] | None:
    match = pattern.match(line.text) if page.is_body(line.start) else None
    if match is None:
        return None
    return _cut(page, line.start + match.start("value"), line.end, Sure.CERTAIN)


def _cut(page: Page, start: int, end: int, sure: Sure) -> Found[str] | None:
    """Cut status words, "Einladung zum" and trailing dates off a headline."""
    for _ in range(3):
        prefix = _PREFIX.match(page.text[start:end])
        if prefix is None or prefix.end() == 0 or end - start - prefix.end() < 4:
            break
        start += prefix.end()
    meeting = re.match(
        r"(?:Der|Die|Das|Unser|Unsere)\s(?P<what>\S.{4,100}?)\s(?:findet|finden)\b", page.text[start:end]
    )
    if meeting:
        start, end = start + meeting.start("what"), start + meeting.end("what")
    for _ in range(2):
        suffix = _SUFFIX.search(page.text[start:end])
        if suffix is None or suffix.start() < 6:
            break
        end = start + suffix.start()
    loud = page.text[start:end].endswith("!!")
    while end > start and page.text[end - 1] in (" :;,|+*–-!" if loud else " :;,|+*–-"):
        end -= 1
    if page.text[end - 1 : end] == "." and not re.search(r"\b(?:e\.\s?V|z\.\s?B|Dr|St)\.$", page.text[start:end]):
        end -= 1
    words = page.text[start:end]
    if words[:1] in '„"»' and words[-1:] in '“"«”' and len(re.findall(r"[„“”\"»«]", words)) == 2:
        start, end = start + 1, end - 1
    return page.found(start, end, sure) if end - start >= 3 else None


def _headlines(page: Page) -> list[tuple[float, Found[str]]]:
    body = [line for line in page.lines if page.is_body(line.start)]
    content = _content_words(page.text)
    result: list[tuple[float, Found[str]]] = []
    for index, line in enumerate(body[:14]):
        if _is_prose(line, body[index + 1] if index + 1 < len(body) else None):
            break
        if not _can_be_headline(line):
            continue
        found = _cut(page, line.start, line.end, Sure.CERTAIN)
        if found is None:
            continue
        score = _score(page, line, index, found.value, content)
        if score > 0:
            result.append((score, Found(found.value, found.spans, Sure.CERTAIN if score > 9 else Sure.LIKELY)))
    return result


def _is_prose(line: Line, following: Line | None) -> bool:
    """A running text begins: long, or a sentence of its own that is no headline."""
    text = line.text
    if len(text) > 170:
        return True
    if len(text) > 75 and _PROSE_END.search(text) and not text.endswith(("?", "?“", "!", "!“", '?"', '!"')):
        return True
    wrapped = (
        following is not None and following.block == line.block and len(text) > 60 and following.text[:1].islower()
    )
    return (
        wrapped
        or len(text) > 60
        and re.search(r"(?<!\d)[.!?]\s[A-ZÄÖÜ]", text) is not None
        and _PROSE_END.search(text) is not None
    )


def _can_be_headline(line: Line) -> bool:
    text = line.text
    if re.search(r"\b(?:foto|bild|fotos)\s?:", text, re.IGNORECASE):
        return False
    if _NEVER.match(text) or _CONTACT.search(text) or re.match(r"^[•*\-–\s]{0,3}\d{1,2}[.:]\d\d\s", text):
        return False
    if _FIELD.match(text) and not KIND.match(text):
        return False
    rest = _DATE_WORDS.sub("", text)
    letters = re.sub(r"[\W\d_]", "", rest)
    return len(letters) >= 4


def _content_words(text: str) -> dict[str, int]:
    words: dict[str, int] = {}
    for match in islice(re.finditer(r"[A-Za-zÄÖÜäöüß]{5,40}", text), 4000):
        word = match[0].lower()
        if word not in _STOP:
            words[word[:9]] = words.get(word[:9], 0) + 1
    return words


def _score(page: Page, line: Line, index: int, words: str, content: dict[str, int]) -> float:
    score = 8.0 - index * 0.9
    count = len(words.split())
    if any(line.start <= heading <= line.end or heading == line.start for heading in page.clean.headings):
        score += 8
    if KIND.search(words):
        score += 3
    if index == 0 and count >= 5:
        score += 2.5
    score += 2 if 2 <= count <= 16 else -1 if count == 1 else -2
    shared = {w[:9].lower() for w in re.findall(r"[A-Za-zÄÖÜäöüß]{5,40}", words)}
    score += min(6.0, 1.5 * sum(content.get(word, 0) > 1 for word in shared))
    if re.match(r"(?:herzliche\s)?einladung zu", line.text, re.IGNORECASE):
        score += 4
    if _BODY.search(words) and not KIND.search(words):
        score -= 4
    if _ORGANISATION.search(words) and not re.search(r"[–:]\s", words):
        score -= 6
    if _PROSE_END.search(line.text) and line.text[-1] == ".":
        score -= 3
    if re.search(r"[„»“\"]" + re.escape(words) + r"[“”«\"]", page.text):
        score += 6
    if line.text[:1].islower():
        score -= 3
    if re.search(r"\d\s?Uhr|\d\d[:.]\d\d", line.text):
        score -= 4
    if re.match(r"(?:im|in der|ort|am)\s", line.text, re.IGNORECASE):
        score -= 4
    if line.text.endswith(":"):
        score -= 4
    return score


def _quoted(page: Page) -> Found[str] | None:
    """The theme in quotation marks after "zum Thema", "unter dem Motto" …"""
    plain: Found[str] | None = None
    for match in islice(_QUOTED.finditer(page.text), 30):
        if not page.is_body(match.start("q")):
            continue
        words = match["q"].strip()
        if match["lead"] and not words.endswith((",", ".")):
            return page.found(*match.span("q"), Sure.LIKELY)
        before = page.text[max(0, match.start() - 25) : match.start()]
        following = page.text[match.end() : match.end() + 40]
        if re.match(
            r"\s?[–,-]?\s?(?:diese frage|das motto|der titel|das thema|unter diesem (?:motto|titel)|so (?:lautet|heißt|der titel|das thema|das motto)|lautet|heißt|ist (?:der titel|das thema|das motto)|konulu|adlı)",
            following,
            re.IGNORECASE,
        ):
            return page.found(*match.span("q"), Sure.LIKELY)
        if plain is None and re.search(r"(?:" + KIND.pattern + r")\s?:?\s?$", before, re.IGNORECASE):
            plain = page.found(*match.span("q"), Sure.LIKELY)
    return plain


def _from_prose(page: Page, quoted: Found[str] | None, doubts: list[Doubt]) -> Found[str] | None:
    """No headline: the theme in quotation marks, else the noun for the event, else the first words."""
    if quoted is not None:
        return quoted
    body = [line for line in page.lines if page.is_body(line.start)]
    if not body:
        doubts.append(Doubt("Im Text steht keine Überschrift: bitte einen Titel eintragen."))
        return None
    doubts.append(Doubt("Der Text hat keine Überschrift: bitte den Titel prüfen."))
    first, last = body[0].start, min(body[-1].end, body[0].start + 700)
    for match in islice(KIND.finditer(page.text, first, last), 20):
        if (
            match[0][:1].isupper()
            and len(match[0]) > 4
            and not re.search(r"(?:der|des) $", page.text[max(0, match.start() - 4) : match.start()])
        ):
            more = _GENITIVE.match(page.text, match.end())
            return page.found(match.start(), more.end() if more else match.end(), Sure.DOUBTFUL)
    start, end = page.sentence_at(first)
    end = min(end, start + 90)
    if end < len(page.text) and page.text[end - 1].isalnum() and " " in page.text[start:end]:
        end = start + page.text[start:end].rindex(" ")
    return _cut(page, start, end, Sure.DOUBTFUL)
