"""Words with a meaning in the register: roles, groups at the table, kinds of network, marks of a matrix, totals and footers."""

import re
from functools import lru_cache

from kreisnetz.core.names import search_key

# In this order: "stellv. Vorsitz" must not be read as "Vorsitz".
_ROLES: tuple[tuple[str, str], ...] = (
    (r"\b(?:stellv\w*|stv|vize|vice|deputy|2)\b.*\b(?:vorsitz\w*|leitung|leiter|sprecher\w*|chair\w*|moderation)\b|\bco leitung\b", "deputy_chair"),
    (r"\b(?:koordinat\w*|geschaeftsfuehr\w*|federfuehr\w*|geschaeftsstelle|gf|koord|secretar\w*)\b|netzwerkkoordinat", "coordination"),
    (r"\b(?:vorsitz\w*|leitung|leiter\w*|ltg|sprecher\w*|chair\w*|moderation|vors|1 vors|co chair\w*|lead)\b", "chair"),
    (r"\b(?:berat\w*|sachverstaendig\w*|adviser|advisor|expert\w*|ohne stimm\w*|fachberatung)\b", "adviser"),
    (r"\b(?:gast|gaeste|guest|observer|hospitation|zuhoer\w*|bei bedarf|staendiger gast)\b", "guest"),
    (r"\b(?:mitgl\w*|member\w*|full|teilnehm\w*|tn|ordentlich\w*|stimmberechtigt|aktiv|beteiligt|vollmitglied)\b|^m$|^p$", "member"),
)  # fmt: skip
_DEPUTY = re.compile(r"\b(?:stellv\w*|stv|stellvertret\w*|vertretung|vertr|vertreten|ersatz\w*|deputy|substitute)\b")
_NO_DEPUTY = re.compile(r"\b(?:vorsitz\w*|leitung|leiter\w*|sprecher\w*|chair\w*)\b")
_GROUPS: tuple[tuple[str, str], ...] = (
    (r"\b(?:betroffene\w*|selbsthilfe|selbstvertret\w*|eltern\w*|nutzer\w*|buerger(?:innen)?|adressat\w*|affected)\b", "affected"),
    (r"\b(?:politik|politisch\w*|kreistag\w*|fraktion\w*|mandatstraeg\w*|buergermeister\w*|politics)\b", "politics"),
    (r"\b(?:verwaltung\w*|behoerd\w*|oeffentliche traeger|amt|aemter|kreis|kommune\w*|kommunal\w*|administration|staedte und gemeinden)\b",
     "administration"),
    (r"\b(?:fachpraxis|praxis|freie traeger|fachkraefte\w*|traeger|fachdienst\w*|liga|expert\w*|practice|wohlfahrt\w*|institutionen|einrichtungen)\b",
     "practice"),
)  # fmt: skip
_KINDS: tuple[tuple[str, str], ...] = (
    (r"\b(?:steuerungs\w*|lenkungs\w*|steering\w*)\b", "steering_group"),
    (r"\brunde[rsn]? tisch\w*\b|\bround table\b", "round_table"),
    (r"beirat\b|\badvisory board\b", "advisory_board"),
    (r"ausschuss\b|\bcommittee\b", "committee"),
    (r"konferenz\b|forum\b|\bconference\b|\bplenum\b", "conference"),
    (r"\b(?:ag|ak|uag|arbeitsgruppe|arbeitskreis|arbeitsgemeinschaft|fachgruppe|qualitaetszirkel|fachkreis|working group)\b|\b(?:arbeits|fach|gespraechs|initiativ|experten)kreis\b",
     "working_group"),
    (r"netzwerk\w*|\bbuendnis\b|\bverbund\b|\bnetwork\b|\ballianz\b|\binitiative\b|\bpartnerschaft\b", "network"),
)  # fmt: skip
_NETWORK_WORD = re.compile(
    r"netzwerk|arbeitskreis|arbeitsgruppe|arbeitsgemeinschaft|runde[rsn]? tisch|buendnis|verbund\b|steuerungs|lenkungs|beirat|forum\b|konferenz|"
    r"fachkreis|qualitaetszirkel|plenum|netz\b|^(?:ag|ak|uag|nw|rt)\b|group\b|network"
)
_NETWORK_START = re.compile(
    r"(?:netzwerk|arbeitskreis|arbeitsgruppe|arbeitsgemeinschaft|runde[rn]? tisch|buendnis|verbund|steuerungs|lenkungs|ag|ak|uag|nw|rt)\b"
)
_ORGANISATION_WORD = re.compile(
    r"\b(?:e ?v|ggmbh|gmbh|ggag|gag|eg|ag|kdoer|kdoer|stiftung|ag|ug)\b|verein\b|verband\b|(?<!ehren)amt\b|schule\b|kita\b|kindergarten\b|kindertages|"
    r"hort\b|klinik|krankenhaus|\bpraxis\b|beratungsstelle|beratung\b|dienst\b|dienste\b|jobcenter|agentur|polizei|kirche|pfarr|dekanat|caritas|diakoni|"
    r"\bawo\b|\bdrk\b|\basb\b|paritaet|lebenshilfe|frauenhaus|zentrum|\bstadt\b|gemeinde\b|\b(?:arbeits|fach|gespraechs|initiativ|experten)kreis\b|landkreis|kreisverwaltung|ministerium|gericht|kammer|"
    r"\bvhs\b|hochschule|bibliothek|buero\b|stelle\b|werk\b|hilfe\b|haus\b|initiative|gesellschaft|genossenschaft|fachbereich|abteilung|akademie|"
    r"institut|traeger\b|fraktion|gymnasium|liga\b|gewerkschaft|krankenkasse|\baok\b|bund\b|club\b|treff\b|jugendpflege|feuerwehr|verwaltung\b"
)
_YES = {
    "x",
    "xx",
    "✓",
    "✔",
    "☑",
    "☒",
    "●",
    "•",
    "■",
    "▪",
    "*",
    "+",
    "1",
    "1.0",
    "ja",
    "j",
    "y",
    "yes",
    "√",
    "⚫",
    "◉",
    "true",
    "wahr",
    "×",
    "✗",
    "✕",
    "o",
    "ü",
}
_NO = {
    "",
    "-",
    "–",
    "—",
    "0",
    "0.0",
    "nein",
    "n",
    "no",
    "/",
    "./.",
    "☐",
    "○",
    "false",
    "falsch",
    ".",
    "entfällt",
    "keine",
    "kein",
    "--",
    "---",
}
_UNSURE = re.compile(
    r"^\(\s*(.{1,3})\s*\)$|^(.{1,3})\s*\?+$|^\?+$|^(?:angefragt|unklar|evtl\.?|eventuell|geplant)$", re.IGNORECASE
)
_TOTAL = re.compile(r"^(?:zwischen|gesamt)?(?:summen?|anzahl|gesamt|insgesamt|total|sum|gesamtzahl|durchschnitt)\b")
_FOOTER = re.compile(
    r"(?i)^\W*(?:stand\b|erstellt|quelle\b|legende|hinweise?\b\s*[:.]|bearbeit|zuletzt|seite\s+\d|druck|letzte (?:änderung|aktualisierung)|datei|fußnote|"
    r"bitte\b|alle angaben|vertraulich|nur für|ansprechpartner für diese liste|aktualisiert|rückfragen|\*+\s|[x●✓]\s*=|gez\.|i\.\s?a\.)"
)
_DITTO = {
    '"',
    "''",
    "„",
    "“",
    "”",
    "dito",
    "ditto",
    "s.o.",
    "s. o.",
    "siehe oben",
    "wie oben",
    "dto.",
    "dto",
    '-"-',
    '- " -',
    '–"–',
    '" "',
    "〃",
}
_GENERIC = re.compile(
    r"^(?:(?:tabelle|sheet|blatt|table|feuille|mappe|arbeitsblatt)\s*\d*|liste\w*|mitglieder(?:liste)?|adress\w*|verteiler\w*|export\w*|daten\w*|data|"
    r"uebersicht\w*|gesamt\w*|alle|stammdaten|kontakt\w*|actors?|networks?|memberships?(?: by snapshot)?|networks by snapshot|nodes?|edges?|organisation\w*|"
    r"(?:nach|je|pro) (?:netzwerk|gremi|ag)\w*|einrichtung\w*|akteur\w*|institution\w*|personen|ansprechpartner\w*|netzwerke|netzwerkliste|matrix|kreuz\w*|excel|datei\w*|seats?|register|import|"
    r"neu|alt|kopie|test|entwurf|teilnehm\w*|traeger|gremien\w*|mitgliedschaften|netzwerkpartner|kooperationspartner|sitze)(?: \d{1,4})*$"
)
_LIST_WORDS = re.compile(
    r"(?i)\b(?:mitglieder?(?:liste|verzeichnis|übersicht)?|teilnehm\w*(?:liste)?|verteiler(?:liste)?|adress(?:liste|en|verteiler)|kontaktliste|namensliste|anwesenheitsliste|"
    r"ansprechpartner\w*(?:liste)?|liste|übersicht|uebersicht|verzeichnis|zusammensetzung|besetzung|kontaktdaten|kontakte|akteure|partner)"
    r"(?:\s+(?:der|des|die|vom|von|im|für|aller|zum|zur|dem|den|und))*\b"
)
_STAND = re.compile(
    r"(?i)(?<![\s,;(|–—-])[\s,;(|–—-]*+\b(?:stand|fassung|aktualisiert|version|wahlperiode|amtszeit|legislatur\w*)\b[:\s].*$|(?<![\s(_-])[\s(_-]*+\b\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\)?\s*$|(?<![\s(_-])[\s(_-]++(?:19|20)\d\d(?:[_.-]\d\d?){0,2}\)?\s*$|(?<![\s_-])[\s_-]*+\bv\d+\s*$"
)  # fmt: skip

_ROLE_PATTERNS = tuple((re.compile(pattern), code) for pattern, code in _ROLES)
_GROUP_PATTERNS = tuple((re.compile(pattern), code) for pattern, code in _GROUPS)
_KIND_PATTERNS = tuple((re.compile(pattern), code) for pattern, code in _KINDS)


def _first(patterns: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    key = search_key(text)
    return next((code for pattern, code in patterns if pattern.search(key)), "")


@lru_cache(maxsize=4096)
def role_code(text: str) -> str:
    """Membership.Role of a word; "" where it is the office's own.

    >>> role_code("stellv. Vorsitzende"), role_code("Sprecherin"), role_code("Geschäftsführung"), role_code("Kassenwart")
    ('deputy_chair', 'chair', 'coordination', '')
    """
    return _first(_ROLE_PATTERNS, text)


@lru_cache(maxsize=4096)
def is_deputy(text: str) -> bool:
    """
    >>> is_deputy("stellv. Mitglied"), is_deputy("Vertr."), is_deputy("stv. Leitung")
    (True, True, False)
    """
    key = search_key(text)
    return bool(_DEPUTY.search(key)) and not _NO_DEPUTY.search(key)


@lru_cache(maxsize=4096)
def group_code(text: str) -> str:
    """StakeholderGroup of a word."""
    return _first(_GROUP_PATTERNS, text)


@lru_cache(maxsize=4096)
def kind_code(text: str) -> str:
    """Network.Kind of a word, or of the name of a network.

    >>> kind_code("AG Kinderschutz"), kind_code("Runder Tisch Wohnen"), kind_code("Frühe Hilfen")
    ('working_group', 'round_table', '')
    """
    return _first(_KIND_PATTERNS, text)


@lru_cache(maxsize=8192)
def names_network(text: str) -> bool:
    return bool(_NETWORK_WORD.search(search_key(text)))


def heads_network(text: str) -> bool:
    """Whether a line between rows is the name of a network.

    >>> heads_network("1. Netzwerk Übergang Schule"), heads_network("Netzwerk Leben e. V."), heads_network("Schulamt")
    (True, False, False)
    """
    key = re.sub(r"^(?:\d{1,2}|[ivx]{1,4}|[a-z]) ", "", search_key(text))
    if re.search(r"\be ?v$|\bg?gmbh$", key):
        return False
    return bool(_NETWORK_START.match(key)) or (names_network(text) and not names_organisation(text))


@lru_cache(maxsize=8192)
def names_organisation(text: str) -> bool:
    """Whether a text has a word that organisations have in their names.

    >>> names_organisation("Beispielverein e. V."), names_organisation("Jugendamt"), names_organisation("Anna Beispiel")
    (True, True, False)
    """
    return bool(_ORGANISATION_WORD.search(search_key(text)))


def letters(text: str) -> str:
    """Letters and digits only, to find a surname in a mail address."""
    return search_key(text).replace(" ", "")


@lru_cache(maxsize=8192)
def is_yes(text: str) -> bool:
    return text.strip().lower() in _YES


def is_no(text: str) -> bool:
    return text.strip().lower() in _NO


@lru_cache(maxsize=8192)
def is_unsure_mark(text: str) -> bool:
    """
    >>> is_unsure_mark("(x)"), is_unsure_mark("x?"), is_unsure_mark("x")
    (True, True, False)
    """
    return bool(_UNSURE.match(text.strip()))


@lru_cache(maxsize=8192)
def is_mark(text: str) -> bool:
    """A cell of a matrix that says yes, no, perhaps, or a role."""
    if is_yes(text) or is_no(text) or is_unsure_mark(text):
        return True
    return len(text) <= 24 and (bool(role_code(text)) or is_deputy(text))


@lru_cache(maxsize=8192)
def is_total(text: str) -> bool:
    return bool(_TOTAL.match(search_key(text)))


@lru_cache(maxsize=8192)
def is_footer(text: str) -> bool:
    """
    >>> is_footer("Stand: 12.03.2025"), is_footer("x = Mitglied"), is_footer("Standesamt Beispielstadt")
    (True, True, False)
    """
    return bool(_FOOTER.match(text.strip()))


def is_ditto(text: str) -> bool:
    return text.strip().lower() in _DITTO


def is_generic(name: str) -> bool:
    """A sheet or file name that names no network.

    >>> is_generic("Tabelle1"), is_generic("Mitgliederliste 2025"), is_generic("Frühe Hilfen")
    (True, True, False)
    """
    return bool(_GENERIC.match(search_key(name.replace("_", " ")))) or not search_key(name)


def network_name(title: str) -> str:
    """The name of a network out of a title line.

    >>> network_name("Mitgliederliste des Netzwerks Frühe Hilfen (Stand: 12.03.2025)")
    'Netzwerk Frühe Hilfen'
    >>> network_name("Runder Tisch gegen Gewalt - Verteiler 2024")
    'Runder Tisch gegen Gewalt'
    """
    text = title.replace("\n", " ").replace("_", " ").strip()
    for _ in range(2):
        text = _STAND.sub("", text).strip(" ,;:-–—|(")
    text = _LIST_WORDS.sub(" ", text, count=2)
    text = re.sub(r"(?i)^\s*(?:der|des|die|vom|von|im|für)\s+", "", text.strip(" ,;:-–—|"))
    text = re.sub(r"\b(Netzwerk|Arbeitskreis|Bündnis|Beirat)(?:s?es|s)\b", r"\1", text, count=1)
    text = re.sub(r"^Runden Tisch(?:e?s)?\b", "Runder Tisch", text)
    return re.sub(r"\s+", " ", re.sub(r"\(\s*\)", "", text)).strip(" ,;:-–—|")
