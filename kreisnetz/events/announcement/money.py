"""Reads what it costs and how many people there is room for.

Sums that are not an entrance fee (budgets, prizes) and numbers of past guests do not count.
"""

import re

from kreisnetz.events.announcement.page import Page
from kreisnetz.events.announcement.proposal import Found, Sure

_MONEY = r"(?:\d{1,3}(?:\.\d{3})*|\d+)(?:,\s?(?:\d\d|-{1,2}|–))?\s?(?:€|Euro\b|EUR\b|Eur\b)|(?:€|EUR)\s?\d+(?:[.,]\d\d)?"
_LABEL = (
    r"(?:eintrittspreis(?:e)?|eintritt(?:skarten?)?|teilnahmegebühr(?:en)?|teilnahmebeitrag|teilnehmerbeitrag|teilnehmergebühr|teilnahmekosten|tagungsgebühr(?:en)?|tagungsbeitrag|tagungspauschale|kursgebühr(?:en)?|kurskosten|seminargebühr"
    r"|unkostenbeitrag|kostenbeitrag|kosten|gebühr(?:en)?|preis(?:e)?|beitrag|entgelt|karten(?:preise?)?|tickets?|vvk|vorverkauf|abendkasse|ak|tageskasse|startgeld|standgebühr|reisepreis|eigenanteil|fee|admission|ücret|kostet|kosten betragen|kosten pro person)"
)
_LABELLED = re.compile(rf"\b{_LABEL}\b(?P<mid>(?:\s?\([^()\n]{{0,40}}\))?[^.!?\n€\d]{{0,45}}?:?\s{{0,2}})(?P<sum>{_MONEY})", re.IGNORECASE)
_FREE = re.compile(
    r"(?P<frei>\b(?:der\s)?(?:eintritt|zutritt)(?:\s?:\s?|\s(?:ist\s|zum\s\w+\sist\s|zur\s\w+\sist\s|zu\s\w+\sist\s)?(?:wie\simmer\s|natürlich\s|selbstverständlich\s)?)(?:frei|kostenlos|kostenfrei|gratis)\b)"
    r"|\b(?:teilnahme|veranstaltung|besuch|angebot|kurs|workshop|seminar|vortrag|eintritt|kosten|gebühr(?:en)?|konzert|führung|beratung|treffen|preis|webinar|termin|fachtag|tagung)\b[^.!?\n]{0,60}?\b(?P<word>kostenlos|kostenfrei|gratis|gebührenfrei|unentgeltlich|entgeltfrei|frei(?=\s?(?:$|[.,;!)\n])))\b"
    r"|(?P<keine>\bkeine\s(?:kosten|teilnahmegebühr(?:en)?|gebühr(?:en)?)\b|\bkosten(?:\s?:\s?|\s)(?:keine)\b|\b(?:kosten|gebühr|eintritt|preis)\s?:\s?(?:frei|keine|kostenlos|kostenfrei)\b)"
    r"|(?P<sie>\b(?:eintritt|teilnahme)\s(?:gegen\s|auf\s)spende(?:nbasis)?\b|\bspendenbasis\b)"
    r"|(?P<en>\badmission(?:\sis)?(?:\s?:)?\sfree\b|\bfree\s(?:of charge|admission|entry)\b|\bentry is free\b)|(?P<tr>\bücretsiz(?:dir)?\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ALONE = re.compile(r"(?:^|[,;.•|]\s?|\bund\s)(?P<v>kostenlos|kostenfrei|eintritt frei)(?=\s?(?:[.,;|!]|$))|(?:^|[.!]\s)(?P<w>kostenlose[rs]?|kostenfreie[rs]?)\s(?=\w*(?:angebot|veranstaltung|vortrag|kurs|workshop|teilnahme|webinar))", re.IGNORECASE | re.MULTILINE)
_MORE = re.compile(
    rf"(?:\s?[,;/|(–-]\s?|\s(?:und|bzw\.|oder)\s|\s|\.\s(?=Ermäßig|Kinder|Schüler|Mitglieder|Erm\.))(?:[^.!?\n€\d()]{{0,60}}?(?:{_MONEY})|(?:kinder|jugendliche|mitglieder|schüler\w*|studierende|inhaber\w*)[^.!?\n€\d]{{0,60}}?(?:frei|kostenlos|kostenfrei))"
    rf"(?:\s?\(?(?:ermäßigt|erm\.|red\.|reduziert|abendkasse|vorverkauf|VVK|AK|pro person|p\.\s?P\.|für \w+)\)?)?\)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s?(?:\((?:ermäßigt|erm\.?|inkl[^)\n]{0,40}|Abendkasse|VVK|Vorverkauf)\)|pro\sPerson|p\.\s?P\.|je\sPerson|pro\sFamilie|pro\sKind|ermäßigt(?=\s?[,.;)\n]))", re.IGNORECASE)
_DONATION = re.compile(r"[.,;:–-]?\s?(?:um\s|aber\s|über\s)?(?:eine\s|einer\s)?(?:kleine\s|freiwillige\s)?(?:spenden?)\s(?:ist\s|sind\s|wird\s|werden\s|am\sausgang\s)?(?:gern\s|gerne\s|jedoch\s|herzlich\s)?(?:erbeten|willkommen|erwünscht|gebeten|gesehen)", re.IGNORECASE)
_NOT_A_FEE = re.compile(r"million|mio|mrd|förder|haushalt|invest|zuschuss|preisgeld|dotiert|bußgeld|miete|gehalt|entgeltgruppe|spendensumme|erlös|schaden|umsatz|gewinn|übernimmt|parken|parkgebühr|parkplätze|broschüre|getränk|essen:|mittagessen|bratwurst|flyer", re.IGNORECASE)
_VERB_FEE = re.compile(rf"\b(?:teilnahme|eintritt|karten?|besuch|kurs|führung|fahrt|workshop|tickets?)\b[^.!?\n€]{{0,50}}?\b(?:kostet|kosten|beträgt|zu|für|von)\b\s(?P<sum>(?:pro person\s|je\s)?{_MONEY})", re.IGNORECASE)

_WORDS = {"zehn": 10, "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "acht": 8, "sechs": 6}
_N = r"(?P<n>\d{1,2}\.\d{3}|\d{1,5}|zehn|zwölf|fünfzehn|zwanzig|dreißig|vierzig|fünfzig|acht|sechs)"
_WHO = r"(?:Personen|Teilnehmer\w*|Teilnehmende\w*|Plätze[n]?|Sitzplätze[n]?|Gäste[n]?|Kinder[n]?|Menschen|Besucher\w*|Interessierte\w*|TN\b|Jugendliche\w*|Familien|Paare[n]?|Anmeldungen|people|participants|places|seats)"
_CAPACITY = (
    re.compile(rf"\b(?:max\.?|maximal(?:e)?|höchstens|bis zu|at most|up to|maximum(?: of)?)\s(?:nur\s)?{_N}\s(?:\w+\s)?{_WHO}", re.IGNORECASE),
    re.compile(rf"\b(?:teilnehmer\w*zahl|teilnehmendenzahl|zahl\sder\s\w+|plätze|platzzahl|platzangebot|anzahl\sder\s\w+|kapazität|gruppengröße|teilnahme|raum|saal|veranstaltung)\b[^.!?\n\d]{{0,50}}?\b(?:auf|beschränkt auf|begrenzt auf|:|max\.?|maximal|höchstens)\s?(?:max\.?\s|maximal\s|höchstens\s)?{_N}\b(?:\s(?:{_WHO}|begrenzt|beschränkt|limitiert))?", re.IGNORECASE),
    re.compile(rf"\b(?:auf|für)\s(?:maximal\s|höchstens\s|max\.\s)?{_N}\s(?:{_WHO}\s)?(?:begrenzt|beschränkt|limitiert)", re.IGNORECASE),
    re.compile(rf"\b(?:es\s(?:gibt|stehen)|stehen|gibt\ses|wir\shaben|verfügung:?|insgesamt|nur|sind|Platz\sfür|Plätze:)\s(?:nur\s|insgesamt\s|noch\s|maximal\s|rund\s)?{_N}\s(?:freie\s)?(?:Plätze|Teilnahmeplätze|Sitzplätze|Personen\sPlatz|Menschen\sPlatz|Personen\b)", re.IGNORECASE),
    re.compile(rf"\b(?:Plätze|Teilnehmerzahl|Teilnehmende|Platzzahl|Kapazität|capacity)\s?:\s?(?:max\.?\s|maximal\s|höchstens\s|bis\s|ca\.\s)?{_N}\b", re.IGNORECASE),
)  # fmt: skip
_AT_LEAST = re.compile(r"\b(?:mindestens|ab|min\.|bereits|schon|mindestteilnehmerzahl)\W{0,3}$", re.IGNORECASE)
_NOT_SEATS = re.compile(r"parkpl|stellpl|betreuungspl|kita-?pl|arbeitspl|ausbildungspl|kamen|nahmen|waren|besuchten|folgten|haushalte|grippe", re.IGNORECASE)


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
        elif match["frei"] or match["keine"] and ":" in match["keine"]:
            start = match.start() + re.match(r".*?(?=frei|kosten(?:los|frei)|gratis|keine)", match[0], re.IGNORECASE | re.DOTALL).end()  # type: ignore[union-attr]
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
            if not _fits(page, match, _NOT_SEATS) or _AT_LEAST.search(page.text[max(0, match.start("n") - 22) : match.start("n")]):
                continue
            if re.match(r"\s?(?:Jahre|Uhr|€|Euro|\.\d|:\d|Prozent|%|Minuten|Stunden)", page.text[match.end("n") : match.end("n") + 10]):
                continue
            raw = match["n"].lower().replace(".", "")
            value = int(raw) if raw.isdigit() else _WORDS[raw]
            if value > 0:
                return Found(value, (page.span(match.start(), match.end()),))
    return None
