"""schema.org JSON-LD of an event."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from kreisnetz.events import structured_data
from kreisnetz.events.models import Event, EventDate, Part
from tests.make import NOW, make_event, make_field, make_registration, make_series, make_venue

pytestmark = pytest.mark.django_db


def read(event: Event) -> dict[str, object]:
    return json.loads(structured_data.as_json_ld(Event.objects.with_lists().get(pk=event.pk)))


def test_event_has_what_search_engines_require() -> None:
    event = make_event(
        "Tagung", subtitle="Thema", venue=make_venue(step_free=True, induction_loop=False), fields=(make_field(),)
    )

    data = read(event)

    url = f"http://testserver/termine/2027/{event.slug}/"
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Event")
    assert (data["name"], data["alternateName"]) == ("Tagung", "Thema")
    assert data["startDate"] == "2027-02-08T15:00:00+01:00"
    assert data["endDate"] == "2027-02-08T18:00:00+01:00"
    assert data["url"] == url
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["isAccessibleForFree"] is True
    assert data["location"] == [
        {
            "@type": "Place",
            "name": "Beispielhaus",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Beispielstraße 1",
                "postalCode": "00000",
                "addressLocality": "Beispielstadt",
                "addressCountry": "DE",
            },
            "amenityFeature": [
                {"@type": "LocationFeatureSpecification", "name": "wheelchairAccess", "value": True},
                {"@type": "LocationFeatureSpecification", "name": "hearingLoop", "value": False},
            ],
        }
    ]
    assert data["organizer"] == [{"@type": "Organization", "name": "Beispiel-Kreis"}]
    assert data["offers"] == {
        "@type": "Offer",
        "url": f"{url}anmelden/",
        "availability": "https://schema.org/InStock",
        "price": 0,
        "priceCurrency": "EUR",
        "validFrom": "2027-01-11T09:00:00+01:00",
    }


def test_what_is_unknown_is_not_there() -> None:
    event = make_event(venue=None, hosts=(), ends_at=None, registration_open=False)

    data = read(event)

    absent = {"location", "organizer", "performer", "endDate", "offers", "superEvent", "previousStartDate", "doorTime"}
    assert absent & data.keys() == set()
    assert None not in data.values()
    assert "" not in data.values()


@pytest.mark.parametrize(
    ("status", "word", "has_previous"),
    [
        ("scheduled", "EventScheduled", False),
        ("moved", "EventRescheduled", True),
        ("postponed", "EventPostponed", True),
        ("cancelled", "EventCancelled", False),
    ],
)
def test_status_is_told(status: str, word: str, has_previous: bool) -> None:
    event = make_event(status=status, previous_starts_at=datetime(2027, 2, 1, 14, 0, tzinfo=UTC))

    data = read(event)

    assert data["eventStatus"] == f"https://schema.org/{word}"
    assert data.get("previousStartDate") == ("2027-02-01T15:00:00+01:00" if has_previous else None)


@pytest.mark.parametrize(
    ("guests", "availability", "remaining"), [(1, "InStock", 9), (6, "LimitedAvailability", 4), (10, "SoldOut", 0)]
)
def test_seats_are_told(guests: int, availability: str, remaining: int) -> None:
    event = make_event(seats_in_all=12, groups={"affected": 2}, max_party=20)
    make_registration(event, n_seats=guests)

    data = read(event)

    assert data["offers"]["availability"] == f"https://schema.org/{availability}"
    assert data["maximumAttendeeCapacity"] == 12
    assert data["remainingAttendeeCapacity"] == remaining


def test_all_day_event_has_days_only() -> None:
    start = datetime(2027, 2, 7, 23, 0, tzinfo=UTC)

    data = read(make_event(all_day=True, starts_at=start, ends_at=start + timedelta(days=1)))

    assert (data["startDate"], data["endDate"]) == ("2027-02-08", "2027-02-09")


def test_series_speakers_languages_and_further_dates_are_told() -> None:
    event = make_event(series=make_series("Jahrestagung"), languages="Deutsch, Deutsche Gebärdensprache und Türkisch")
    Part.objects.create(event=event, role=Part.Role.SPEAKER, name="Dr. Beispiel", function="Beispiel-Hochschule")
    EventDate.objects.create(event=event, starts_at=event.starts_at + timedelta(days=7))

    data = read(event)

    assert data["superEvent"]["@type"] == "EventSeries"
    assert data["superEvent"]["url"] == "http://testserver/termine/reihen/jahrestagung/"
    assert data["performer"] == [{"@type": "Person", "name": "Dr. Beispiel", "jobTitle": "Beispiel-Hochschule"}]
    assert data["inLanguage"] == ["de", "gsg", "tr"]
    assert [sub["startDate"] for sub in data["subEvent"]] == ["2027-02-15T15:00:00+01:00"]


def test_online_and_mixed_events_say_so() -> None:
    online = read(make_event(venue=None, online_url="https://video.example/x"))
    mixed = read(make_event(online_url="https://video.example/x"))

    assert online["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert online["location"] == [{"@type": "VirtualLocation", "url": "https://video.example/x"}]
    assert mixed["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in mixed["location"]] == ["Place", "VirtualLocation"]


def test_no_text_can_end_the_script_element() -> None:
    event = make_event("</script><script>alert(1)</script> & \u2028 <!--")

    text = structured_data.as_json_ld(event)

    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["name"] == "</script><script>alert(1)</script> & \u2028 <!--"


def test_english_page_links_itself_and_names_the_same_event() -> None:
    event = make_event(created_at=NOW)
    german = read(event)

    with translation.override("en"):
        english = read(event)

    assert english["url"] == f"http://testserver/en/termine/2027/{event.slug}/"
    assert english["@id"] == german["@id"]
