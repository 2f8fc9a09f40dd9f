"""iCalendar, read by three independent parsers: icalendar, vobject and ics.py."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import ics as ics_py
import pytest
import vobject
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kreisnetz.events import editing, ics
from kreisnetz.events.content import Content
from kreisnetz.events.models import Event, EventDate, Registration
from kreisnetz.events.registration import cancel
from tests.make import NOW, make_event, make_field, make_registration, make_series, make_user, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
BERLIN = ZoneInfo("Europe/Berlin")
FEED = {"name": "Termine Beispielkreis", "url": "https://kreis.example/termine/termine.ics", "now": NOW}


def read(data: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(data)


def events_of(data: bytes) -> list[icalendar.Event]:
    return read(data).walk("VEVENT")


def seen_by_all(data: bytes) -> list[dict[str, object]]:
    """UID, start, SEQUENCE and STATUS as vobject and ics.py see them; both must agree with icalendar."""
    own = [
        {"uid": str(item["uid"]), "start": item.decoded("dtstart"), "sequence": item["sequence"], "status": str(item["status"])}
        for item in events_of(data)
    ]  # fmt: skip
    by_vobject = [
        {
            "uid": item.uid.value,
            "start": item.dtstart.value,
            "sequence": int(item.sequence.value),
            "status": item.status.value,
        }
        for item in vobject.readOne(data.decode()).vevent_list
    ]
    assert by_vobject == own
    other = {item.uid: item for item in ics_py.Calendar(data.decode()).events}
    for item in own:
        there = other[item["uid"]]
        assert there.status == item["status"]
        if isinstance(item["start"], datetime):
            assert there.begin.datetime == item["start"]
        extra = {line.name: line.value for line in there.extra}
        assert extra["SEQUENCE"] == str(item["sequence"])
    return own


def test_event_file_has_everything_of_the_event(now: datetime) -> None:
    venue = make_venue("Beispielhaus", latitude=49.92, longitude=8.48)
    event = make_event(
        "Tagung; mit, Komma", venue=venue, fields=(make_field("Frühe Hilfen"),), speakers=("Dr. Beispiel",)
    )

    [item] = events_of(ics.event_file(event, now=now))

    assert item["uid"] == f"{event.uid}@kreisnetz"
    assert item.decoded("dtstart") == datetime(2027, 2, 8, 15, 0, tzinfo=BERLIN)
    assert item.decoded("dtend") == datetime(2027, 2, 8, 18, 0, tzinfo=BERLIN)
    assert item["dtstart"].params["TZID"] == "Europe/Berlin"
    assert item["summary"] == "Tagung; mit, Komma"
    assert item["location"] == "Beispielhaus, Beispielstraße 1, 00000 Beispielstadt"
    assert item["geo"].to_ical() == "49.92;8.48"
    assert item["url"] == f"http://testserver/termine/2027/{event.slug}/"
    assert str(item["url"]) in item["description"]
    assert "Veranstaltet von: Beispiel-Kreis" in item["description"]
    assert "Mit: Dr. Beispiel" in item["description"]
    assert item["categories"].to_ical().decode() == "Veranstaltung,Frühe Hilfen"
    assert item["contact"] == "Geschäftsstelle Beispiel, 06000 1234, buero@example.org"
    assert (item["status"], item["class"], item["transp"]) == ("CONFIRMED", "PUBLIC", "OPAQUE")
    assert item.decoded("last-modified") == event.modified_at
    assert item.decoded("created") == event.created_at


def test_event_file_names_the_time_zone_by_iana_and_brings_its_rules(now: datetime) -> None:
    [zone] = read(ics.event_file(make_event(), now=now)).walk("VTIMEZONE")

    assert zone["tzid"] == "Europe/Berlin"
    summer, winter = datetime(2027, 7, 1, 12, 0), datetime(2027, 1, 1, 12, 0)
    rules = zone.to_tz()
    assert rules.utcoffset(summer) == timedelta(hours=2)
    assert rules.utcoffset(winter) == timedelta(hours=1)


def test_all_day_event_ends_on_the_next_day(now: datetime) -> None:
    start = datetime(2027, 2, 8, 0, 0, tzinfo=BERLIN)
    event = make_event(all_day=True, starts_at=start, ends_at=start + timedelta(days=1))

    [item] = events_of(ics.event_file(event, now=now))

    assert item.decoded("dtstart") == date(2027, 2, 8)
    assert item.decoded("dtend") == date(2027, 2, 10)
    assert item["dtstart"].params["VALUE"] == "DATE"
    assert item["transp"] == "TRANSPARENT"


def test_event_without_end_has_no_end(now: datetime) -> None:
    [item] = events_of(ics.event_file(make_event(ends_at=None), now=now))

    assert "dtend" not in item


def test_further_dates_are_entries_of_their_own_in_a_file(now: datetime) -> None:
    event = make_event()
    extra = EventDate.objects.create(event=event, starts_at=event.starts_at + timedelta(days=7))

    main, further = events_of(ics.event_file(event, now=now))

    assert further["uid"] == f"{extra.uid}@kreisnetz"
    assert further.decoded("dtstart") == datetime(2027, 2, 15, 15, 0, tzinfo=BERLIN)
    assert "dtend" not in further
    assert further["related-to"] == main["uid"]
    assert further["related-to"].params["RELTYPE"] == "SIBLING"
    assert "Weitere Tage: Montag, 15. Februar 2027" in main["description"]


def test_feed_says_what_calendar_it_is_and_when_to_ask_again() -> None:
    event = make_event(series=make_series())

    feed = read(ics.calendar_feed([event], **FEED, page_url="https://kreis.example/termine/"))

    assert (feed["version"], feed["calscale"], feed["method"]) == ("2.0", "GREGORIAN", "PUBLISH")
    assert feed["name"] == feed["x-wr-calname"] == "Termine Beispielkreis"
    assert feed.decoded("refresh-interval") == timedelta(hours=6)
    assert feed["refresh-interval"].params["VALUE"] == "DURATION"
    assert feed["x-published-ttl"] == "PT6H"
    assert feed["source"] == "https://kreis.example/termine/termine.ics"
    assert feed["url"] == "https://kreis.example/termine/"
    assert feed.decoded("last-modified") == event.modified_at
    [item] = feed.walk("VEVENT")
    assert item["related-to"] == f"{event.series.uid}@kreisnetz"


def test_feed_names_nobody_who_takes_part_even_when_somebody_does() -> None:
    event = make_event()
    registration = make_registration(event, last_name="Geheim", email="geheim@example.org")
    assert "geheim" in ics.invitation(registration, method="REQUEST", now=NOW)

    text = ics.calendar_feed([event], **FEED).decode()

    assert "ATTENDEE" not in text
    assert "eheim" not in text
    assert "ORGANIZER;CN=Geschäftsstelle Beispiel:mailto:kreisnetz@example.org" in text.replace('"', "")


def test_feed_is_the_same_text_as_long_as_nothing_changed() -> None:
    event = make_event()

    first = ics.calendar_feed([event], **FEED)
    later = ics.calendar_feed([event], **(FEED | {"now": NOW + timedelta(hours=1)}))

    assert first == later


def test_lines_are_folded_at_75_octets_and_never_inside_a_letter(now: datetime) -> None:
    event = make_event("Ärztinnen und Ärzte 🎉 für Großfamilien " * 5, description="Ü" * 300 + "🎈" * 100)

    data = ics.event_file(event, now=now)

    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in lines:
        line.decode("utf-8")
    [item] = events_of(data)
    assert item["summary"] == event.title.strip()
    assert "Ü" * 300 + "🎈" * 100 in item["description"]


def test_control_characters_are_left_out(now: datetime) -> None:
    event = make_event("Tagung\x07 am\x0bSee", description="erste\r\nzweite\x01\x1b[31m\u2028dritte\x85vierte")

    data = ics.event_file(event, now=now)

    [item] = events_of(data)
    assert item["summary"] == "Tagung am See"
    assert item["description"].startswith("erste\nzweite[31m\ndritte\nvierte\n\n")
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", data)
    seen_by_all(data)


NASTY = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("\r\n;,:\\\"'\t\x00\x0b\u2028\ufeffÄß🎉=^")),
    max_size=200,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=NASTY, description=NASTY, note=NASTY, contact=NASTY)
def test_any_text_gives_one_event_that_all_parsers_read(title: str, description: str, note: str, contact: str) -> None:
    start = datetime(2027, 2, 8, 14, 0, tzinfo=UTC)
    event = Event(
        pk=1, title=title, description=description, status_note=note, contact_name=contact, slug="x", year=2027
    )
    event.starts_at, event.ends_at, event.created_at, event.modified_at = start, start + timedelta(hours=1), NOW, NOW
    event._prefetched_objects_cache = {"parts": [], "dates": Event.objects.none(), "fields_of_action": []}
    for name in ("parts", "dates", "fields_of_action"):
        event._prefetched_objects_cache[name] = getattr(Event(pk=1), name).none()

    data = ics.event_file(event, now=NOW)

    [seen] = seen_by_all(data)
    assert seen["uid"] == f"{event.uid}@kreisnetz"
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.count(b"BEGIN:VEVENT") == 1


def test_a_moved_and_then_cancelled_event_is_followed_by_every_parser(now: datetime) -> None:
    user, event = make_user("event_editor"), make_event()
    [before] = seen_by_all(ics.calendar_feed(Event.objects.with_lists(), **FEED))

    editing.move_event(event, moved_by_a_day(event), by=user, now=now + timedelta(hours=1))
    [moved] = seen_by_all(ics.calendar_feed(Event.objects.with_lists(), **FEED))
    editing.cancel_event(event, note="Wegen Sturm.", by=user, now=now + timedelta(hours=2))
    feed = ics.calendar_feed(Event.objects.with_lists(), **FEED)
    [cancelled] = seen_by_all(feed)

    assert before["uid"] == moved["uid"] == cancelled["uid"]
    assert before["sequence"] < moved["sequence"] < cancelled["sequence"]
    assert moved["start"] - before["start"] == timedelta(days=1)
    assert [before["status"], moved["status"], cancelled["status"]] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    [item] = events_of(feed)
    assert item["summary"] == "Abgesagt: Beispieltagung"
    assert item["description"].startswith("Wegen Sturm.")
    assert item["transp"] == "TRANSPARENT"


def moved_by_a_day(event: Event) -> Content:
    day = timedelta(days=1)
    values = {"starts_at": event.starts_at + day, "ends_at": event.ends_at + day, "venue": event.venue}
    return Content(values=values)


def test_a_mere_correction_keeps_the_sequence(now: datetime) -> None:
    event = make_event()
    before = event.sequence

    editing.save(event, Content(values={"description": "Ohne Tippfehler"}), by=make_user("event_editor"), now=now)

    event.refresh_from_db()
    [item] = events_of(ics.event_file(event, now=now))
    assert item["sequence"] == before
    assert "Ohne Tippfehler" in item["description"]


def test_invitation_is_for_one_person_and_comes_from_our_sender(now: datetime) -> None:
    registration = make_registration(
        make_event(), first_name="Änne", last_name='"Kim", Groß; x', email="kim@example.org"
    )
    make_registration(registration.event, last_name="Anders", email="anders@example.org")

    text = ics.invitation(registration, method="REQUEST", now=now)

    calendar = read(text.encode())
    [item] = calendar.walk("VEVENT")
    assert calendar["method"] == "REQUEST"
    assert item["attendee"] == "mailto:kim@example.org"
    assert item["attendee"].params["CN"] == "Änne Kim, Groß; x"
    assert item["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert item["organizer"] == "mailto:kreisnetz@example.org"
    assert item["uid"] == f"{registration.event.uid}@kreisnetz"
    assert item.decoded("dtstamp") == now
    assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
    seen_by_all(text.encode())


def test_invitation_holds_all_dates_under_one_uid_because_one_message_may_have_one_only(now: datetime) -> None:
    event = make_event()
    same, longer = event.starts_at + timedelta(days=7), event.starts_at + timedelta(days=14)
    EventDate.objects.create(event=event, starts_at=same, ends_at=same + timedelta(hours=3))
    EventDate.objects.create(event=event, starts_at=longer, ends_at=longer + timedelta(hours=5))

    main, other = events_of(ics.invitation(make_registration(event), method="REQUEST", now=now).encode())

    assert main["uid"] == other["uid"] == f"{event.uid}@kreisnetz"
    assert [moment.dt for moment in main["rdate"].dts] == [same, longer]
    assert other.decoded("recurrence-id") == other.decoded("dtstart") == longer
    assert other.decoded("dtend") == longer + timedelta(hours=5)
    assert "rdate" not in other


def test_cancellation_of_one_person_has_a_higher_sequence_and_coming_back_a_higher_one_still(now: datetime) -> None:
    event = make_event()
    first = make_registration(event, last_name="Kim", email="kim@example.org")
    asked = ics.invitation(first, method="REQUEST", now=now)
    cancel(first, now=now)
    out = ics.invitation(first, method="CANCEL", now=now)
    second = make_registration(event, last_name="Kim", email="kim@example.org")
    back = ics.invitation(second, method="REQUEST", now=now)

    items = [events_of(text.encode())[0] for text in (asked, out, back)]

    assert [item["sequence"] for item in items] == [0, 1, 2]
    assert [str(item["status"]) for item in items] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({str(item["uid"]) for item in items}) == 1
    other = make_registration(event, last_name="Anders", email="anders@example.org")
    assert events_of(ics.invitation(other, method="REQUEST", now=now).encode())[0]["sequence"] == 0


def test_cancelled_event_tells_its_guests_with_the_sequence_of_the_event(now: datetime) -> None:
    registration = make_registration(make_event())
    editing.cancel_event(registration.event, by=make_user("event_editor"), now=now)
    registration = Registration.objects.get(pk=registration.pk)

    [item] = events_of(ics.invitation(registration, method="CANCEL", now=now).encode())

    assert item["status"] == "CANCELLED"
    assert item["sequence"] == registration.event.sequence == 1


def test_invitation_knows_at_once_that_the_venue_has_another_name(now: datetime) -> None:
    registration = make_registration(make_event())
    ics.invitation(registration, method="REQUEST", now=now)
    venue = registration.event.venue
    venue.name = "Neues Haus"
    venue.save()

    [item] = events_of(ics.invitation(registration, method="REQUEST", now=now).encode())

    assert item["location"].startswith("Neues Haus")


def test_online_event_has_its_address_as_conference_unchanged(now: datetime) -> None:
    event = make_event(venue=None, online_url="https://video.example/raum?a=1,2;b=3")

    data = ics.event_file(event, now=now)

    [item] = events_of(data)
    assert item["location"] == "https://video.example/raum?a=1,2;b=3"
    assert b"CONFERENCE;FEATURE=VIDEO;VALUE=URI:https://video.example/raum?a=1,2;b=3" in data.replace(b"\r\n ", b"")


def test_english_feed_says_cancelled_in_english_and_links_the_english_page(now: datetime) -> None:
    event = make_event(status=Event.Status.CANCELLED)

    with translation.override("en"):
        [item] = events_of(ics.event_file(event, now=now))

    assert item["url"] == f"http://testserver/en/termine/2027/{event.slug}/"
    assert item["uid"] == f"{event.uid}@kreisnetz"
