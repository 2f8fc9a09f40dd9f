"""Reads who speaks, leads or moderates. People to ask, people quoted and people signing letters are no speakers."""

import re
from itertools import islice

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Found, Speaker, Sure

_TITLE = r"(?:(?:Univ\.-Prof\.|Prof\.|Professorin|Professor|Prof|Dr\.-Ing\.|Dr\.|Dr|PD|Priv\.-Doz\.|Dipl\.-[A-Z][a-zä]+\.?(?: ?\(FH\))?|Mag\.|med\.|phil\.|rer\.|nat\.|pol\.|soc\.|jur\.|theol\.|habil\.|h\. ?c\.|vet\.|dent\.|oec\.|paed\.|M\.A\.|Ing\.|mult\.) {1,2})"
_CAP = r"[A-ZÄÖÜÇŞİĞÉ][a-zäöüßéèêëçğışńáíóúćčžå'’]+"
_NAME = rf"{_CAP}(?:-{_CAP})?(?: [A-Z]\.)?(?: (?:von|van|de|zu|der|den|el|al|bin|da|di|du|la|le|ten|vom))*(?: (?:Mc|Mac|O'|Al-|El-)?{_CAP}(?:-{_CAP})?){{1,2}}"
_PERSON = re.compile(rf"(?P<full>(?P<title>{_TITLE}{{1,6}})?(?P<name>{_NAME}))")
_SINGLE = re.compile(rf"(?P<full>(?P<title>{_TITLE}{{1,6}})(?P<name>{_NAME}|{_CAP}(?:-{_CAP})?))")
_ROLE_WORDS = (
    r"[\w-]*(?:anwalt|vertreter(?:in)?|anwältin|pädagog(?:e|in)|therapeut(?:in)?|psycholog(?:e|in)|meister(?:in)?|arzt|ärztin|berater(?:in)?|leiter(?:in)?|landrat|landrätin|präsident(?:in)?|dezernent(?:in)?|pfarrer(?:in)?|dekan(?:in)?|autor(?:in)?|wissenschaftler(?:in)?|forscher(?:in)?|expert(?:e|in)"
    r"|trainer(?:in)?|coach|künstler(?:in)?|geordnete[rn]?|minister(?:in)?|vorsitzende[rn]?|beauftragte[rn]?|sprecher(?:in)?|koordinator(?:in)?|referent(?:in)?|historiker(?:in)?|journalist(?:in)?|soziolog(?:e|in)|förster(?:in)?|gärtner(?:in)?|lehrer(?:in)?|schriftsteller(?:in)?|pfleger(?:in)?"
    r"|kommissar(?:in)?|moderator(?:in)?|hebamme|apotheker(?:in)?|notar(?:in)?|architekt(?:in)?|fotograf(?:in)?|musiker(?:in)?|kabarettist(?:in)?|biolog(?:e|in)|geolog(?:e|in)|ingenieur(?:in)?|direktor(?:in)?|rektor(?:in)?|sekretär(?:in)?|archivar(?:in)?|imker(?:in)?|köch(?:in)?|frau|herrn?|philosoph(?:in)?|theolog(?:e|in)|dozent(?:in)?|planer(?:in)?|manager(?:in)?|assistent(?:in)?|betreuer(?:in)?|vorstand|schirmherr(?:in)?|beamte[rn]?|beamtin|fachkraft|polizist(?:in)?|rabbiner(?:in)?|imam|pastor(?:in)?|bischof|bischöfin|kantor(?:in)?|dirigent(?:in)?|regisseur(?:in)?|politiker(?:in)?|aktivist(?:in)?|unternehmer(?:in)?|zeitzeug(?:e|in)|sänger(?:in)?|pianist(?:in)?|schauspieler(?:in)?|geschäftsführer(?:in)?|chef(?:in)?|mediator(?:in)?|ökonom(?:in)?|professor(?:in)?)"
)
_ROLE_BEFORE = re.compile(rf"\b(?P<role>{_ROLE_WORDS}) (?={_TITLE}?{_CAP})", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:^|[(,;|] ?|\. )(?:[•*\-– ]{0,4})(?P<label>referent(?:in|innen|en|:in|:innen|\*in|/in|/-in|innen und referenten)?|referierende[r]?|vortragende[rn]?|redner(?:in|innen)?|kursleitung|leitung|workshopleitung|dozent(?:in|innen|en|:in)?|moderation|moderator(?:in)?|speakers?|keynote|autor(?:in)?|impuls(?:vortrag)?|hauptvortrag|vortrag|grußworte?|begrüßung(?: und einführung)?|eröffnung|einführung|podium(?:sgäste)?|mitwirkende|gäste|gast|mit|es sprechen|es spricht|solist(?:in)?|lesung|führung|konuşmacı|schirmherr(?:in|schaft)?|musik) ?(?:des |der )? ?[:–] {0,3}",
    re.IGNORECASE | re.MULTILINE,
)
_VERB = re.compile(
    r"\b(?:(?P<a>referent(?:in|en|innen)? (?:ist|sind|wird)|spricht|sprechen|referiert|referieren|hält|halten|berichtet|berichten|erläutert|erläutern|erklärt|erklären|liest|lesen|moderiert|moderieren|informiert|informieren|führt|führen|stellt|leitet|leiten|konnte[n]?|wirkt|wirken|sitzen|sitzt|übernimmt|übernehmen|dabei sind|dabei ist|begleitet|gewinnen|diskutieren|gastiert|zeigt|gibt|geben)"
    r"|(?P<b>(?:vortrag|lesung|referat|gespräch|workshop|konzert|kurs|seminar|podiumsdiskussion|impuls|führung|abend|vorträge|diskussion|input|autorenlesung|nachmittag|spaziergang|wanderung|buchvorstellung|kabarett) (?:von|mit|durch|mit der|mit dem|des|der)|(?:speaker|talk by|lecture by))) ",
    re.IGNORECASE,
)
_ROLES = (
    ("moder", "Moderation"), ("grußwort", "Grußwort"), ("begrüß", "Begrüßung"), ("eröffn", "Begrüßung"), ("einführung", "Einführung"), ("podium", "Podium"), ("diskuti", "Podium"), ("gespräch", "Gespräch"), ("leit", "Leitung"), ("führ", "Leitung"),
    ("lesung", "Lesung"), ("liest", "Lesung"), ("autor", "Lesung"), ("schirm", "Schirmherrschaft"), ("gast", "Gast"), ("gäste", "Gast"), ("musik", "Musik"), ("solist", "Musik"),
)  # fmt: skip
_CONTACT = re.compile(
    r"anmeld|ansprechpartner|ansprechperson|rückfragen|auskunft|auskünfte|kontakt|telefon|tel\.|e-mail|@|informationen (?:gibt|bei|erteilt)|meldet sich|pressesprecher|redaktion|foto|bildnachweis|verantwortlich|gez\.|sagte|\bsagt\b|betont|so (?:die|der) |freut sich|dankte|erklärte|verstorben|vorsitzende:|unter der schirm",
    re.IGNORECASE,
)
_NO_NAME_WORD = re.compile(
    r"^(?:Uhr|Kreis\w*|Landkreis|Stadt\w*|Gemeinde\w*|Verein\w*|Die|Der|Das|Den|Dem|Ein|Eine|Am|Im|Um|Mit|Zum|Zur|Es|Wir|Sie|Für|Bei|Nach|Von|Und|Auf|An|In|Aus|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Sonnabend|Januar|Februar|März|April|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Frühe|Hilfen|Soziale|Soziales|Neue|Neues|Alte|Offene|Große|Freie|Haus|Straße|Platz|Thema|Fragen|Tipps|Infos|Beginn|Ende|Einlass|Eintritt|Anmeldung|Referent\w*|Vortrag\w*|Liebe|Damen|Herren|Buffet|Kaffee|Kuchen|Musik|Netzwerk\w*|Bürger\w*|Kinder|Jugend\w*|Eltern|Familien|Senior\w*|Leben|Frauen|Männer|Menschen|Deutsche[rsn]?|Evangelische\w*|Katholische\w*|Diakoni\w*|Caritas\w*|Haupt\w*|Institut|Hochschule|Universität|Fach\w*|Online|Zoom|Workshop|Digital\w*|Gesund\w*|Alle|Unser\w*|Bad|Sankt|Erste|Zweite|Long|Covid|Europa\w*|Land|Bund|Welt\w*|Polizei\w*|Feuerwehr\w*|Heimat\w*|Kultur\w*|Natur\w*|Klima\w*|Demokratie|Leitung|Team|Abend|Jahr\w*|Hof|Café|Schule|Kirche\w*|Bericht|Pflege\w*|Impuls\w*|Pause|Mittag\w*|Arbeits\w*|Moderne[rs]?|Kabarett\w*|Einblick\w*|Gast|Gäste|Ziel|Beispiele? ?aus|Band|Duo|Trio|Chor|Orchester|Kapelle|Diskussion|Gespräch\w*)$",
)
_NOUN_ENDING = re.compile(
    r"(?:ungen|ung|heit|keit|schaft|tion|ität|haus|amt|verein|verband|zentrum|schule|kreis|stelle|gruppe|rat|netzwerk|dienst|tag|abend|kurs|kunde|arbeit|politik|recht|hilfe|beratung|kräfte|halle|saal|führung|kapelle|stiftung|kasse|bank|straße|platz|gesellschaft|initiative|werk|innen|club|gemeinde|förderung)$"
)


def read_speakers(page: Page) -> tuple[Found[Speaker], ...]:
    """Everybody on the programme, in the order of the text, every one once."""
    found: list[tuple[int, int, str, Sure]] = []
    for match in islice(_LABEL.finditer(page.text), 80):
        if page.is_body(match.start("label")):
            line = page.line_at(match.start("label"))
            found.extend(
                _names_after(page, match.end(), min(line.end, match.end() + 260), match["label"], Sure.CERTAIN)
            )
            if match.end() >= line.end - 1:
                found.extend(_names_below(page, match.end(), match["label"]))
    for match in islice(_VERB.finditer(page.text), 120):
        if page.is_body(match.start()):
            found.extend(_at_verb(page, match))
    found.extend(_titled(page))
    return tuple(_unique(page, sorted(found, key=lambda f: (f[0], f[1]))))


def _unique(page: Page, found: list[tuple[int, int, str, Sure]]) -> list[Found[Speaker]]:
    result: dict[str, Found[Speaker]] = {}
    for start, end, role, sure in found:
        words = page.found(start, end, sure)
        name = words.value
        key = " ".join(name.split()[-2:]).lower()
        if key not in result or len(name) > len(result[key].value.name):
            result[key] = Found(Speaker(name, role), words.spans, sure)
    return list(result.values())[:20]


def _role(words: str) -> str:
    low = words.lower()
    return next((role for stem, role in _ROLES if stem in low), "Vortrag")


def _names_after(page: Page, start: int, end: int, label: str, sure: Sure) -> list[tuple[int, int, str, Sure]]:
    """The names in a list after a label; stops where the list does."""
    result: list[tuple[int, int, str, Sure]] = []
    position = start
    for _ in range(8):
        person = _next_person(page, position, end, reach=70 if result else 110)
        if person is None:
            break
        between = page.text[position : person[0]]
        if re.search(r"[.!?] (?!$)|\d Uhr|\d\d[:.]\d\d", between) and not re.search(r"(?:Dr|Prof)\. ?$", between):
            break
        result.append((*person, _role(label), sure))
        position = person[1]
    return result


def _next_person(page: Page, start: int, end: int, reach: int) -> tuple[int, int] | None:
    for match in islice(_PERSON.finditer(page.text, start, end), 12):
        if match.start() - start > reach:
            return None
        span = _clean_name(page, match)
        if span is not None:
            return span
    return None


def _clean_name(page: Page, match: re.Match[str]) -> tuple[int, int] | None:
    """Drop role words before the name; refuse what is no name."""
    start, end = match.span("full")
    name_start = match.start("name")
    if match["title"] is None:
        for _ in range(2):
            role = _ROLE_BEFORE.match(page.text, start, end + 30)
            if role is None:
                break
            start = name_start = role.end()
        if start > match.start("full"):
            again = _PERSON.match(page.text, start, min(len(page.text), end + 60))
            if again is None:
                return None
            start, end = again.span("full")
            name_start = again.start("name")
    words = page.text[name_start:end].split()
    while len(words) > 2 and _bad_word(words[-1]):
        end = name_start + page.text[name_start:end].rindex(words[-1])
        end = len(page.text[:end].rstrip())
        words = words[:-1]
    while words and words[-1][0].islower():
        words = words[:-1]
        end = name_start + len(page.text[name_start:end].rstrip().rsplit(" ", 1)[0])
    if len(words) < 2 or any(_bad_word(word, first=not index) for index, word in enumerate(words)):
        return None
    return start, end


def _bad_word(word: str, *, first: bool = False) -> bool:
    """No part of a name; a role word may well be a surname (Förster, Meister)."""
    if first and re.fullmatch(_ROLE_WORDS, word, re.IGNORECASE):
        return True
    return bool(_NO_NAME_WORD.match(word) or _NOUN_ENDING.search(word) and len(word) > 6)


def _names_below(page: Page, position: int, label: str) -> list[tuple[int, int, str, Sure]]:
    """Names in the lines under "Referentinnen und Referenten:"."""
    result: list[tuple[int, int, str, Sure]] = []
    number = page.line_number(position)
    for line in page.lines[number + 1 : number + 9]:
        span = _next_person(page, line.start, line.end, reach=6)
        if span is None:
            break
        result.append((*span, _role(label), Sure.LIKELY))
    return result


def _at_verb(page: Page, match: re.Match[str]) -> list[tuple[int, int, str, Sure]]:
    start, end = page.sentence_at(match.start())
    end = max(end, match.end())
    sentence = page.text[max(start, match.start() - 200) : min(end, match.end() + 200)]
    if _CONTACT.search(sentence) and not re.search(r"vortrag|referent|referiert", sentence, re.IGNORECASE):
        return []
    after = _names_after(page, match.end(), min(end, match.end() + 160), match[0], Sure.LIKELY)
    after = after if after and after[0][0] - match.end() < 75 else []
    if after or match["b"]:
        return after
    before: list[tuple[int, int, str, Sure]] = []
    first = max(start, match.start() - 110)
    for person in islice(_PERSON.finditer(page.text, first, match.start()), 12):
        span = _clean_name(page, person)
        if span is not None and match.start() - span[1] < 45 and "," not in page.text[span[1] : match.start()][1:-2]:
            before.append((*span, _role(match[0]), Sure.LIKELY))
    return before


def _titled(page: Page) -> list[tuple[int, int, str, Sure]]:
    """ "Prof. Dr. …" anywhere in the body is most likely on the programme."""
    result: list[tuple[int, int, str, Sure]] = []
    for match in islice(_SINGLE.finditer(page.text), 60):
        if not page.is_body(match.start()):
            continue
        start, end = page.sentence_at(match.start())
        around = page.text[max(start, match.start() - 90) : min(max(end, match.end()), match.end() + 60)]
        if _CONTACT.search(around) or re.search(
            r"(?:straße|platz|weg|schule|halle|stiftung|haus)\b",
            page.text[match.end() : match.end() + 12],
            re.IGNORECASE,
        ):
            continue
        if re.search(r"-$", page.text[max(0, match.start() - 1) : match.start()]):
            continue
        span = _clean_name(page, match)
        if span is not None:
            result.append((*span, _role(page.text[max(start, match.start() - 40) : match.start()]), Sure.LIKELY))
    return result
