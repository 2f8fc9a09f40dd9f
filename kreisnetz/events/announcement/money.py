"""Reads what it costs and how many people there is room for.

Sums that are not an entrance fee (budgets, prizes) and numbers of past guests do not count.
"""

import re

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Found, Sure

_MONEY = r"(?:\d{1,3}(?:\.\d{3})*|\d+)(?:, ?(?:\d\d|-{1,2}|–))? ?(?:€|Euro\b|EUR\b|Eur\b)|(?:€|EUR) ?\d+(?:[.,]\d\d)?"
_LABEL = (
    r"(?:eintrittspreis(?:e)?|eintritt(?:skarten?)?|teilnahmegebühr(?:en)?|teilnahmebeitrag|teilnehmerbeitrag|teilnehmergebühr|teilnahmekosten|tagungsgebühr(?:en)?|tagungsbeitrag|tagungspauschale|kursgebühr(?:en)?|kurskosten|seminargebühr"
    r"|unkostenbeitrag|kostenbeitrag|kosten|gebühr(?:en)?|preis(?:e)?|beitrag|entgelt|karten(?:preise?)?|tickets?|vvk|vorverkauf|abendkasse|ak|tageskasse|startgeld|standgebühr|reisepreis|eigenanteil|fee|admission|ücret|kostet|kosten betragen|kosten pro person)"
)
_LABELLED = re.compile(
    rf"\b{_LABEL}\b(?P<mid>(?: ?\([^()\n]{{0,40}}\))?[^.!?\n€\d]{{0,45}}?:? {{0,2}})(?P<sum>{_MONEY})", re.IGNORECASE
)
_FREE = re.compile(
    r"(?P<frei>\b(?:der )?(?:eintritt|zutritt)(?: ?: ?| (?:ist |zum \w+ ist |zur \w+ ist |zu \w+ ist )?(?:wie immer |natürlich |selbstverständlich )?)(?:frei|kostenlos|kostenfrei|gratis)\b)"
    r"|\b(?:teilnahme|veranstaltung|besuch|angebot|kurs|workshop|seminar|vortrag|eintritt|kosten|gebühr(?:en)?|konzert|führung|beratung|treffen|preis|webinar|termin|fachtag|tagung)\b[^.!?\n]{0,60}?\b(?P<word>kostenlos|kostenfrei|gratis|gebührenfrei|unentgeltlich|entgeltfrei|frei(?= ?(?:$|[.,;!)\n])))\b"
    r"|(?P<keine>\bkeine (?:kosten|teilnahmegebühr(?:en)?|gebühr(?:en)?)\b|\bkosten(?: ?: ?| )(?:keine)\b|\b(?:kosten|gebühr|eintritt|preis) ?: {0,3}(?:frei|keine|kostenlos|kostenfrei)\b)"
    r"|(?P<sie>\b(?:eintritt|teilnahme) (?:gegen |auf )spende(?:nbasis)?\b|\bspendenbasis\b)"
    r"|(?P<none>\b(?:costs?|fee|price|eintritt|kosten|gebühr(?:en)?) ?: {0,3}(?:none|no|free)\b)|(?P<en>\badmission(?: is)?(?: ?:)? free\b|\bfree (?:of charge|admission|entry)\b|\bentry is free\b)|(?P<tr>\bücretsiz(?:dir)?\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ALONE = re.compile(
    r"(?:^|[,;.•|] ?|\bund )(?P<v>kostenlos|kostenfrei|eintritt frei)(?= ?(?:[.,;|!]|$))|(?:^|[.!] )(?P<w>kostenlose[rs]?|kostenfreie[rs]?) (?=\w*(?:angebot|veranstaltung|vortrag|kurs|workshop|teilnahme|webinar))",
    re.IGNORECASE | re.MULTILINE,
)
_MORE = re.compile(
    rf"(?: ?[,;/|(–-] ?| (?:und|bzw\.|oder) | |\. (?=Ermäßig|Kinder|Schüler|Mitglieder|Erm\.))(?:(?:[^.!?\n€\d()]|erm\.|red\.|max\.){{0,60}}?(?:{_MONEY})|(?:kinder|jugendliche|mitglieder|schüler\w*|studierende|inhaber\w*)[^.!?\n€\d]{{0,60}}?(?:frei|kostenlos|kostenfrei))"
    rf"(?: ?\(?(?:ermäßigt|erm\.|red\.|reduziert|abendkasse|vorverkauf|VVK|AK|pro person|p\. ?P\.|für \w+)\)?)?\)?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r" ?(?:\((?:ermäßigt|erm\.?|inkl[^)\n]{0,40}|Abendkasse|VVK|Vorverkauf)\)|pro Person|p\. ?P\.|je Person|pro Familie|pro Kind|ermäßigt(?= ?[,.;)\n]))",
    re.IGNORECASE,
)
_DONATION = re.compile(
    r"[.,;:–-]? ?(?:um |aber |über )?(?:eine |einer )?(?:kleine |freiwillige )?(?:spenden?) (?:ist |sind |wird |werden |am ausgang )?(?:gern |gerne |jedoch |herzlich )?(?:erbeten|willkommen|erwünscht|gebeten|gesehen)",
    re.IGNORECASE,
)
_NOT_A_FEE = re.compile(
    r"million|mio|mrd|förder|haushalt|invest|zuschuss|preisgeld|dotiert|bußgeld|miete|gehalt|entgeltgruppe|spendensumme|erlös|schaden|umsatz|gewinn|übernimmt|parken|parkgebühr|parkplätze|broschüre|getränk|essen:|mittagessen|bratwurst|flyer",
    re.IGNORECASE,
)
_VERB_FEE = re.compile(
    rf"\b(?:teilnahme|gäste|nichtmitglieder|mitglieder|erwachsene|eintritt|karten?|besuch|kurs|führung|fahrt|workshop|tickets?)\b[^.!?\n€]{{0,50}}?\b(?:kostet|kosten|beträgt|zu|für|von|zahlen|bezahlen)\b (?P<sum>(?:pro person |je )?{_MONEY})",
    re.IGNORECASE,
)

_WORDS = {
    "zehn": 10,
    "zwölf": 12,
    "fünfzehn": 15,
    "zwanzig": 20,
    "dreißig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "acht": 8,
    "sechs": 6,
}
_N = r"(?P<n>\d{1,2}\.\d{3}|\d{1,5}|zehn|zwölf|fünfzehn|zwanzig|dreißig|vierzig|fünfzig|acht|sechs)"
_WHO = r"(?:Personen|Teilnehmer\w*|Teilnehmende\w*|Plätze[n]?|Sitzplätze[n]?|Gäste[n]?|Kinder[n]?|Menschen|Besucher\w*|Interessierte\w*|TN\b|Jugendliche\w*|Familien|Paare[n]?|Anmeldungen|people|participants|places|seats)"
_CAPACITY = (
    re.compile(rf"\b(?:max\.?|maximal(?:e)?|höchstens|bis zu|at most|up to|maximum(?: of)?) (?:nur )?{_N} (?:\w+ )?{_WHO}", re.IGNORECASE),
    re.compile(rf"\b(?:teilnehmer\w*zahl|teilnehmendenzahl|zahl der \w+|plätze|platzzahl|platzangebot|anzahl der \w+|kapazität|gruppengröße|teilnahme|raum|saal|veranstaltung)\b[^.!?\n\d]{{0,50}}?\b(?:auf|beschränkt auf|begrenzt auf|:|max\.?|maximal|höchstens) ?(?:max\.? |maximal |höchstens )?{_N}\b(?: (?:{_WHO}|begrenzt|beschränkt|limitiert))?", re.IGNORECASE),
    re.compile(rf"\blimited to {_N} {_WHO}", re.IGNORECASE),
    re.compile(rf"\b(?:auf|für) (?:maximal |höchstens |max\. )?{_N} (?:{_WHO} )?(?:begrenzt|beschränkt|limitiert)", re.IGNORECASE),
    re.compile(rf"\b(?:es (?:gibt|stehen)|stehen|gibt es|wir haben|verfügung:?|insgesamt|nur|sind|Platz für|Plätze:) (?:nur |insgesamt |noch |maximal |rund )?{_N} (?:freie )?(?:Plätze|Teilnahmeplätze|Sitzplätze|Personen Platz|Menschen Platz|Personen\b)", re.IGNORECASE),
    re.compile(rf"\b(?:Plätze|Teilnehmerzahl|Teilnehmende|Platzzahl|Kapazität|capacity) ?: ?(?:max\.? |maximal |höchstens |bis |ca\. )?{_N}\b", re.IGNORECASE),
)  # fmt: skip
_AT_LEAST = re.compile(r"\b(?:mindestens|ab|min\.|bereits|schon|mindestteilnehmerzahl)\W{0,3}$", re.IGNORECASE)
_NOT_SEATS = re.compile(
    r"parkpl|stellpl|betreuungspl|kita-?pl|arbeitspl|ausbildungspl|kamen|nahmen|waren|besuchten|folgten|haushalte|grippe",
    re.IGNORECASE,
)


def read_fee(page: Page) -> Found[str] | None:
    """What it costs, in the words of the text."""
    for match in _LABELLED.finditer(page.text):
        if _fits(page, match, _NOT_A_FEE):
            return _fee_from(page, match.start("sum"), match.end())
    for match in _VERB_FEE.finditer(page.text):
        if _fits(page, match, _NOT_A_FEE):
            return _fee_from(page, match.start("sum"), match.end())
    return _free(page)


def _fits(page: Page, match: re.Match[str], unfit: re.Pattern[str]) -> bool:
    if not page.is_body(match.start()):
        return False
    start, end = page.sentence_at(match.start())
    around = page.text[max(start, match.start() - 80) : min(max(end, match.end()), match.end() + 50)]
    return unfit.search(around) is None


def _fee_from(page: Page, start: int, end: int) -> Found[str]:
    """The sum with all reductions that follow it."""
    for _ in range(6):
        more = _TAIL.match(page.text, end) or _MORE.match(page.text, end)
        if more is None or more.end() <= end:
            break
        end = more.end()
    inside = page.text[start:end]
    if inside.count(")") > inside.count("("):
        end -= 1 if inside.endswith(")") else 0
    return page.found(start, end)


def _free(page: Page) -> Found[str] | None:
    for match in _FREE.finditer(page.text):
        if not _fits(page, match, _NOT_A_FEE):
            continue
        start, end = match.start(), match.end()
        if match["word"]:
            start, end = match.span("word")
        elif match["none"]:
            start += match["none"].index(":") + 1
            start += len(page.text[start:end]) - len(page.text[start:end].lstrip())
        elif match["frei"] or match["keine"] and ":" in match["keine"]:
            said = re.search(r"frei|kosten(?:los|frei)|gratis|keine", match[0], re.IGNORECASE)
            start += said.start() if said else 0
        donation = _DONATION.match(page.text, end)
        if donation:
            end = donation.end()
        return page.found(start, end)
    alone = next((m for m in _ALONE.finditer(page.text) if page.is_body(m.start())), None)
    if alone:
        group = "v" if alone["v"] else "w"
        return page.found(*alone.span(group), Sure.LIKELY)
    donation = _DONATION.search(page.text)
    if donation and page.is_body(donation.start()):
        start = donation.start() + len(donation[0]) - len(donation[0].lstrip(".,;:–- "))
        return page.found(start, donation.end(), Sure.LIKELY)
    return None


def read_capacity(page: Page) -> Found[int] | None:
    """How many people can take part."""
    for pattern in _CAPACITY:
        for match in pattern.finditer(page.text):
            if not _fits(page, match, _NOT_SEATS) or _AT_LEAST.search(
                page.text[max(0, match.start("n") - 22) : match.start("n")]
            ):
                continue
            if re.match(
                r" ?(?:Jahre|Uhr|€|Euro|\.\d|:\d|Prozent|%|Minuten|Stunden)",
                page.text[match.end("n") : match.end("n") + 10],
            ):
                continue
            raw = match["n"].lower().replace(".", "")
            value = int(raw) if raw.isdigit() else _WORDS[raw]
            if value > 0:
                return Found(value, (page.span(match.start(), match.end()),))
    return None
