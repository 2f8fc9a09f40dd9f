"""List, dashboard and form of existing events, and what two clerks do to each other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kreisnetz.core.rights import Role
from kreisnetz.events import editing
from kreisnetz.events.content import Content
from kreisnetz.events.models import Event, EventStatistics, Registration
from tests import make
from tests.pages.staff.sign_in import fields_of, office

pytestmark = pytest.mark.django_db


def test_list_shows_each_event_in_its_stage() -> None:
    now = timezone.now()
    make.make_event("Kommt noch", now=now)
    make.make_event("Im Entwurf", now=now, published=False)
    full = make.make_event("Ist voll", now=now, seats_in_all=1)
    make.make_registration(full, now=now)
    make.make_event("War einmal", now=now - timedelta(days=60))
    client = office()

    shown = {}
    for stage in ("kommend", "entwuerfe", "ausgebucht", "vergangen"):
        page = client.get(reverse("staff:event-list"), {"stand": stage}).content.decode()
        titles = ("Kommt noch", "Im Entwurf", "Ist voll", "War einmal")
        shown[stage] = [title for title in titles if f">{title}</a>" in page]

    assert shown == {
        "kommend": ["Kommt noch", "Ist voll"],
        "entwuerfe": ["Im Entwurf"],
        "ausgebucht": ["Ist voll"],
        "vergangen": ["War einmal"],
    }


def test_search_finds_umlauts_however_they_are_typed() -> None:
    now = timezone.now()
    make.make_event("Frühe Hilfen", now=now)
    make.make_event("Runder Tisch", now=now)

    page = office().get(reverse("staff:event-list"), {"q": "FRUEHE hilf"}).content.decode()

    assert "Frühe Hilfen" in page
    assert "Runder Tisch" not in page


@pytest.mark.parametrize("n_events", [1, 3])
def test_list_needs_the_same_queries_for_any_number_of_events(
    n_events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    for number in range(n_events):
        event = make.make_event(f"Termin {number}", now=now, seats_in_all=5, series=make.make_series(f"Reihe {number}"))
        make.make_registration(event, now=now)
    client = office()
    client.get(reverse("staff:event-list"))

    with django_assert_num_queries(5):
        client.get(reverse("staff:event-list"))


def test_dashboard_counts_seats_by_state() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=4)
    make.make_registration(event, n_seats=3, now=now)
    make.make_registration(event, n_seats=2, now=now)

    page = office().get(reverse("staff:event", args=[event.pk])).content.decode()

    numbers = [part.split("<")[0] for part in page.split('<dd class="kn-stat__number">')[1:]]
    assert numbers == ["3", "0", "0", "2", "0", "1"]


def test_dashboard_shows_the_sums_that_stay_when_the_people_are_deleted() -> None:
    event = make.make_event(now=timezone.now() - timedelta(days=90))
    EventStatistics.objects.create(event=event, counts={"confirmed": 42, "checked_in": 40}, made_at=timezone.now())

    page = office().get(reverse("staff:event", args=[event.pk])).content.decode()

    assert "Aufbewahrt sind nur Summen: 42 angemeldet, etwa 40 gekommen." in page


def test_reader_sees_the_numbers_but_no_link_to_people_or_changes() -> None:
    event = make.make_event(now=timezone.now())

    page = office(Role.READER).get(reverse("staff:event", args=[event.pk])).content.decode()

    hidden = ("participants", "event-edit", "event-cancel", "registration-new", "message", "lists", "door")
    links = {name: reverse(f"staff:{name}", args=[event.pk]) in page for name in hidden}
    assert links == dict.fromkeys(hidden, False)


def test_edit_saves_what_was_changed_and_nothing_else() -> None:
    event = make.make_event("Alter Titel", now=timezone.now(), seats_in_all=20, menu=("vegetarisch",), catering=True)
    before = Event.objects.values().get(pk=event.pk)
    client = office()
    url = reverse("staff:event-edit", args=[event.pk])

    client.post(url, {**fields_of(client.get(url).content.decode(), having="title"), "title": "Neuer Titel"})

    after = Event.objects.values().get(pk=event.pk)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"title", "search_key", "modified_at"}
    assert after["title"] == "Neuer Titel"
    assert [choice.name for choice in event.menu.all()] == ["vegetarisch"]
    assert editing.capacity_of(event).seats == 20


def test_time_and_place_of_a_public_event_change_only_on_the_page_that_tells_people() -> None:
    event = make.make_event(now=timezone.now())
    client = office()
    url = reverse("staff:event-edit", args=[event.pk])
    fields = fields_of(client.get(url).content.decode(), having="title")

    client.post(url, {**fields, "starts_on": "1.1.2030", "starts_time": "10:00"})

    assert "starts_on" not in fields
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at


def test_second_clerk_sees_both_values_and_loses_nothing() -> None:
    event = make.make_event("Alter Titel", now=timezone.now())
    client, url = office(), reverse("staff:event-edit", args=[event.pk])
    fields = fields_of(client.get(url).content.decode(), having="title")
    other = make.make_user(Role.OFFICE, name="Ada Beispiel")
    editing.save(event, Content({"title": "Titel von Ada"}), by=other, now=timezone.now(), seen=event.modified_at)

    page = client.post(url, {**fields, "title": "Mein Titel", "fee": "5 Euro"}).content.decode()

    assert "Ada Beispiel hat diesen Termin am" in page
    assert "Titel von Ada" in page
    assert Event.objects.get(pk=event.pk).title == "Titel von Ada"
    again = fields_of(page, having="title")
    assert (again["title"], again["fee"]) == ("Mein Titel", "5 Euro")
    client.post(url, again)
    saved = Event.objects.get(pk=event.pk)
    assert (saved.title, saved.fee) == ("Mein Titel", "5 Euro")


def test_fewer_seats_than_taken_get_a_sentence_at_the_field() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=5)
    make.make_registration(event, n_seats=3, now=now)
    client, url = office(), reverse("staff:event-edit", args=[event.pk])

    page = client.post(
        url, {**fields_of(client.get(url).content.decode(), having="title"), "seats": "2"}
    ).content.decode()

    assert "Es sind schon 3 Plätze vergeben. Weniger geht nicht." in page
    assert editing.capacity_of(event).seats == 5


def test_chosen_menu_cannot_be_dropped() -> None:
    now = timezone.now()
    event = make.make_event(now=now, menu=("vegetarisch", "mit Fleisch"), catering=True)
    participant = make.make_participant(event, now=now)
    participant.menu_choice = event.menu.get(name="vegetarisch")
    participant.save()
    client, url = office(), reverse("staff:event-edit", args=[event.pk])

    fields = fields_of(client.get(url).content.decode(), having="title")
    page = client.post(url, {**fields, "menu": "mit Fleisch"}).content.decode()

    assert "„vegetarisch“ ist schon 1-mal gewählt und kann nicht entfallen." in page
    assert event.menu.count() == 2


def test_draft_is_published_from_its_page_and_deleted_draft_is_gone() -> None:
    now = timezone.now()
    draft, other = make.make_event(now=now, published=False), make.make_event(now=now, published=False)
    client = office()

    client.post(reverse("staff:event-publish", args=[draft.pk]))
    client.post(reverse("staff:event-delete", args=[other.pk]))
    client.post(reverse("staff:event-delete", args=[draft.pk]))

    assert [(event.pk, event.is_public) for event in Event.objects.all()] == [(draft.pk, True)]


def test_preview_shows_a_draft_to_the_office_only() -> None:
    draft = make.make_event("Noch geheim", now=timezone.now(), published=False)

    page = office().get(reverse("staff:event-preview", args=[draft.pk])).content.decode()

    assert "Noch geheim" in page
    assert office().get(reverse("web:event", args=[draft.year, draft.slug])).status_code == 404


def test_cancelling_shows_who_will_be_told_before_anything_happens() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    make.make_registration(event, now=now)
    make.make_registration(event, now=now, email="", phone="06000 1", channel=Registration.Channel.PHONE)
    client, url = office(), reverse("staff:event-cancel", args=[event.pk])
    fields = fields_of(client.get(url).content.decode(), having="note")

    page = client.post(url, {**fields, "note": "Sturm", "aktion": "ansehen"}).content.decode()
    assert "2 Anmeldungen werden benachrichtigt" in page
    assert "E-Mail: 1" in page
    assert "Anruf: 1" in page
    assert "Abgesagt: Beispieltagung" in page
    assert Event.objects.get(pk=event.pk).status == Event.Status.SCHEDULED

    client.post(url, {**fields_of(page, having="note"), "aktion": "ausfuehren"})
    cancelled = Event.objects.get(pk=event.pk)
    assert (cancelled.status, cancelled.status_note) == (Event.Status.CANCELLED, "Sturm")


def test_moving_takes_new_day_and_place_and_tells_everybody() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    make.make_registration(event, now=now)
    client, url = office(), reverse("staff:event-move", args=[event.pk])
    fields = fields_of(client.get(url).content.decode(), having="starts_on")
    typed = {
        "starts_on": "3.5.2027",
        "starts_time": "10",
        "ends_time": "12:30",
        "venue": "",
        "venue_name": "Neuer Saal",
    }

    page = client.post(url, {**fields, **typed, "aktion": "ansehen"}).content.decode()
    assert "1 Anmeldung wird benachrichtigt" in page
    client.post(url, {**fields_of(page, having="starts_on"), "aktion": "ausfuehren"})

    moved = Event.objects.get(pk=event.pk)
    assert f"{moved.starts_at:%Y-%m-%d %H:%M}" == "2027-05-03 08:00"
    assert (str(moved.venue), moved.status, moved.sequence) == ("Neuer Saal", Event.Status.MOVED, 1)


def test_accessibility_of_a_place_is_entered_once_for_all_its_events() -> None:
    event = make.make_event(now=timezone.now())
    client, url = office(), reverse("staff:venue", args=[event.venue_id])
    back = reverse("staff:event", args=[event.pk])

    response = client.post(
        url, {**fields_of(client.get(f"{url}?zurueck={back}").content.decode(), having="name"), "step_free": "ja"}
    )

    event.venue.refresh_from_db()
    assert event.venue.step_free is True
    assert event.venue.accessible_toilet is None
    assert response["Location"] == back


def test_foreign_address_is_not_followed_after_saving_a_place() -> None:
    event = make.make_event(now=timezone.now())
    client, url = office(), reverse("staff:venue", args=[event.venue_id])
    fields = fields_of(client.get(url).content.decode(), having="name")

    response = client.post(url, {**fields, "zurueck": "https://example.org/"})

    assert response["Location"] == reverse("staff:home")
