"""Days without a date: "jeden zweiten Dienstag im Monat", "kommenden Samstag", "Ostermontag", "morgen".

Everything found here is an assumption and comes with a doubt.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kreisnetz.events.announcement.dates import GERMAN_WEEKDAYS, Day, Mention
from kreisnetz.events.announcement.years import spoken

_WEEKDAY_WORD = "(?P<{}>Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)"
_ORDINALS = {"erst": 1, "1.": 1, "zweit": 2, "2.": 2, "dritt": 3, "3.": 3, "viert": 4, "4.": 4, "letzt": -1}
_MONTHLY = re.compile(
    r"\b(?:jede[nrs]?|immer(?: am)?|jeweils(?: am)?|am) (?:jeweils )?(?:(?P<nth>erst|zweit|dritt|viert|letzt)en|(?P<num>[1-4]\.))"
    r"(?: (?:und|sowie) (?:(?:dritt|viert|letzt)en|[34]\.))? "
    + _WEEKDAY_WORD.format("wd")
    + r"(?:nachmittag|abend|vormittag)? (?:im|des|eines(?: jeden)?|jeden|in jedem) (?:jeden )?Monats?",
    re.IGNORECASE,
)
_WEEKLY = re.compile(
    r"\b(?:jede[nrs]?|immer(?: am)?|jeweils(?: am)?) (?:(?P<other>zweiten|2\.) )?"
    + _WEEKDAY_WORD.format("wd")
    + r"(?:abend|nachmittag|vormittag)?s?\b|\b(?:immer |jeweils |wöchentlich |regelmäßig |stets )(?P<wds>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:am|an diesem|diesen|kommenden?|nächsten?|this|next) (?:(?:kommenden|nächsten|morgigen|heutigen|darauffolgenden) )?"
    + _WEEKDAY_WORD.format("wd")
    + r"(?:abend|nachmittag|vormittag|morgen)?\b(?!,? (?:dem|den)? ?\d)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:^|\b(?:Wann|Termin|Datum|Tag) ?: ?)"
    + _WEEKDAY_WORD.format("wd")
    + r"(?:abend|nachmittag|vormittag)?,? (?:ab |um |von )?\d{1,2}(?:[.:]\d\d)? ?(?:Uhr|h\b|[-–])",
    re.IGNORECASE | re.MULTILINE,
)
_TODAY = re.compile(
    r"\b(?P<word>heute|morgen|übermorgen|today|tomorrow|bugün|yarın)\b(?= (?:abend|nachmittag|vormittag|um|ab|,|\(|von|at|saat))",
    re.IGNORECASE,
)
_FEASTS: tuple[tuple[str, int], ...] = (
    ("weiberfastnacht", -52), ("rosenmontag", -48), ("fastnachtsdienstag", -47), ("faschingsdienstag", -47), ("aschermittwoch", -46), ("palmsonntag", -7),
    ("gründonnerstag", -3), ("karfreitag", -2), ("karsamstag", -1), ("ostersonntag", 0), ("ostermontag", 1), ("christi himmelfahrt", 39),
    ("himmelfahrtstag", 39), ("vatertag", 39), ("pfingstsonntag", 49), ("pfingstmontag", 50), ("fronleichnam", 60),
)  # fmt: skip
_FIXED = {"heiligabend": (24, 12), "heiliger abend": (24, 12), "silvester": (31, 12), "neujahrstag": (1, 1), "nikolaustag": (6, 12), "tag der deutschen einheit": (3, 10), "dreikönigstag": (6, 1), "valentinstag": (14, 2), "internationalen frauentag": (8, 3), "internationaler frauentag": (8, 3), "tag der arbeit": (1, 5)}  # fmt: skip
_FEAST = re.compile(
    r"\b(?:am|an|zum|Wann:|Termin:) (?:(?P<advent>ersten|zweiten|dritten|vierten|[1-4]\.) Advent(?:ssonntag|swochenende)?|(?P<name>"
    + "|".join([name for name, _ in _FEASTS] + list(_FIXED))
    + r"))(?!\w)(?:,? (?P<year>20\d\d))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Assumed:
    """A mention with a date that was worked out, and the sentence that says so."""

    mention: Mention
    day: date
    doubt: str


def find_recurrence(text: str, *, anchor: date) -> Assumed | None:
    """The next day of a regular meeting."""
    monthly = _MONTHLY.search(text)
    if monthly:
        nth = _ORDINALS[(monthly["nth"] or monthly["num"]).lower()]
        day = _next_monthly(nth, _weekday(monthly["wd"]), anchor)
        return _assumed(monthly, day, _say_regular(monthly[0], day))
    weekly = _WEEKLY.search(text)
    if weekly:
        day = _next_weekday(_weekday(weekly["wd"] or weekly["wds"]), anchor)
        return _assumed(weekly, day, _say_regular(weekly[0], day))
    return None


def find_near_day(text: str, *, anchor: date) -> Assumed | None:
    """ "am kommenden Samstag", "morgen", "Ostermontag", "Freitag, 18 Uhr": counted from the anchor day."""
    feast = _FEAST.search(text)
    if feast:
        day = _feast_day(feast, anchor)
        return _assumed(
            feast,
            day,
            f"„{feast[0]}“ ist als {GERMAN_WEEKDAYS[day.weekday()]}, {spoken(day)}, verstanden: bitte prüfen.",
        )
    word = _TODAY.search(text)
    if word:
        step = {"heute": 0, "today": 0, "bugün": 0, "morgen": 1, "tomorrow": 1, "yarın": 1}.get(word["word"].lower(), 2)
        day = anchor + timedelta(days=step)
        return _assumed(word, day, f"Ein Datum fehlt; „{word[0]}“ ist als {spoken(day)} verstanden: bitte prüfen.")
    for pattern in (_NEAR, _BARE):
        near = pattern.search(text)
        if near:
            day = _next_weekday(_weekday(near["wd"]), anchor + timedelta(days=1))
            return _assumed(
                near,
                day,
                f"Ein Datum fehlt; „{' '.join(near[0].split())}“ ist als {spoken(day)} verstanden: bitte prüfen.",
            )
    return None


def _assumed(match: re.Match[str], day: date, doubt: str) -> Assumed:
    return Assumed(Mention(match.start(), match.end(), (Day(day.day, day.month, day.year),)), day, doubt)


def _say_regular(words: str, day: date) -> str:
    return f"Regelmäßiger Termin („{' '.join(words.split())}“): eingetragen ist nur der nächste Tag, der {spoken(day)}."


def _weekday(name: str) -> int:
    name = "Samstag" if name.lower() == "sonnabend" else name.capitalize()
    return GERMAN_WEEKDAYS.index(name)


def _next_weekday(weekday: int, start: date) -> date:
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def _nth_of_month(year: int, month: int, nth: int, weekday: int) -> date:
    if nth > 0:
        first = _next_weekday(weekday, date(year, month, 1))
        return first + timedelta(weeks=nth - 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return _next_weekday(weekday, following - timedelta(days=7))


def _next_monthly(nth: int, weekday: int, anchor: date) -> date:
    day = _nth_of_month(anchor.year, anchor.month, nth, weekday)
    if day >= anchor:
        return day
    return _nth_of_month(anchor.year + anchor.month // 12, anchor.month % 12 + 1, nth, weekday)


def easter(year: int) -> date:
    """Easter Sunday (Gauss, in the form of Lichtenberg)."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = year % 19
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + s) % 7
    oe = 7 - (og - sz) % 7
    return date(year, 3, 1) + timedelta(days=og + oe - 1)


def _feast_in(match: re.Match[str], year: int) -> date:
    if match["advent"]:
        nth = {"ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4}.get(match["advent"].lower()) or int(
            match["advent"][0]
        )
        fourth = date(year, 12, 24) - timedelta(days=(date(year, 12, 24).weekday() - 6) % 7)
        return fourth - timedelta(weeks=4 - nth)
    name = match["name"].lower()
    if name in _FIXED:
        day, month = _FIXED[name]
        return date(year, month, day)
    return easter(year) + timedelta(days=dict(_FEASTS)[name])


def _feast_day(match: re.Match[str], anchor: date) -> date:
    if match["year"]:
        return _feast_in(match, int(match["year"]))
    day = _feast_in(match, anchor.year)
    return day if day >= anchor else _feast_in(match, min(anchor.year + 1, 9998))
