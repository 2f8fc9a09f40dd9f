"""Finds times of day in a text, with what stands at them (Einlass, Beginn, Ende).

Days are none of its business.
"""

import re
from dataclasses import dataclass, replace
from datetime import time
from enum import Enum
from itertools import islice

_MOST = 400


class Label(Enum):
    """What a time is for, as far as the words right beside it say."""

    PLAIN = "plain"
    DOORS = "doors"
    BEGIN = "begin"
    END = "end"


@dataclass(frozen=True, slots=True)
class Clock:
    """One time or one span of time."""

    start: int
    end: int
    begin: time
    finish: time | None = None
    label: Label = Label.PLAIN
    in_words: bool = False
    midnight_end: bool = False


_NUMBERS = {
    "ein": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19, "zwanzig": 20,
}  # fmt: skip
_WORD = "(?:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_T = r"(?:[01]?\d|2[0-4])(?:[ ]?[.:][ ]?[0-5]\d(?!\d))?"
_TM = r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)"
_UHR = r"(?:Uhr(?![a-zäöü])|h(?![\w.]))"
_CA = r"(?:(?:ca\.?|circa|etwa|gegen|ungefähr|rund|spätestens|voraussichtlich)[ ])?"
_TO = r"(?:bis|bi|b\.|-{1,2}|–|—|to|until|till|/)"
_SPAN = re.compile(
    rf"""(?<![\d.,:/€+-])(?:
      (?P<a>{_T})[ ]?(?:{_UHR})?[ ]?(?:bis|bi|-{{1,2}}|–|—)[ ]?{_CA}(?P<b>{_T})[ ]?\.?[ ]?{_UHR}
    | (?P<c>{_T})[ ]?{_UHR}?,?[ ]?und[ ]{_CA}(?P<d>{_T})[ ]?{_UHR}
    | (?P<e>{_TM})[ ]?{_TO}[ ]?{_CA}(?P<f>{_TM})(?![\d.]|[ ]?(?:€|Euro|EUR))
    | (?P<g>1[0-2]|0?\d)(?P<gm>[:.][0-5]\d)?[ ]?(?P<ga>[ap])?\.?(?:(?<=[ap])\.?m\.?|(?<=[ap]\.)m\.?)?[ ]?(?:-|–|to|until|till)[ ]?(?P<h>1[0-2]|0?\d)(?P<hm>[:.][0-5]\d)?[ ]?(?P<ha>[ap])\.?m\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SINGLE = re.compile(
    rf"""(?<![\d,:/€+-])(?<!\d\.)(?:
      (?P<a>{_T})[ ]?\.?[ ]?{_UHR}(?:[ ](?P<am>[0-5]\d)(?![\d.:]))?
    | (?P<s>[01]\d|2[0-3])(?P<sm>[0-5]\d)[ ]?Uhr(?![a-zäöü])
    | (?P<n>(?:[01]?\d|2[0-3]):[0-5]\d)(?![\d:]|[ ]?(?:am|pm|a\.m|p\.m)\b)
    | (?P<e>1[0-2]|0?[1-9])(?P<em>[:.][0-5]\d)?[ ]?(?P<ea>[ap])\.?m\b
    | (?P<f>[01]?\d|2[0-3])h(?P<fm>[0-5]\d)?(?!\w)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DOTTED = re.compile(
    r"(?:(?<=saat\s)|(?<=Uhrzeit:\s)|(?<=Beginn:\s)|(?<=Einlass:\s)|(?<=Ende:\s)|(?<=Beginn\s)|(?<=Einlass\s)|(?<=Zeit:\s)|(?<=\bum\s))"
    r"(?P<t>(?:[01]?\d|2[0-3])[.][0-5]\d)(?![\d.])(?!\s?(?:Uhr|h\b|€|Euro))",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"^[•*\-–\s]{0,4}(?P<t>(?:0?\d|1\d|2[0-3])[.:][0-5]\d)(?![\d.])(?!\s?(?:Uhr|h\b|€|Euro|-|–|bis))", re.MULTILINE
)
_IN_WORDS = re.compile(
    rf"\b(?:um|gegen|ab|bis)\s(?:(?P<half>halb)\s|(?P<quarter>(?:drei)?viertel)\s(?:(?P<dir>nach|vor)\s)?)?(?P<h>{_WORD}|1[0-2]|[1-9])(?![\w.:]|\s?(?:Uhr\s)?\d)(?P<uhr>\sUhr)?(?P<part>\s(?:abends|morgens|früh|nachmittags|mittags|am Abend|am Nachmittag))?",
    re.IGNORECASE,
)
_NEEDS_NUMBER_AFTER = re.compile(
    r"\s(?:Personen|Jahre[n]?|Euro|Wochen|Tage[n]?|Plätze|Kinder|Prozent|Kilometer|km|Monate[n]?)", re.IGNORECASE
)
_LABEL_LEFT = re.compile(
    r"(?:(?P<doors>einla(?:ss|ß)|saalöffnung|türöffnung|türen öffnen|öffnung|doors(?: open)?|ankommen|check-in|kapı açılış\w*)"
    r"|(?P<begin>beginnt|beginn|start|startet|anfang|los geht'?s?|los geht es|starts|begins|başlangıç)"
    r"|(?P<end>ende(?:t)?|schluss|rückkehr|bis|dauert bis|ends|bitiş))"
    r"(?:\s?(?:ist|sind|beginnt|öffnen|geplant|voraussichtlich|wird sein|jeweils|schon|bereits|der veranstaltung|der \w{3,25}|dann|für)){0,4}\s?:?\s?(?:um|ab|gegen|ca\.|circa|etwa|at|von|saat|ungefähr)?\s?(?:ca\.|etwa|circa)?\s?$",
    re.IGNORECASE,
)
_LABEL_RIGHT = re.compile(
    r"^ ?[(]?(?:(?P<doors>einla(?:ss|ß)|saalöffnung|türöffnung|doors)|(?P<begin>beginn|start)|(?P<end>ende|schluss|veranstaltungsende))\b(?!\s?:?\s?(?:ab\s|um\s|ist\s|ca\.\s)*\d)",
    re.IGNORECASE,
)


def read_clock(words: str) -> time | None:
    """A time from "15", "9.30", "10. 30", "18:00 Uhr"; None if there is no such time."""
    match = re.match(r"\s*(\d{1,2})(?:\s?[.:]\s?(\d{2}))?", words)
    if not match:
        return None
    return _time(int(match[1]), int(match[2] or 0))


def _time(hour: int, minute: int = 0) -> time | None:
    if hour == 24 and minute == 0:
        return time(0, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def find_clocks(text: str) -> list[Clock]:
    """All times of day, in order, none overlapping."""
    found: list[Clock] = []
    for read, pattern in (
        (_read_span, _SPAN),
        (_read_single, _SINGLE),
        (_read_plain, _DOTTED),
        (_read_plain, _ROW),
        (_read_words, _IN_WORDS),
    ):
        taken = sorted((clock.start, clock.end) for clock in found)
        index = 0
        for match in islice(pattern.finditer(text), _MOST):
            while index < len(taken) and taken[index][1] <= match.start():
                index += 1
            if index < len(taken) and taken[index][0] < match.end():
                continue
            clock = read(match)
            if clock is not None:
                found.append(_labelled(text, clock))
    return sorted(found, key=lambda clock: clock.start)


def _read_span(match: re.Match[str]) -> Clock | None:
    if match["g"]:
        return _read_english_span(match)
    if match["c"] and not re.search(
        r"zwischen\s$", match.string[max(0, match.start() - 10) : match.start()], re.IGNORECASE
    ):
        return None
    first, second = next((match[x], match[y]) for x, y in ("ab", "cd", "ef") if match[x])
    begin, finish = read_clock(first), read_clock(second)
    if begin is None or finish is None:
        return None
    if match["e"] and _are_dates(match, first, second):
        return None
    return Clock(match.start(), match.end(), begin, finish, midnight_end=finish == time(0, 0))


def _are_dates(match: re.Match[str], first: str, second: str) -> bool:
    """ "13.06 - 15.06" is more likely two days when "am" or "vom" stands before it."""
    if ":" in first or ":" in second:
        return False
    months = all(1 <= int(part.split(".")[1]) <= 12 for part in (first, second))
    before = match.string[max(0, match.start() - 6) : match.start()]
    return months and re.search(r"(?:\bam|vom|den|[MDFS][oiar]\.?,?)\s$", before) is not None


def _read_english_span(match: re.Match[str]) -> Clock | None:
    if _is_german_am(match[0]):
        return None
    last = (match["ha"] or "p").lower()
    first = (match["ga"] or last).lower()
    begin = _english(int(match["g"]), match["gm"], first)
    finish = _english(int(match["h"]), match["hm"], last)
    if begin is None or finish is None:
        return None
    if not match["ga"] and begin > finish:
        begin = _english(int(match["g"]), match["gm"], "a") or begin
    return Clock(match.start(), match.end(), begin, finish)


def _is_german_am(words: str) -> bool:
    """ "Schulgasse 1 am Samstag" is no time."""
    return words.endswith(" am")


def _english(hour: int, minutes: str | None, half: str) -> time | None:
    hour = hour % 12 + (12 if half == "p" else 0)
    return _time(hour, int(minutes[1:]) if minutes else 0)


def _read_single(match: re.Match[str]) -> Clock | None:
    begin: time | None
    if match["a"]:
        begin = read_clock(match["a"])
        if begin is not None and match["am"] and begin.minute == 0:
            begin = begin.replace(minute=int(match["am"]))
    elif match["s"]:
        begin = _time(int(match["s"]), int(match["sm"]))
    elif match["n"]:
        begin = read_clock(match["n"])
    elif match["e"]:
        if _is_german_am(match[0]):
            return None
        begin = _english(int(match["e"]), match["em"], match["ea"].lower())
    else:
        begin = _time(int(match["f"]), int(match["fm"] or 0))
    return None if begin is None else Clock(match.start(), match.end(), begin)


def _read_plain(match: re.Match[str]) -> Clock | None:
    begin = read_clock(match["t"])
    return None if begin is None else Clock(match.start("t"), match.end("t"), begin)


def _read_words(match: re.Match[str]) -> Clock | None:
    """ "um halb acht": in the evening unless the text says otherwise; the caller must say so."""
    if _NEEDS_NUMBER_AFTER.match(match.string, match.end()):
        return None
    if not (match["half"] or match["quarter"] or match["uhr"] or match["part"]) and not match[0].lower().startswith(
        "um"
    ):
        return None
    word = match["h"].lower()
    hour = int(word) if word.isdigit() else _NUMBERS[word]
    minutes = hour * 60
    if match["half"]:
        minutes -= 30
    elif match["quarter"]:
        three = match["quarter"].lower().startswith("drei")
        minutes += {"nach": 15, "vor": -15}.get((match["dir"] or "").lower(), -15 if three else -45)
    part = (match["part"] or "").lower()
    early = "morgen" in part or "früh" in part
    if hour <= 12 and not early and minutes < 9 * 60 or part and not early and minutes < 12 * 60:
        minutes += 12 * 60
    begin = _time(minutes // 60 % 24, minutes % 60)
    if begin is None:
        return None
    return Clock(match.start(), match.end(), begin, in_words=not part and hour <= 12)


def _labelled(text: str, clock: Clock) -> Clock:
    right = _LABEL_RIGHT.match(text[clock.end : clock.end + 30])
    left = _LABEL_LEFT.search(text[max(0, clock.start - 60) : clock.start])
    match = right or left
    if match is None or (clock.finish is not None and match.lastgroup == "end"):
        return clock
    return replace(clock, label=Label(match.lastgroup))
