"""The layout of a pasted page: lines, sentences, and which lines are furniture or imprint.

Only says what stands where; what the words mean is read elsewhere.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from kreisnetz.events.announcement.imprint import imprint_lines
from kreisnetz.events.announcement.plaintext import Clean
from kreisnetz.events.announcement.proposal import Found, Span, Sure


class Zone(Enum):
    """What kind of place a line stands in."""

    BODY = "body"
    FURNITURE = "furniture"
    IMPRINT = "imprint"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of clean text without the space around it."""

    start: int
    end: int
    text: str
    block: int
    zone: Zone


@dataclass(frozen=True, slots=True)
class Page:
    """Clean text with its lines and sentences."""

    clean: Clean
    lines: tuple[Line, ...]
    sentences: tuple[tuple[int, int], ...]
    line_starts: tuple[int, ...]
    sentence_starts: tuple[int, ...]

    @property
    def text(self) -> str:
        """The clean text."""
        return self.clean.text

    def line_at(self, position: int) -> Line:
        """The line a position stands in (or the one before it)."""
        return self.lines[max(0, bisect_right(self.line_starts, position) - 1)]

    def line_number(self, position: int) -> int:
        """The index of the line a position stands in."""
        return max(0, bisect_right(self.line_starts, position) - 1)

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence a position stands in."""
        return self.sentences[max(0, bisect_right(self.sentence_starts, position) - 1)]

    def sentence_number(self, position: int) -> int:
        """The index of the sentence a position stands in."""
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    def is_body(self, position: int) -> bool:
        """Neither furniture nor imprint."""
        return self.line_at(position).zone is Zone.BODY

    def in_imprint(self, position: int) -> bool:
        """Whether the position belongs to the imprint."""
        return self.line_at(position).zone is Zone.IMPRINT

    def span(self, start: int, end: int) -> Span:
        """The span of the original text for a stretch of clean text."""
        return self.clean.span(start, end)

    def found(self, start: int, end: int, sure: Sure = Sure.CERTAIN) -> Found[str]:
        """The words themselves as a value, spaces evened out."""
        return Found(" ".join(self.text[start:end].split()), (self.span(start, end),), sure)


_FURNITURE_WORDS = frozenset(
    """startseite home menü menu navigation suche suchen kontakt impressum datenschutz datenschutzerklärung barrierefreiheit sitemap
    drucken druckversion seite vorlesen teilen empfehlen zurück zurück_zur_übersicht übersicht nach_oben zum_seitenanfang termine
    veranstaltungen veranstaltungskalender termine_einzelansicht einzelansicht aktuelles news neuigkeiten presse pressemitteilungen
    pressemitteilung pressemeldung presseinformation presseinfo medieninformation medienmitteilung meldung meldungen detailansicht
    detail weiterlesen mehr mehr_erfahren mehr_lesen details login anmelden abmelden registrieren newsletter facebook twitter
    instagram whatsapp youtube rss rss-feed e-mail mail link_kopieren in_kalender_eintragen in_kalender_speichern ical ics
    zum_kalender_hinzufügen zum_inhalt_springen zum_inhalt zur_navigation leichte_sprache gebärdensprache kontrast schriftgröße
    deutsch english türkçe cookie-einstellungen cookies alle_akzeptieren bürgerservice rathaus politik wirtschaft kultur tourismus
    leben_in_der_stadt verwaltung serviceportal formulare karriere stellenangebote ausschreibungen bekanntmachungen schließen
    weiter vorheriger nächster vorherige nächste vorlesen hauptmenü hauptnavigation sie_sind_hier inhalt lade_veranstaltungen
    alle_veranstaltungen rubrik kategorie archiv bildergalerie foto fotos galerie karte_anzeigen auf_karte_anzeigen anfahrt
    zum_kalender eintrag_drucken als_pdf_speichern pdf termin_speichern termin_exportieren jetzt_spenden spenden über_uns
    amtliche_bekanntmachung amtliche_bekanntmachungen öffentliche_bekanntmachung bekanntmachung mitteilung mitteilungsblatt""".split()
)
_BREADCRUMB = re.compile(
    r"^(?:Sie sind hier|Sie befinden sich|You are here|Startseite|Home)\b.{0,10}[:>»›/|]", re.IGNORECASE
)
_PATH = re.compile(r"^[^>»›]{2,40}(?:\s[>»›]\s[^>»›]{2,70}){2,8}$")
_SHARE = re.compile(
    r"^(?:©|\(c\)|copyright|foto:|bild:|fotos:|bildquelle|bildnachweis|grafik:|quelle:|diese website|wir verwenden cookies|cookie"
    r"|abmelden vom|newsletter abbestellen|seite (?:drucken|teilen|vorlesen)|artikel (?:drucken|teilen)|skip to|springe zu|zum (?:inhalt|hauptinhalt)"
    r"|letzte (?:änderung|aktualisierung)|zuletzt (?:geändert|aktualisiert)|kategorie[n]?:|schlagw[oö]rt|tags?:|lesezeit|autor(?:in)?:|dateigröße)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s{0,5}[|·•>»›/]\s{0,5}")
_NO_WORD = re.compile(r"^[\W_\d]*$")


def lay_out(clean: Clean) -> Page:
    """Cut the clean text into lines and sentences and mark furniture and imprint."""
    page = _cut(clean)
    letters = list(clean.text)
    for line, following in pairwise(page.lines):
        if _goes_on(line, following):
            letters[line.end : following.start] = " " * (following.start - line.end)
    return _cut(replace(clean, text="".join(letters)))


def _cut(clean: Clean) -> Page:
    raw: list[tuple[int, int, str, int]] = []
    block, position, blank = 0, 0, True
    for piece in clean.text.split("\n"):
        stripped = piece.strip()
        if stripped:
            start = position + piece.index(stripped[0])
            raw.append((start, start + len(stripped), stripped, block))
            blank = False
        elif not blank:
            block, blank = block + 1, True
        position += len(piece) + 1
    zones = _zones([line[2] for line in raw], [line[3] for line in raw])
    lines = tuple(Line(s, e, t, b, z) for (s, e, t, b), z in zip(raw, zones, strict=True))
    lines = lines or (Line(0, 0, "", 0, Zone.FURNITURE),)
    sentences = tuple(_sentences(clean.text, lines))
    return Page(clean, lines, sentences, tuple(x.start for x in lines), tuple(s for s, _ in sentences))


def _zones(texts: list[str], blocks: list[int]) -> list[Zone]:
    imprint = imprint_lines(texts, blocks)
    result: list[Zone] = []
    for index, text in enumerate(texts):
        if index in imprint:
            result.append(Zone.IMPRINT)
        elif is_furniture(text):
            result.append(Zone.FURNITURE)
        else:
            result.append(Zone.BODY)
    return result


def is_furniture(text: str) -> bool:
    """Menu words, breadcrumbs, share links: what belongs to the site, not to the announcement."""
    if len(text) > 200:
        return False
    if _NO_WORD.match(text) and not re.search(r"\d[.:/-]\d", text):
        return True
    if _BREADCRUMB.match(text) or _PATH.match(text) or _SHARE.match(text):
        return True
    parts = [part for part in _SEPARATOR.split(text.lower().strip(" :.<>«»•*-|→←+")) if part]
    known = sum("_".join(part.split()) in _FURNITURE_WORDS for part in parts)
    return bool(parts) and known * 2 > len(parts)


_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|St|Str|str|Nr|nr|Hr|Fr|bzw|ca|usw|etc|inkl|incl|max|min|Tel|tel|Fax|vgl|evtl|ggf|ev|kath|evang|Dipl|Ing|med|phil|jur|rer|nat|habil"
    r"|Hrsg|Abs|Art|Mo|Di|Mi|Do|Fr|Sa|So|Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept|Sep|Okt|Nov|Dez|zzgl|zgl|geb|Mag|Ph|verst|erm|einschl|gem|lfd|Std|Min|Uhr|Vors|Mobil|Mob)"
    r"|\b[A-Za-zÄÖÜäöü]|\d)$"
)
_LONGEST_SENTENCE = 1_200
_STOP = re.compile(r"[.!?…][\"“”»«')\]]{0,2}(?=\s)")


def _sentences(text: str, lines: tuple[Line, ...]) -> list[tuple[int, int]]:
    """Stretches that belong together: sentences in prose, single lines in lists and forms."""
    result: list[tuple[int, int]] = []
    for line in lines:
        start = line.start
        for stop in _STOP.finditer(text, line.start, line.end):
            if _ends_sentence(text, stop, line.end):
                result.append((start, stop.end()))
                start = _skip_space(text, stop.end(), line.end)
        if start < line.end:
            result.append((start, line.end))
    return [piece for sentence in result for piece in _in_pieces(*sentence)] or [(0, len(text))]


def _in_pieces(start: int, end: int) -> list[tuple[int, int]]:
    """Endless sentences are no sentences: cut them so that nobody searches them over and over."""
    return [(at, min(at + _LONGEST_SENTENCE, end)) for at in range(start, end, _LONGEST_SENTENCE)]


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends_sentence(text: str, stop: re.Match[str], line_end: int) -> bool:
    if stop.end() >= line_end:
        return True
    following = text[_skip_space(text, stop.end(), line_end) : stop.end() + 12]
    if following[:1].islower():
        return False
    before = text[max(0, stop.start() - 12) : stop.start()]
    if text[stop.start()] != ".":
        return True
    if before.endswith("Uhr") and not following[:1].islower():
        return True
    if re.search(r"(?:19|20)\d\d$", before):
        return True
    return _ABBREVIATION.search(before) is None


_NEW_ITEM = re.compile(r"^(?:[•*–\-·+►▪■✓→]|\d{1,2}[.):]\s|\d{1,2}[.:]\d\d|[A-ZÄÖÜ][\wäöüß/ -]{1,28}:)")


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a sentence runs over the line end (hard wrapped mails and PDFs)."""
    if line.block != following.block or line.zone is not following.zone:
        return False
    first = following.text.split(" ", 1)[0]
    if (
        line.text.count("„") > line.text.count("“") + line.text.count("”")
        and "“" in following.text[:90]
        or line.text.endswith((" –", " -"))
    ):
        return True
    if "@" in first or first.lower().startswith(("www.", "http", "tel", "fax")):
        return False
    if line.text[-1] in ".!?:" or _NEW_ITEM.match(following.text):
        return False
    if following.text[0].islower() or line.text.endswith(
        (",", "-", " und", " der", " die", " am", " im", " in", " mit", " von", " zum", " zur", " den", " um")
    ):
        return True
    return len(line.text) >= 58
