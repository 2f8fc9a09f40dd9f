"""Filters, months and levels of the public calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from kreisnetz.events import calendar
from kreisnetz.events.calendar import Filters
from kreisnetz.events.models import Event, EventDate
from tests.make import NOW, make_event, make_field, make_municipality, make_registration, make_series, make_venue

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def titles(query: str, *, now: datetime = NOW) -> list[str]:
    return [event.title for event in Filters.of(QueryDict(query)).listed(now=now)]


@pytest.fixture
def three_events() -> None:
    """Each differs from the others in one thing per filter."""
    trebur, gernsheim = make_municipality("Trebur"), make_municipality("Gernsheim")
    early, work = make_field("Frühe Hilfen"), make_field("Arbeit")
    make_event("Elterncafé", venue=make_venue(municipality=trebur), fields=(early,), audience="families")
    make_event(
        "Börse", venue=make_venue(municipality=gernsheim), fields=(work, early), series=make_series("Jahrestagung")
    )
    make_event("Rückblick", venue=None, starts_at=NOW - timedelta(days=30), description="Straßenfest für Ärztinnen")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Elterncafé", "Börse"]),
        ("zeit=vergangen", ["Rückblick"]),
        ("kommune=trebur", ["Elterncafé"]),
        ("feld=fruehe-hilfen", ["Elterncafé", "Börse"]),
        ("feld=fruehe-hilfen&kommune=gernsheim", ["Börse"]),
        ("reihe=jahrestagung", ["Börse"]),
        ("zielgruppe=families", ["Elterncafé"]),
        ("q=ELTERNCAFE", ["Elterncafé"]),
        ("q=boerse", ["Börse"]),
        ("q=b%C3%B6rse+gibtsnicht", []),
        ("q=strassenfest+%C3%A4rzt&zeit=vergangen", ["Rückblick"]),
        ("q=%21%21", []),
        ("q=+", ["Elterncafé", "Börse"]),
        ("q=%00", ["Elterncafé", "Börse"]),
        ("kommune=gibtsnicht", []),
        ("zielgruppe=%F0%9F%8E%89&feld=%27%3B--", []),
        ("zeit=egal", ["Elterncafé", "Börse"]),
    ],
)
@pytest.mark.usefixtures("three_events")
def test_filter_leaves_what_fits(query: str, found: list[str]) -> None:
    assert titles(query) == found


def test_drafts_are_never_found() -> None:
    make_event("Entwurf", published=False)

    assert titles("") == []
    assert list(Filters().matching()) == []


def test_coming_events_are_in_order_and_past_ones_backwards() -> None:
    for days in (3, 1, -1, -3):
        make_event(f"in {days}", starts_at=NOW + timedelta(days=days))

    assert titles("") == ["in 1", "in 3"]
    assert titles("zeit=vergangen") == ["in -1", "in -3"]


def test_event_with_a_further_date_stays_until_that_is_over() -> None:
    event = make_event("zwei Tage", starts_at=NOW - timedelta(days=1))
    EventDate.objects.create(event=event, starts_at=NOW + timedelta(days=6))
    event.last_at = event.last_moment()
    event.save()

    assert titles("") == ["zwei Tage"]
    assert titles("", now=NOW + timedelta(days=7)) == []


@pytest.mark.parametrize(
    "query",
    ["", "kommune=a&feld=b&reihe=c&zielgruppe=families&q=d+e%26f&zeit=vergangen", "q=%C3%84rzte+%26+mehr%3F"],
)
def test_filters_can_be_read_back_from_their_address(query: str) -> None:
    filters = Filters.of(QueryDict(query))

    assert filters.query() == query
    assert Filters.of(QueryDict(filters.query())) == filters


@pytest.mark.usefixtures("three_events")
def test_choices_are_told_by_name_and_unknown_ones_left_out() -> None:
    filters = Filters.of(QueryDict("kommune=trebur&feld=fruehe-hilfen&zielgruppe=families&reihe=gibtsnicht&q=Baby"))

    assert filters.chosen() == ["Baby", "Trebur", "Frühe Hilfen", "Familien"]


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=BERLIN)


def shown_on(events: list[Event]) -> dict[str, list[date]]:
    """Per title the days of February 2027 (with the days before and after in its weeks) on which it is shown."""
    assert events
    found: dict[str, list[date]] = {}
    for week in calendar.weeks(2027, 2, Filters()):
        for day in week:
            for event in day.events:
                found.setdefault(event.title, []).append(day.on)
    return found


def test_month_shows_every_event_on_each_of_its_days() -> None:
    several = make_event("drei Tage", starts_at=at(2, 3), ends_at=at(2, 5), all_day=True)
    evening = make_event("bis Mitternacht", starts_at=at(2, 10, 20), ends_at=at(2, 11))
    night = make_event("in die Nacht", starts_at=at(2, 12, 22), ends_at=at(2, 13, 2))
    further = make_event("zwei Termine", starts_at=at(1, 5, 9), ends_at=at(1, 5, 10))
    EventDate.objects.create(event=further, starts_at=at(2, 20, 9))
    further.last_at = further.last_moment()
    further.save()

    assert shown_on([several, evening, night, further]) == {
        "drei Tage": [date(2027, 2, 3), date(2027, 2, 4), date(2027, 2, 5)],
        "bis Mitternacht": [date(2027, 2, 10)],
        "in die Nacht": [date(2027, 2, 12), date(2027, 2, 13)],
        "zwei Termine": [date(2027, 2, 20)],
    }


def test_month_counts_days_in_berlin_time() -> None:
    event = make_event("kurz nach Mitternacht", starts_at=datetime(2027, 1, 31, 23, 30, tzinfo=UTC), ends_at=None)

    assert shown_on([event]) == {"kurz nach Mitternacht": [date(2027, 2, 1)]}


def test_month_has_whole_weeks_from_monday() -> None:
    weeks = calendar.weeks(2027, 5, Filters())

    assert [len(week) for week in weeks] == [7] * 6
    assert weeks[0][0].on == date(2027, 4, 26)
    assert [day.in_month for day in weeks[0]] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    ("year", "month", "step", "there"),
    [
        (2027, 1, -1, (2026, 12)),
        (2027, 12, 1, (2028, 1)),
        (2027, 6, 1, (2027, 7)),
        (2000, 1, -1, None),
        (2100, 12, 1, None),
    ],
)
def test_neighbouring_months(year: int, month: int, step: int, there: tuple[int, int] | None) -> None:
    assert calendar.neighbour(year, month, step) == there


@pytest.mark.parametrize(
    ("changes", "guests", "level"),
    [
        ({}, 1, "free"),
        ({"seats_in_all": 100}, 89, "free"),
        ({"seats_in_all": 100}, 90, "few"),
        ({"seats_in_all": 2}, 1, "few"),
        ({"seats_in_all": 1}, 1, "full"),
        ({"seats_in_all": 3, "groups": {"affected": 2}}, 1, "full"),
        ({"registration_open": False}, 0, ""),
        ({"status": "cancelled"}, 0, ""),
        ({"status": "postponed"}, 0, ""),
        ({"status": "moved"}, 0, "free"),
        ({"deadline_at": NOW}, 0, "free"),
        ({"deadline_at": NOW - timedelta(seconds=1)}, 0, ""),
        ({"registration_opens_at": NOW + timedelta(days=2)}, 0, ""),
        ({"starts_at": NOW - timedelta(minutes=30)}, 0, ""),
    ],
)
def test_level_is_told_while_people_can_register(changes: dict[str, object], guests: int, level: str) -> None:
    event = make_event(**({"seats_in_all": None, "max_party": 100} | changes))
    if guests:
        make_registration(event, n_seats=guests)

    [seen] = calendar.for_cards(Event.objects.all())

    assert calendar.level(seen, now=NOW) == level
