"""Reads who invites: organisations named as subject of "lädt ein", as "Veranstalter: …", or "in Kooperation mit …".

Speakers are read in ``speakers``.
"""

import re
from collections.abc import Iterable
from itertools import islice

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Found, Sure

_LABEL = re.compile(
    r"^[•*\-– ]{0,4}(?:veranstalter(?:in|innen|:in|\*in|/in|/-in)?(?: ?/ ?\w+)?|organisator(?:in|en|innen)?|ausrichter(?:in)?|gastgeber(?:in)?|veranstaltet von|organisiert von|organisation|organised by|organized by|hosts?|hosted by|organizer|organiser|düzenleyen|eine veranstaltung (?:der|des|von|vom)|kooperationspartner(?:in|innen)?|in kooperation mit|mitveranstalter|partner) ?(?::| –| -) {0,3}(?P<value>.+)$"
    r"|^(?:eine (?:kooperations)?veranstaltung|ein angebot|eine einladung|ein projekt|einladung) (?:der|des|von|vom) (?P<of>.+)$|^(?:veranstaltet|organisiert|durchgeführt|präsentiert) (?:von|vom|von der) (?P<by>.+)$",
    re.IGNORECASE,
)
_IS = re.compile(r"\bVeranstalter(?:in|innen)?(?: der \w+)? (?:ist|sind) ", re.IGNORECASE)
_VERB = re.compile(r"\b(?:lädt|laden|laed|läd|lud|invites?|veranstaltet|veranstalten|organisiert|organisieren|ladet)\b")
_BY = re.compile(
    r"\b(?:veranstaltet|organisiert|ausgerichtet|angeboten|durchgeführt|initiiert|präsentiert|organised|organized|hosted)(?: wird| werden)?(?: (?:der|die|das) \w+)? (?:von der|von den|vom|von|durch die|durch den|durch das|durch|by the|by) ",
    re.IGNORECASE,
)
_BY_BEFORE = re.compile(
    r"\b(?:von der|vom|von|von den|durch die|durch das|durch den) (?=[A-ZÄÖÜ][^.!?\n]{3,110}\b(?:veranstaltet|organisiert|ausgerichtet|angeboten|durchgeführt))",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:in Kooperation|in Zusammenarbeit|gemeinsam|zusammen|in Partnerschaft|in cooperation|together) (?:mit|with) ",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:zu der|zu dem|zu denen|wozu|zu welcher|zu welchem|die|das|den) (?=(?:der|die|das) [A-ZÄÖÜ][^.!?\n]{3,60}(?:[^!?\n]){0,160}\b(?:einlädt|einladen|veranstaltet|veranstalten|organisiert|ausrichtet)\b)"
)
_EVENT_OF = re.compile(
    r"\b(?:veranstaltung|einladung|kooperationsveranstaltung|gemeinschaftsveranstaltung|kooperation) (?:der|des|vom|von der|von) (?=[A-ZÄÖÜ])",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"^(?P<who>(?:Der|Die|Das) [^.!?\n,]{3,90}?) (?:bietet|bieten|richtet|richten|feiert|feiern|zeigt|zeigen|startet|eröffnet|trifft sich)\b",
    re.MULTILINE,
)
_ADVERBIAL = re.compile(
    r"^(?:Am|Zum|Zur|Dazu|Hierzu|Unter|Im|Bei|Für|Um|Auch|Anlässlich|Herzlich|Ab|Vom|In|Mit|Wieder|Nach|Gemeinsam|Deshalb|Daher|Jetzt|Nun|Von|Zu|Aus|Darum|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Alle|Wie|Bereits|Aufgrund|Unser\w* \w+ (?=lädt))\b"
)
_ARTICLE = re.compile(r"^(?:(?:der|die|das|den|dem|des|unser|unsere|ein|eine|the|deine|ihr|ihre) )+", re.IGNORECASE)
_STOP = re.compile(
    r"^(?:für|am|zu|zum|zur|alle[nr]?|herzlich\w*|sie|euch|dich|interessiert\w*|auch|gemeinsam|zusammen|von|ins|um|ab|vom|bei|wieder|erneut|ein|eine|einen|einem|nach|mit|unter|auf|ganz|jede[nr]?|bürger\w*|eltern|senior\w*|fachkräfte|menschen|familien|jung|kinder|jugendliche|gäste|mitglieder|neu\w*|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|dazu|hierzu|daher|deshalb|jetzt|nun|ihre|ihren|ihr|seine[nr]?|everyone|all|to|for|you|on|us|anlässlich|im|in|an|sich|jedes|jährlich|dort|noch|gern\w*|bereits|frauen|männer|the|is|are|über|einmal|regelmäßig|seit|und ?\)|durch|hier|haben|hat|freut|freuen|laden|lädt|gemeindemitglieder|bewohner\w*|einwohner\w*|besucher\w*|diesmal|öffentlich|statt|wird|werden|wurde|findet|bis|kostenlos|unternehmen|vereine|engagierte|ehrenamtliche|angehörige|betroffene|nachbar\w*|schüler\w*|studierende|azubis)$",
    re.IGNORECASE,
)
_SMALL = frozenset(
    {
        "der",
        "die",
        "des",
        "für",
        "und",
        "&",
        "zur",
        "e.",
        "e.v.",
        "ev",
        "am",
        "an",
        "im",
        "in",
        "von",
        "zu",
        "den",
        "the",
        "of",
        "and",
        "bei",
        "gegen",
        "ohne",
        "gut",
        "dem",
        "das",
    }
)
_TAKES_IN = re.compile(
    r"(?:netzwerk|kreisverband|ortsverband|verein|initiative|landfrauen|verband|bündnis|forum|haus|büro|stelle|zentrum|treff|ag|arbeitskreis|amt|fachdienst|beauftragte\w*|werk|bund|club|gruppe|liga|stiftung|kreis|gesellschaft|allianz|dienst|beirat|stützpunkt|team|rat|mission|hilfe|gemeinde|partei|kompetenzzentrum|agentur)$",
    re.IGNORECASE,
)
_NO_HOST = re.compile(
    r"^(?:wir|sie|es|man|alle|veranstalter\w*|organisator\w*|veranstaltung\w*|verantwortliche\w*|initiator\w*|beide|diese\w*|dieser|er|ich|wer|was|uns|titel|thema|motto|weitere\w*|ort|programm|eintritt|bürgerinnen|interessierte|gastgeber\w*|beteiligten|teilnahme|freude|musik|liebe|freuen|montag|januar|dozent\w*|anschließend|künstler\w*|herzliche|einladung|ausstellung|abend|vortrag|termin|tagung|fest|markt|workshop|kurs|nachmittag|jahr\w*|wo|wann|stadtteile?|angebot\w*|seminar|partner|kommunen|aktionstag\w*|projekt)$",
    re.IGNORECASE,
)
_GENITIVE = (
    (re.compile(r"^Kreises\b"), "Kreis"), (re.compile(r"^Landkreises\b"), "Landkreis"), (re.compile(r"^(\w+(?:verein|verband|bund|amt|rat|kreis|werk|zentrum|netzwerk|bündnis|büro|museum|forum|club|haus|beirat|dienst|treff|stützpunkt))(?:e?s)\b"), r"\1"),
    (re.compile(r"^(Verein|Verband|Bund|Amt|Netzwerk|Bündnis|Förderverein|Zentrum|Büro)(?:e?s)\b"), r"\1"),
)  # fmt: skip
_ADJECTIVE = re.compile(
    r"(?:evangelisch|katholisch|örtlich|städtisch|freiwillig|kommunal|lokal|ökumenisch|islamisch|jüdisch|hessisch|bayerisch|deutsch|gemeinnützig)\w{1,4} [A-ZÄÖÜ]"
)
_TOP = re.compile(
    r"(?:\b[eE]\. ?V\.?|VEREIN\b|verein\b|\bgGmbH|\bVerein\b|verband\b|^Kreis |^Landkreis |^Stadt |^Gemeinde |^Kreisverwaltung |^Stadtverwaltung |^Volkshochschule\b|^VHS\b|^Caritas|^Diakoni|^Evangelische|^Katholische|^AWO\b|^DRK\b|gemeinde\b|^Förderverein|^Freiwillige Feuerwehr|^Kirchengemeinde)"
)
_ROLE = re.compile(
    r"^(?:(?:ober)?bürgermeister(?:in)?|landr(?:at|ätin)|ortsvorsteher(?:in)?|dezernent(?:in)?|pfarrer(?:in)?|vorsitzende[r]?|erste[r]? (?:kreis)?beigeordnete[r]?|kreisbeigeordnete[r]?|frau|herr|[\wäöüß-]*(?:koordinator(?:in)?|beauftragte[r]?|leiter(?:in)?|manager(?:in)?|präsident(?:in)?)) (?=[A-ZÄÖÜ])",
    re.IGNORECASE,
)


def read_hosts(page: Page) -> tuple[Found[str], ...]:
    """All hosts in the order of the text, every one once."""
    found: list[tuple[int, int, Sure]] = []
    for line in page.lines:
        match = _LABEL.match(line.text) if page.is_body(line.start) else None
        if match:
            group = next(name for name in ("value", "of", "by") if match[name])
            start = line.start + match.start(group)
            is_list = group == "value" and not re.search(r"[.!?]$", line.text)
            found.extend(
                (s, e, Sure.CERTAIN)
                for s, e in (_listed(page.text, start, line.end) if is_list else _subjects(page.text, start, line.end))
            )
    for pattern in (_IS, _BY, _BY_BEFORE, _RELATIVE, _WITH, _EVENT_OF):
        for match in islice(pattern.finditer(page.text), 40):
            if page.is_body(match.start()):
                end = max(match.end(), page.sentence_at(match.end())[1])
                sure = Sure.CERTAIN if pattern in (_IS, _BY) else Sure.LIKELY
                found.extend((s, e, sure) for s, e in _subjects(page.text, match.end(), min(end, match.end() + 220)))
    named = any(sure is Sure.CERTAIN for *_, sure in found)
    for match in islice(_VERB.finditer(page.text), 40):
        if page.is_body(match.start()):
            spans = _around_verb(page, match)
            found.extend((s, e, Sure.CERTAIN) for s, e in spans if not named or " " in page.text[s:e])
    if not found:
        found.extend(_offering(page))
    if not found:
        found.extend(_at_the_top(page))
    return tuple(_unique(page, sorted(found)))


def _unique(page: Page, found: Iterable[tuple[int, int, Sure]]) -> list[Found[str]]:
    result: list[Found[str]] = []
    for start, end, sure in found:
        words = page.text[start:end]
        role = _ROLE.match(words)
        if role:
            start += role.end()
        one = page.found(start, end, sure)
        value = one.value
        for pattern, nominative in _GENITIVE:
            value = pattern.sub(nominative, value)
        key = value.lower()
        if not value or any(
            key == other.value.lower()
            or key in other.value.lower()
            or other.value.lower() in key
            and len(other.value) > 12
            for other in result
        ):
            continue
        result.append(Found(value, one.spans, sure))
    return result[:12]


def _listed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The value of a label: split at commas, semicolons, slashes and "und" between organisations."""
    result = []
    for match in re.finditer(r"[^,;/|]+", text[start:end]):
        part_start = start + match.start()
        for piece in _split_and(text[part_start : start + match.end()]):
            result.append(_tidy(text, part_start + piece[0], part_start + piece[1]))
    return [span for span in result if span is not None]


def _split_and(words: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    position = 0
    for match in re.finditer(
        r"(?<!-) (?:und|sowie|&|and|in Kooperation mit|in Zusammenarbeit mit|gemeinsam mit|mit) (?=(?:(?:der|die|das|dem|den) )?[A-ZÄÖÜ])",
        words,
    ):
        before = words[position : match.start()]
        article = re.match(r"(?:der|die|das|dem|den) ", words[match.end() :])
        if (
            not article
            and match[0].strip() in {"und", "&", "and"}
            and re.search(
                r"\b(?:für|gegen|zur) \S+$|(?:Amt|Fachbereich|Fachdienst|Referat|Abteilung|Stabsstelle|Dezernat|Freunde)\b[^,]*$",
                before,
            )
        ):
            continue
        pieces.append((position, match.start()))
        position = match.end()
    pieces.append((position, len(words)))
    return pieces


def _tidy(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and not text[start].isalnum():
        start += 1
    article = _ARTICLE.match(text[start:end])
    if article:
        start += article.end()
    while end > start and text[end - 1] in " ,.;:–-|(•!\n" and not re.search(r"\b(?:e\. ?V|V|St)\.$", text[start:end]):
        end -= 1
    if text[start:end].count("“") + text[start:end].count("”") > text[start:end].count("„"):
        end -= 1 if text[end - 1] in "“”" else 0
    words = text[start:end]
    bracket = re.search(r" \((?![^)]{1,12}\))", words)
    if bracket:
        end = start + bracket.start()
        words = text[start:end]
    if (
        not 2 < len(words) < 110
        or _NO_HOST.match(words.split()[0])
        or not words[0].isupper()
        and not words[0].isdigit()
        and not _ADJECTIVE.match(words)
    ):
        return None
    if re.search(r"@|www\.|\d{5}|\d Uhr|! |\? ", words):
        return None
    return start, end


def _subjects(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Noun phrases from here on, joined by commas and "und"; ends at the first other word."""
    result: list[tuple[int, int]] = []
    position = start
    for _ in range(5):
        phrase_end = _phrase_end(text, position, end)
        span = _tidy(text, position, phrase_end)
        if span is None:
            break
        result.append(span)
        link = re.match(
            r" ?(?:, ?(?:und )?| und | ?& ?| sowie | and |,? (?:gemeinsam|zusammen|in Kooperation|in Zusammenarbeit) mit )(?=(?:(?:der|die|das|dem|den|vom|the) )?[A-ZÄÖÜ])",
            text[span[1] : end],
        )
        if link is None or (
            "," in link[0]
            and not re.match(r"(?:der|die|das|dem|den) ", text[span[1] + link.end() : end])
            and "mit" not in link[0]
            and not re.search(r"\bund ", text[span[1] + link.end() : end][:80])
        ):
            break
        position = span[1] + link.end()
    return result


def _phrase_end(text: str, start: int, end: int) -> int:
    """The end of one organisation's name."""
    last = start
    previous = ""
    tokens = list(re.finditer(r"[„»\"][^“”«\"„\n]{2,70}[“”«\"][,.;]?|\S+", text[start:end]))[:16]
    for index, token in enumerate(tokens):
        word = token[0]
        bare = word.strip('„“”"(),.;:!?')
        following = tokens[index + 1][0].strip('„“”"(') if index + 1 < len(tokens) else ""
        if index == 0 and _ARTICLE.match(bare + " "):
            continue
        if not bare and word != "&":
            break
        if bare[:1].isupper() or bare[:1].isdigit() and previous:
            if (
                _STOP.match(bare)
                and last > start
                and previous.lower() not in {"für", "der", "des", "freie", "freien", "und"}
            ):
                break
        elif word.lower() in _SMALL:
            if not _may_go_on(word.lower(), previous, following, tokens, index):
                break
        elif not (
            re.search(r"(?:en|e|er|es)$", bare)
            and following[:1].isupper()
            and not _STOP.match(bare)
            and not bare.endswith("ieren")
        ):
            break
        if not (word.lower() in _SMALL and word.lower() not in {"e.", "e.v."}):
            last = start + token.end()
        previous = bare
        if word[-1] == ")" and len(word) < 14 and following[:1].isupper() and not _STOP.match(following):
            continue
        if word[-1] in ",;:!?)" or word[-1] == "." and not re.search(r"^(?:e\.|V\.|St\.|[A-Z]\.|e\.V\.)$", word):
            break
    return last


def _may_go_on(word: str, previous: str, following: str, tokens: list[re.Match[str]], index: int) -> bool:
    if word in {"e.", "e.v.", "ev"}:
        return bool(previous)
    if not previous or not following[:1].isupper() and word != "der":
        return (
            word in {"der", "des", "für"}
            and bool(previous)
            and re.match(r"[a-zäöü]+(?:en|er|e)$", following) is not None
        )
    if word in {"und", "&", "and"}:
        return previous.endswith("-") or any(t[0].lower() in {"für", "gegen"} for t in tokens[:index])
    if word in {"für", "in", "im", "am", "an", "zu", "zur", "von", "bei", "gegen"}:
        if re.match(
            r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonn|Interess|Eltern|Bürger|Alle|Kinder$|Januar|Februar|März|April|Mai$|Juni|Juli|August|September|Oktober|November|Dezember|Rahmen|Anschluss)",
            following,
        ):
            return False
        if word in {"im", "in"} and re.match(r"(?:Kreis|Landkreis)", following):
            return True
        return (
            _TAKES_IN.search(previous) is not None
            and word not in {"zu", "von", "am", "in", "im"}
            or word in {"am", "an"}
            and previous[:1].isupper()
            and re.match(r"(?:Main|Rhein|Neckar|See|Lech|Inn)", following) is not None
        )
    return word in {"der", "des", "die", "dem", "den", "the", "of"}


def _around_verb(page: Page, verb: re.Match[str]) -> list[tuple[int, int]]:
    start, end = page.sentence_at(verb.start())
    start, end = max(start, verb.start() - 300), max(end, verb.end())
    left = page.text[start : verb.start()]
    dateline = re.match(
        r"^(?:[A-ZÄÖÜ][\wÄÖÜäöüß./-]*(?: [A-ZÄÖÜ][\wÄÖÜäöüß./-]*){0,3}(?: ?\([\w. ]+\))? ?[–—-] |[A-ZÄÖÜ][\wäöüß-]+(?:/[\w-]+)?\. |[^:]{3,60}: )",
        left,
    )
    if dateline:
        start += dateline.end()
        left = left[dateline.end() :]
    if (
        not left.strip()
        or _ADVERBIAL.match(left.strip())
        or re.search(r"(?:\bdazu|\bhierzu|\bherzlich|[“\"”]) $", left)
    ):
        after = _subjects(page.text, verb.end(), min(end, verb.end() + 260))
        if after or not left.strip():
            return after
    clause = max(left.rfind(", "), left.rfind("; "), left.rfind(": "), left.rfind(" – "))
    first = (
        start + clause + 2
        if clause >= 0
        and not re.search(r", (?:der|die|das) [A-Z][^,]* und ", left)
        and len(left) - clause < 140
        and len(left[clause:].split()) > 2
        else start
    )
    spans = _subjects(
        page.text,
        first + len(page.text[first : verb.start()]) - len(page.text[first : verb.start()].lstrip()),
        verb.start(),
    )
    return spans if spans and verb.start() - spans[-1][1] < 60 else []


def _offering(page: Page) -> list[tuple[int, int, Sure]]:
    for match in islice(_OFFERS.finditer(page.text), 10):
        if page.is_body(match.start()):
            spans = _subjects(page.text, match.start("who"), match.end("who"))
            if spans:
                return [(s, e, Sure.LIKELY) for s, e in spans]
    return []


def _is_name(words: str) -> bool:
    """Nothing but capitals, small words of names, and adjectives: no verb, no sentence."""
    small = [word for word in words.split() if word[:1].islower()]
    return all(
        word.lower() in _SMALL or re.search(r"(?:en|er|em|es|e)$", word) and not re.search(r"(?:ieren|gen|den)$", word)
        for word in small
    )


def _at_the_top(page: Page) -> list[tuple[int, int, Sure]]:
    """A letterhead: the first line names an organisation."""
    for line in [line for line in page.lines if page.is_body(line.start)][:2]:
        if (
            len(line.text) < 80
            and _TOP.search(line.text)
            and not re.search(r"[.!?]$(?<!V\.)|:|lädt|sucht|beschließt|\d", line.text)
        ):
            span = _tidy(page.text, line.start, line.end)
            if span is not None and _is_name(line.text):
                return [(*span, Sure.LIKELY)]
    return []
