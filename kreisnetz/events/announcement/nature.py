"""Reads what kind of text it is: an event or not, which kind, for whom, in what language, with food or without."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Found, SeriesFound, Status, Sure

_KINDS = (
    ("Konferenz", "konferenz(?:en)?|conference|kongress"), ("Fachtag", "fachtag(?:e|ung|ungen)?|fachforum|fachgespräch"), ("Tagung", "tagung(?:en)?|symposium|netzwerktag(?:e)?"), ("Vortrag", "vortrag(?:sabend)?|vorträge|lecture"),
    ("Workshop", "workshops?|werkstatt|zukunftswerkstatt|bürgerwerkstatt"), ("Kurs", "kurs(?:e)?|seminar|schulung|fortbildung|lehrgang|training|course|kursu"), ("Online", "webinar|videokonferenz|online-?\\w{0,30}"),
    ("Informationsveranstaltung", "info(?:rmations)?-?(?:abend|veranstaltung|nachmittag|tag|stand|börse|toplantısı)|bilgilendirme toplantısı|elternabend|toplantı(?:sı)?|infomesse"),
    ("Fest", "\\w{0,30}fest|feier|jubiläum|basar|empfang|neujahrsempfang|sommerfest|party|ball|fasching|kerb|kirmes"), ("Konzert", "konzert(?:abend)?|concert|singen|matinee|chor"), ("Lesung", "lesung|lesekreis|buchvorstellung|poetry slam"),
    ("Ausstellung", "ausstellung(?:seröffnung)?|vernissage|exhibition"), ("Führung", "führung|rundgang|stadtrundgang|wanderung|spaziergang|exkursion|radtour|ausflug|fahrt|waldspaziergang|besichtigung|tour"), ("Film", "film(?:abend|vorführung)?|kino\\w{0,30}"),
    ("Sitzung", "sitzung|versammlung|jahreshauptversammlung|mitgliederversammlung|bürgerversammlung|ausschuss(?:sitzung)?"), ("Treffen", "treffen|treff|stammtisch|café|runder tisch|gesprächskreis|gesprächsabend|austausch|forum|dialog|frühstück|begegnung|nachmittag|abend|meeting|stunde|diskussion|podiumsdiskussion"),
    ("Markt", "\\w{0,30}markt|flohmarkt|börse|messe|\\w{0,30}messe"), ("Sprechstunde", "sprechstunde|sprechtag|beratung(?:stag)?"), ("Gottesdienst", "gottesdienst|andacht|messe"), ("Aktionstag", "tag der offenen \\w+|aktionstag|\\w{0,30}tag|aktion|open house|wettbewerb|lauf|turnier|freizeit|ferien\\w{0,30}"),
)  # fmt: skip
_COMPOUND = r"(?<![\wäöüß])(?:[A-ZÄÖÜ0-9][\wäöüß]{0,40}-){0,3}[\wäöüß]{0,40}?"
_NO_KIND = r"(?!(?:mon|diens|donners|frei|sams|sonn|all|vor|land|kreis|bundes|werk|geburts|mit|feier|wochen|ruhe|brücken|arbeits)tag(?:s|es|e)?(?![\wäöüß]))"
KIND = re.compile(
    rf"(?<![\wäöüß]){_NO_KIND}{_COMPOUND}(?:" + "|".join(pattern for _, pattern in _KINDS) + r")(?![\wäöüß])",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\blädt\b|\bmeldet sich\b|\bladen\b(?:[^.!?\n]|(?<=\d)\.){0,160}\bein\b|\beingeladen\b|\beinladung\b|\bfinde[nt]\b(?:[^.!?\n]|(?<=\d)\.){0,160}?\bstatt\b|\btreffpunkt\b|\beinlass\b|\beintritt\b|\banmeld(?:ung|en|eschluss)\b|veranstaltungsort|\breferent(?:in|en|innen)?\b|herzlich willkommen|\bwillkommen\b|\bbeginn\b|\bwann:|\bveranstalter\w*|invites?\b|\bjoin us\b|davet|\bbeginnt\b|\bveranstaltet\b|teilnahme|\btermin:?\b|datum:|tagesordnung|wir treffen uns|mitmachen|\bzeigt\b|\bprogramm\b|uhrzeit|\bgastiert\b|\bspricht\b|\bhält\b|öffne[nt]|\bfeiert\b|\bsteht\b[^.!?]{0,40}auf dem programm",
    re.IGNORECASE,
)
_AGAINST: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), weight)
    for pattern, weight in (
        (r"\([mwdfi](?: ?/ ?[mwdfi*x]){1,2}\)", 6), (r"stellenausschreibung|stellenangebot|stellenanzeige|ausbildungsplatz|entgeltgruppe|\btvöd\b|\btv-l\b|ihr profil|ihre aufgaben|wir bieten|bewerbungsunterlagen|bewerbungsfrist|vergütung|in (?:voll|teil)zeit|besoldung|vorstellungsgespräch|ihre bewerbung", 3),
        (r"\bVOB\b|vergabe(?:nummer|stelle|verfahren)|öffentliche ausschreibung|submission|angebotsfrist|bieter|leistungsverzeichnis|bindefrist|\bUVgO\b", 4),
        (r"verstorben|\btrauert\b|\btrauern um\b|nachruf|ehrendes andenken|im alter von \d+ jahren|mitgefühl|hinterbliebenen|\bverstarb\b", 4),
        (r"\b(?:hat|haben)\b(?:[^.!?\n]|(?<=\d)\.){0,160}\b(?:verliehen|gefeiert|eröffnet|übergeben|besucht|begrüßt|gewählt|verabschiedet|überreicht|unterzeichnet|ausgezeichnet|eingeweiht|zurückgeblickt|teilgenommen|getroffen|diskutiert|informiert|stattgefunden)\b|\bverfolgten\b|\bsagte\b|\bging an\b|\bumrahmt\b|stattfand(?:en)?|fand(?:en)?\b(?:[^.!?\n]|(?<=\d)\.){0,120}\bstatt\b|\bkamen\b(?:[^.!?\n]|(?<=\d)\.){0,60}\b(?:gäste|besucher|menschen|teilnehm|interessierte|bürger)|(?:gäste|besucher\w*|menschen|teilnehm\w*|interessierte)\b(?:[^.!?\n]|(?<=\d)\.){0,40}\bkamen\b|\bnahmen\b(?:[^.!?\n]|(?<=\d)\.){0,90}\bteil\b|\bbegrüßte[n]?\b|tauschten sich|\brückblick\b|gut besucht|war ein voller erfolg|\bbedankte\b|\bdankte\b|\bfolgten der einladung\b|\bbesuchten\b|\bzogen\b(?:[^.!?\n]|(?<=\d)\.){0,40}\bbilanz|\btrafen sich\b|\büberreichte\b|\bgeehrt\b|\bfeierten\b|\bdiskutierten\b|\bwurde\b(?:[^.!?\n]|(?<=\d)\.){0,80}\b(?:eröffnet|gefeiert|eingeweiht|übergeben|verabschiedet|ausgezeichnet)", 2.2),
        (r"\bbeschlie(?:ßt|ßen)\b|\bbeschlossen\b|haushalt(?:s|splan|sjahr)?\b|millionen euro|haushaltssatzung", 2.5), (r"vollsperrung|straßensperrung|gesperrt|bauarbeiten|umleitung", 4),
        (r"\b(?:bleibt|bleiben|ist|sind)\b(?:[^.!?\n]|(?<=\d)\.){0,90}\bgeschlossen\b|geänderte öffnungszeiten|kein parteiverkehr", 4), (r"bebauungsplan|flächennutzungsplan|öffentlich ausgelegt|auslegung|satzung\b|allgemeinverfügung|tierseuche", 3),
        (r"abfuhrtermin|müllabfuhr|gelbe[rn]? (?:sack|tonne)|sperrmüll|schadstoffmobil", 2.5), (r"antragsfrist|anträge (?:können|sind)|fördermittel (?:können|sind)|förderantr|förderprogramm|zuwendung", 2.5), (r"zeugen|unfall|polizeibericht|einbruch|täter|festgenommen|brand\b", 3),
        (r"neue (?:leiterin|leiter|mitarbeiter\w*)|tritt (?:ihr|sein|das) amt|in den ruhestand|wechsel an der spitze", 2.5), (r"warnt vor|verbraucherschutz|trinkwasser|\bgrippe\w*welle|bürgergeld|statistik\w*|zahl der \w+ (?:ist|stieg|sank)", 2),
    )
)  # fmt: skip
_CATERING = re.compile(
    r"\b(?:\w*buffet|büfett|\w*imbiss|leibliche[sn]? +wohl|kaffee(?: (?:und|&) (?:kuchen|kekse|tee))?|verpflegung|getränke[n]?|snacks?|mittagessen|fingerfood|häppchen|sektempfang|umtrunk|bewirt\w+|frühstück|catering|gegrillt\w*|kuchen|brot und wein|essen und trinken|refreshments|ikram)\b",
    re.IGNORECASE,
)
_AUDIENCE = re.compile(
    r"(?:\brichtet sich an |\bzielgruppe ?: ?|\beingeladen sind (?:alle )?|\bwer ?: ?|\bwillkommen sind |\bgeeignet für |\bangesprochen sind |\bfür wen ?[:?] ?|\baddressed to )(?P<a>(?:[^.!?\n]|(?<=\d)\.){3,140})"
    r"|(?P<b>\balle[nr]? (?:interessierten? )?(?:bürger\w*|interessierten?|einwohner\w*|eltern|menschen|familien|fachkräfte|mitglieder|seniorinnen|neugierigen)(?: (?:und|sowie) [A-ZÄÖÜ]\w+)?(?:, die [^.!?\n,]{3,60})?)"
    r"|(?P<c>\bfür (?:kinder|jugendliche|eltern|senior\w*|angehörige|fachkräfte|familien|frauen|männer|menschen|alleinerziehende|ehrenamtliche|neuzugewanderte|geflüchtete|schülerinnen)(?: (?:und|sowie) [A-ZÄÖÜ]\w+)?(?: (?:ab|von|zwischen) \d{1,2}(?: (?:bis|und) \d{1,2})? jahren)?(?: mit [A-ZÄÖÜ]\w+)?)",
    re.IGNORECASE,
)
_LANGUAGES = {
    "de": "der die das und ist für mit von den im zum zur am wird eine ein auf sich auch nicht oder uhr bei bis wir sie".split(),
    "en": "the and is for with of to in on at we you are will from please be our your this".split(),
    "tr": "ve bir için ile bu da de olarak saat günü davet tarihinde bilgi katılım ücretsiz kayıt veya olan".split(),
    "fr": "le la les et est pour avec de des du une dans vous nous sur aux".split(),
    "pl": "i w na z do dla jest się nie oraz od przez godz".split(),
    "uk": "і та в на з для до що це від година запрошуємо".split(),
    "ru": "и в на с для по что это от до не приглашаем".split(),
    "ar": "في من على إلى و عن مع".split(),
}
_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.]\d)")
_SERIES = re.compile(
    r"\b(?:[A-Za-zÄÖÜäöüß]*(?:reihe|serie|zyklus)) (?:[„\"»](?P<q>[^“”\"«\n]{3,90})[“”\"«])|\bim Rahmen (?:der|des) (?P<r>[A-ZÄÖÜ][\wäöüß-]*(?:reihe|woche[n]?|tage|programms?|jahr(?:es)?)(?: [„\"»][^“”\"«\n]{3,80}[“”\"«])?)|\b\d{1,2}\. (?P<o>(?:[A-ZÄÖÜ][\wäöüß-]*)?(?:konferenz|tagung|fachtag|netzwerktag|forum|treffen|messe|lauf|kongress|symposium|gespräch))\b",
    re.IGNORECASE,
)
_SERIES_NOUN = re.compile(
    rf"\b(?i:{_NO_KIND})(Jahrestagung|Sozialkonferenz|[A-ZÄÖÜ]\w*(?:konferenz|tagung|fachtag|forum|fest|markt|messe|lauf|tag))(?:en|e)?\b"
)
_WEEKDAY = re.compile(r"(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|sonnabends?", re.IGNORECASE)
_BEFORE = re.compile(
    r"vorangegangen|bereits|zuletzt|erst(?:en|mals)|vorherig|letzte|vergangen|seit|nach\b|vorjahr|schon|damals|jahrestagungen|war\b|waren|kamen",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the other readers found, for the question whether anything is announced."""

    strong_date: bool
    any_date: bool
    timed: bool
    recurring: bool
    only_past: bool
    status: Status


def read_is_event(page: Page, title: Found[str] | None, signs: Signs) -> Found[bool]:
    """Whether the text announces an event."""
    text = page.text[:20_000]
    invites = list(islice((m for m in _INVITES.finditer(text) if page.is_body(m.start())), 30))
    kinds = {m[0].lower() for m in invites}
    score = min(6.0, 1.2 * len(kinds))
    score += (
        1.5 if kinds & {"lädt", "eingeladen", "einladung"} or any(kind.startswith("laden") for kind in kinds) else 0
    )
    score += 3 if signs.strong_date else 1 if signs.any_date else 0
    score += 2 if signs.timed else 0
    score += 3 if signs.recurring else 0
    score += 3 if signs.status is not Status.SCHEDULED else 0
    score += 1.5 if title is not None and KIND.search(title.value) else 0
    against = 0.0
    for pattern, weight in _AGAINST:
        against += min(3, len({m[0].lower() for m in islice(pattern.finditer(text), 6)})) * weight
    if signs.only_past and not any(re.match(r"lädt|laden|eingeladen|einladung", m[0], re.IGNORECASE) for m in invites):
        against += 3
    balance = score - against
    spans = tuple(page.span(m.start(), m.end()) for m in invites[:3])
    sure = Sure.CERTAIN if abs(balance - 3) > 4 else Sure.LIKELY if abs(balance - 3) > 2 else Sure.DOUBTFUL
    return Found(balance >= 3, spans, sure)


def read_kind(page: Page, title: Found[str] | None) -> Found[str] | None:
    """One German word for the kind of event, from the title or the first mention in the text."""
    match = None
    if title is not None and title.spans:
        match = next(
            (m for m in KIND.finditer(page.text) if page.span(m.start(), m.end()).start >= title.spans[0].start), None
        )
    match = match or next((m for m in KIND.finditer(page.text) if page.is_body(m.start())), None)
    if match is None:
        return None
    for name, pattern in _KINDS:
        if re.search(rf"(?:{pattern})$", match[0], re.IGNORECASE):
            return Found(name, (page.span(match.start(), match.end()),), Sure.LIKELY)
    return None


def read_catering(page: Page) -> Found[str] | None:
    """The sentence about food or drink."""
    match = next((m for m in _CATERING.finditer(page.text) if page.is_body(m.start())), None)
    if match is None:
        return None
    start, end = page.sentence_at(match.start())
    if end - start > 220 or not start <= match.start() < end:
        start, end = match.span()
    return page.found(start, end)


def read_audience(page: Page) -> Found[str] | None:
    """For whom it is."""
    for match in islice(_AUDIENCE.finditer(page.text), 20):
        if page.is_body(match.start()):
            group = next(name for name in "abc" if match[name])
            start, end = match.span(group)
            while end > start and page.text[end - 1] in " ,;":
                end -= 1
            return page.found(start, end, Sure.LIKELY)
    return None


def read_language(page: Page) -> Found[str] | None:
    """The language by its small words; None for texts too short to say."""
    words = re.findall(r"[^\W\d_]+", page.text[:8000].lower())
    counts = {
        code: sum(word in small for word in words) for code, small in ((c, frozenset(s)) for c, s in _LANGUAGES.items())
    }
    best = max(counts, key=lambda code: counts[code])
    if counts[best] < 2:
        return None
    runner_up = max(count for code, count in counts.items() if code != best)
    return Found(best, (), Sure.CERTAIN if counts[best] > 2 * runner_up and counts[best] > 5 else Sure.LIKELY)


def read_series(page: Page, first_day: date | None) -> SeriesFound:
    """The name of the series and the years of earlier events."""
    match = next((m for m in _SERIES.finditer(page.text) if page.is_body(m.start())), None)
    name = None
    if match is not None:
        group = next(g for g in "qro" if match[g])
        name = None if _WEEKDAY.fullmatch(match[group]) else page.found(*match.span(group), Sure.LIKELY)
    years: dict[int, Found[int]] = {}
    limit = first_day.year if first_day is not None else 9999
    for found in islice(_YEAR.finditer(page.text), 60):
        year = int(found[0])
        start, end = page.sentence_at(found.start())
        sentence = page.text[max(start, found.start() - 200) : min(max(end, found.end()), found.end() + 120)]
        if (
            year < limit
            and year >= limit - 60
            and page.is_body(found.start())
            and _BEFORE.search(sentence)
            and _speaks_of_event(sentence)
        ):
            years.setdefault(year, Found(year, (page.span(found.start(), found.end()),), Sure.LIKELY))
    if name is None and years:
        noun = _SERIES_NOUN.search(page.text)
        name = page.found(*noun.span(1), Sure.DOUBTFUL) if noun else None
    return SeriesFound(name, tuple(years[year] for year in sorted(years)))


def _speaks_of_event(sentence: str) -> bool:
    return (
        KIND.search(sentence) is not None
        and re.search(r"geboren|gegründet|gesetz|erschienen|promovier|fassung", sentence, re.IGNORECASE) is None
    )


def read_description(page: Page) -> Found[str] | None:
    """The running text from its first to its last paragraph."""
    prose = [
        line
        for line in page.lines
        if page.is_body(line.start) and (len(line.text) > 90 or len(line.text) > 45 and line.text[-1] in ".!?")
    ]
    if not prose:
        return None
    start, end = prose[0].start, prose[-1].end
    kept = [line for line in page.lines if start <= line.start < end and page.is_body(line.start)]
    pieces: list[str] = []
    for index, line in enumerate(kept):
        joint = "" if index == 0 else "\n\n" if line.block != kept[index - 1].block else "\n"
        pieces.append(joint + line.text)
    return Found("".join(pieces), (page.span(start, end),), Sure.LIKELY)
