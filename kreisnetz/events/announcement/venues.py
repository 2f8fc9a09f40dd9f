"""Finds the names of places in prose: "im Saal des Pfarrzentrums", "in der Stadthalle". Addresses are read elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kreisnetz.events.announcement.page import Page

_NOUNS = (
    r"haus(?:es)?|halle|saal(?:es)?|sälen|amt(?:e?s)?|zentrum(?:s)?|schule|kirche|kapelle|dom|museum(?:s)?|rathaus(?:es)?|bibliothek|bücherei|mediathek|theater(?:s)?|kino(?:s)?|hotel(?:s)?|gasthof(?:s|es)?|gaststätte|restaurant|café|cafe|scheune|heim(?:s|es)?"
    r"|treff(?:s)?|foyer(?:s)?|aula|mensa|bad|stadion(?:s)?|sportplatz(?:es)?|marktplatz|kirchplatz|dorfplatz|rathausplatz|schlossplatz|festplatz|parkplatz|platz|park|garten|schloss|schlosses|burg|mühle|bahnhof|gutshof|bauhof|schulhof|innenhof|hof|werkstatt|atelier|galerie"
    r"|studio|campus|universität|hochschule|akademie|klinik|klinikum|krankenhaus(?:es)?|kita|kindertagesstätte|kindergarten(?:s)?|bühne|keller|laden|büro|forum|kolleg|gymnasium(?:s)?|zelt|festzelt|wache|kloster(?:s)?|archiv(?:s)?|center|centre|clubhaus|gebäude(?:s)?|gelände|anlage|raum|räume[n]?|räumlichkeiten"
    r"|zimmer|stube|villa|hütte|turm|tenne|remise|pavillon|arena|lounge|stützpunkt|anstalt|behörde|verwaltung|kaserne|depot|waldhaus|forsthaus|biergarten|weinstube|gewölbe|sparkasse|volksbank|bürgeramt|quartier|strandbad|freibad|hallenbad|schwimmbad|wäldchen|see|steinbruch|friedhof|passage|fabrik|ladenlokal|gerätehaus|gemeinde|mahnmal|denkmal|gedenkstätte|brunnen|synagoge|moschee|haupteingang|eingang|spielplatz|wiese|dorfmitte|stadtmitte|altstadt|fußgängerzone|sportheim|palast"
)
VENUE_NOUN = re.compile(rf"(?:^|[ „\"-])(?:[A-ZÄÖÜ][\wäöüß-]*?)?(?:{_NOUNS})(?![\wäöüß])", re.IGNORECASE)
_BAD_NOUN = re.compile(
    r"^(?:Veranstaltungs?raum\w* Kreis|Kreis\b|Landkreis|Stadt\b|Raum [A-ZÄÖÜ]|Zeitraum|Rahmen|Anmeldung|Internet|Bereich|Alltag|Haushalt|Zuhause|Jahr|Mittelpunkt|Vordergrund|Anschluss|Amt\b|Krankenhausbehandlung|Gemeinde\b|Gemeinden|Verwaltung\b|Friedhofsverwaltung|Gesellschaft|Team|Büro\b|(?:Haus|Raum|Bad|See|Hof|Zimmer|Platz|Anlage|Keller|Laden|Internet|Zentrum|Gelände|Treff|Forum|Wiese|Eingang)$)"
)
_PREPOSITION = r"(?:im|in der|in den|ins|in die|in das|in unserer|in unserem|in ihrem|in ihren|am|an der|auf dem|auf der|auf den|beim|bei der|zum|zur|vor dem|vor der|vom|in dem|rund um den|rund um die|hinter dem|neben dem|(?:Treffpunkt|Ort|Veranstaltungsort|Treff)(?: ist| bleibt| wäre| war)?:?(?: der| die| das| am| im| vor dem)?|at the|in the|at)"
_ADJECTIVE = r"(?:(?:[a-zäöü]{3,25}(?:en|er|em|es|e)|[\"„“][^\"“”\n]{2,40}[\"“”])[ ])"
_TOKEN = r"(?:[A-ZÄÖÜ0-9][\wäöüßéèç.&/'’-]*|[„\"“][^\"“”„\n]{2,50}[\"“”])"
_CHAIN = rf"(?:{_ADJECTIVE}{{0,2}}{_TOKEN}(?:[ ](?:{_TOKEN}|(?:des|der|am|an der|an den|im|in|in der|zum|zur|für|und|auf dem|auf der|von|vom|St\.)[ ](?:{_ADJECTIVE})?{_TOKEN})){{0,6}})"
_IN_PROSE = re.compile(rf"(?<![\wäöüß]){_PREPOSITION} (?P<name>{_CHAIN})")
_STARTS = re.compile(rf"(?<![\wäöüß])(?:{_PREPOSITION}) (?=(?:{_ADJECTIVE}){{0,2}}[A-ZÄÖÜ„\"])")
_STOP_WORDS = re.compile(
    r" (?:statt|ein|einen|eine|zum|zur|zu|am|um|ab|von|bis|vom|und|mit|gemeinsam|wird|werden|findet|beginnt|an)$| (?:am|ab|an|für|vom|zum) (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag|\d|alle|Thema|Preis).*$| (?:Die|Der|Das|Es|Wir|Sie|Eine|Ein|Bei|Am|Im|Um|Dort|Beginn|Einlass|Eintritt|Anmeldung|Treffpunkt|Thema)\b.*$| Uhr.*$| \d{1,2}\.?$| (?:und|für) (?:Umgebung|alle).*$",
)
_TIME_OR_DATE = re.compile(
    r"\d ?(?:Uhr|h)\b|\b\d{1,2}\. ?(?:\d{1,2}\.|[A-Z][a-zä]{2,9}\b)|\b20\d\d\b|\d\d[:.]\d\d", re.IGNORECASE
)
_ROOM = re.compile(
    r"^(?:(?:\w+er|kleiner|großer|Großer|Kleiner) )?(?:\w*saal|\w*raum|\w*zimmer|Aula|Foyer|\w*halle|Saal|Raum|Zimmer|Eingang|EG|UG|\d+\. (?:OG|Etage|Stock)|Gebäude|Erdgeschoss|Studio|Mensa)\b[^,\n]{0,25}$",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"lädt|laden\b|findet|finden\b|statt\b|treff|beginn|eingeladen|einladung|veranstalt|gastier|invite|takes place|stattfinden|verlegt|feiert|gibt es|start",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"anmeld|geschäftsstelle|vorverkauf|erhältlich|telefon|arbeitet|studier|lehrt|tätig|professor|prof\.|rückfragen|kontakt|leiter(?:in)?\b|ansprechpart|vergangen|zuletzt|parken|parkplätze|mitarbeiter",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Venue:
    """A place name in the clean text and how much speaks for it."""

    start: int
    end: int
    score: int


def best_venue(page: Page, event_spots: Sequence[int], moved_at: int | None) -> Venue | None:
    """The place name that stands closest to the event's date."""
    best: Venue | None = None
    for match in islice(_IN_PROSE.finditer(page.text), 600):
        start, end = match.span("name")
        if not page.is_body(start):
            continue
        end = start + len(trim_name(page.text[start:end]))
        name = page.text[start:end]
        if len(name) < 4 or not VENUE_NOUN.search(_head(name)) or _BAD_NOUN.match(name):
            continue
        score = _score(page, start, match.start(), event_spots, moved_at)
        if score >= 3 and (best is None or score > best.score):
            best = Venue(start, end, score)
    if best is not None and best.score >= 7:
        return best
    return _own_line(page, event_spots) or _after_time(page, event_spots) or _as_subject(page, event_spots) or best


def trim_name(name: str) -> str:
    """Cut what is no longer the name."""
    name = " ".join(name.split(" "))
    for _ in range(4):
        shorter = _STOP_WORDS.sub("", name)
        if shorter == name:
            break
        name = shorter
    dot = re.search(r"(?<!St)(?<!\b[A-Z])(?<!Str)(?<!str)(?<!\d)\.(?: |$)", name)
    if dot:
        name = name[: dot.start()]
    return name.rstrip(" ,.;:–-")


def _head(name: str) -> str:
    """The words before "des", "am", "in": the noun that must be a place."""
    return re.split(r" (?:des|der|am|an der|im|in|zum|zur|für|auf) ", name, maxsplit=1)[0]


def _score(page: Page, start: int, from_preposition: int, event_spots: Sequence[int], moved_at: int | None) -> int:
    first, last = page.sentence_at(start)
    sentence = page.text[max(first, start - 250) : min(last, start + 250)]
    line = page.line_number(start)
    score = 2
    number = page.sentence_number(start)
    for spot in event_spots:
        if page.sentence_number(spot) == number:
            score = max(score, 10 if spot < start else 9)
        elif abs(page.line_number(spot) - line) <= 1 or abs(page.sentence_number(spot) - number) == 1:
            score = max(score, 6)
    if _INVITES.search(sentence):
        score += 2
    if re.match(r"Treffpunkt", page.text[from_preposition:start]):
        score += 4
    if _ELSEWHERE.search(page.text[max(first, start - 60) : start]) and score < 9:
        score -= 4
    if moved_at is not None and page.sentence_number(moved_at) == number:
        score += 3 if re.match(r"in[s ]|in die|nach|im", page.text[from_preposition:start]) else -1
    if re.match(r"(?:vom|von)\b", page.text[from_preposition:start], re.IGNORECASE):
        score -= 5
    return score


def _own_line(page: Page, event_spots: Sequence[int]) -> Venue | None:
    """A line near the date that is nothing but a place: "Rettungswache Musterstadt", "im Kreishaus"."""
    spots = [page.line_number(spot) for spot in event_spots]
    for number, line in enumerate(page.lines):
        if not page.is_body(line.start) or not any(0 < number - spot <= 3 for spot in spots):
            continue
        if len(line.text) > 80 or line.text[-1] in ".!?:" or _TIME_OR_DATE.search(line.text):
            continue
        if (
            re.match(r"[A-ZÄÖÜ]", line.text)
            and VENUE_NOUN.search(_head(line.text))
            and ":" not in line.text
            and not _INVITES.search(line.text)
        ):
            return Venue(line.start, line.end, 7)
    return None


def _after_time(page: Page, event_spots: Sequence[int]) -> Venue | None:
    """ "Sa., 8.11.2025, 9.30 Uhr, Rathaus Beispielau, Saal A": what follows the time on the line of the date."""
    for spot in event_spots[:10]:
        line = page.line_at(spot)
        times = list(re.finditer(r"\d\d[:.]\d\d(?: ?(?:Uhr|h)\b)?|\d ?(?:Uhr|h)\b", page.text[spot : line.end]))
        if not times or len(line.text) > 160:
            continue
        start = spot + times[-1].end()
        rest = page.text[start : line.end]
        start += len(rest) - len(rest.lstrip(" ,;|–-()"))
        name = trim_name(re.split(r" [|–-] |;|\. ", page.text[start : line.end])[0])
        if 3 < len(name) < 80 and name[0].isupper() and VENUE_NOUN.search(_head(name)):
            return Venue(start, start + len(name), 8)
    return None


def _as_subject(page: Page, event_spots: Sequence[int]) -> Venue | None:
    """ "… verwandelt sich der Kirchplatz": a place that is the subject of the sentence with the date."""
    for spot in event_spots[:10]:
        start, end = page.sentence_at(spot)
        for match in islice(
            re.finditer(rf"\b(?:der|die|das|den) (?P<name>{_CHAIN})", page.text[start : min(end, start + 500)]), 20
        ):
            name = trim_name(match["name"])
            if (
                VENUE_NOUN.search(_head(name))
                and not _BAD_NOUN.match(name)
                and re.search(r"platz|halle|haus\b|saal|park\b|kirche|zentrum|hof\b|schloss", _head(name))
            ):
                first = start + match.start("name")
                return Venue(first, first + len(name), 5)
    return None


def name_before(page: Page, street: int) -> tuple[tuple[int, int] | None, bool]:
    """The place name right before a street, and whether it stands in prose ("in der …")."""
    sentence = page.sentence_at(street)[0]
    line = page.line_at(street)
    floor = max(min(sentence, street), street - 160) if sentence < line.start or not _is_row(line.text) else line.start
    left = page.text[floor:street].rstrip(" ,(–-|•·/\n:")
    at = re.search(r"(?: |^)(?:am|an der|in der|im|auf dem|an dem|bei der|unter der Adresse)$", left)
    left = left[: at.start()] if at else left
    if not left and line.start == street or not left:
        return _line_above(page, street), False
    chunk_start = _last_part(left)
    chunk = left[chunk_start:]
    prose = _in_prose(chunk)
    if prose is not None and at is not None and not VENUE_NOUN.search(_head(chunk[prose:])):
        return None, False
    if prose is not None:
        start = floor + chunk_start + prose
        return _span(page, start, floor + len(left)), True
    when = list(_TIME_OR_DATE.finditer(chunk))
    if when:
        chunk_start += when[-1].end()
        chunk = left[chunk_start:]
    if not _may_be_name(chunk) or at is not None and not VENUE_NOUN.search(_head(chunk)):
        return None, False
    if re.search(r": ", chunk):
        chunk_start += chunk.rindex(": ") + 2
    return _span(page, floor + chunk_start, floor + len(left)), False


def _last_part(left: str) -> int:
    """Where the last part between separators begins; a room alone takes the part before it along."""
    parts = list(re.finditer(r"(?:(?!//)[^,|;()\n])+", left))
    if not parts:
        return len(left)
    first = parts[-1]
    for part in reversed(parts[:-1]):
        if not _ROOM.match(first[0].strip()) and not re.match(r" ?\d", first[0]):
            break
        first = part
    return first.start()


def _may_be_name(chunk: str) -> bool:
    number = len(chunk.split())
    if number > 9 or number > 4 and not VENUE_NOUN.search(chunk):
        return False
    return re.search(r"[A-ZÄÖÜ]", chunk) is not None and not re.search(
        r"anmeld|tel\b|fax|uhr\b|kontakt", chunk, re.IGNORECASE
    )


def _in_prose(chunk: str) -> int | None:
    """Where the name begins after the first preposition that leads to a place."""
    starts = list(_STARTS.finditer(chunk))
    there = [match for match in starts if not re.match(r"(?:zum|zur|vom) ", match[0], re.IGNORECASE)]
    starts = there or starts
    for match in starts:
        head = chunk[match.end() :].split(" in ", 1)[0]
        if VENUE_NOUN.search(_head(trim_name(head))) and not _TIME_OR_DATE.search(chunk[match.end() :]):
            return match.end()
    return starts[-1].end() if starts and not _TIME_OR_DATE.search(chunk[starts[-1].end() :]) else None


def _is_row(text: str) -> bool:
    return len(text) < 140 and text[-1:] not in ".!?"


def _line_above(page: Page, street: int) -> tuple[int, int] | None:
    number = page.line_number(street)
    if number == 0:
        return None
    above = page.lines[number - 1]
    if above.block != page.lines[number].block or not page.is_body(above.start) or len(above.text) > 80:
        return None
    if _TIME_OR_DATE.search(above.text) or above.text[-1] in ".:!?" or "@" in above.text:
        return None
    return above.start, above.end


def _span(page: Page, start: int, end: int) -> tuple[int, int] | None:
    while start < end and page.text[start] in " ,(–-|•·:/\n":
        start += 1
    article = re.match(r"(?:der|die|das|dem|den|im|in der|am|ab|um) ", page.text[start:end])
    if article:
        start += article.end()
    if page.text[start:end].count("(") > page.text[start:end].count(")"):
        end = start + page.text[start:end].rindex("(")
    while end > start and page.text[end - 1] in " ,":
        end -= 1
    words = page.text[start:end]
    return (start, end) if 2 < len(words) < 120 else None
