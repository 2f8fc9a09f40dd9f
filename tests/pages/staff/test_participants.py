"""The list of participants, one registration, and everything the office does with it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kreisnetz.core.models import AuditEntry, OutgoingMessage
from kreisnetz.core.rights import Role
from kreisnetz.events.models import AccessNeeds, Event, Registration
from kreisnetz.events.registration import Needs
from tests import make
from tests.pages.staff.sign_in import fields_of, office

pytestmark = pytest.mark.django_db

PHONE = {"channel": "phone", "phone": "06000 77"}


def url(name: str, obj: Event | Registration) -> str:
    return reverse(f"staff:{name}", args=[obj.pk])


def names_on(page: str) -> list[str]:
    rows = page.split("<tbody>")[1].split('<th scope="row">')[1:]
    return [row.split('">')[1].split("<")[0] for row in rows]


def test_list_is_in_german_order() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    for name in ("Zander", "Öhler", "Oehmer", "Ahorn", "Ärmel"):
        make.make_registration(event, last_name=name, first_name="", now=now)

    page = office().get(url("participants", event)).content.decode()

    assert names_on(page) == ["Ärmel", "Ahorn", "Öhler", "Oehmer", "Zander"]


def test_filters_choose_by_state_channel_and_words() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=2)
    make.make_registration(event, last_name="Mühle", first_name="", organisation="Beispiel-Verein", now=now)
    make.make_registration(event, last_name="Bach", first_name="", now=now, channel="phone", email="", phone="1")
    make.make_registration(event, last_name="Wald", first_name="", now=now)
    client = office()

    def shown(**query: str) -> list[str]:
        page = client.get(url("participants", event), query).content.decode()
        return names_on(page) if "<tbody>" in page else []

    assert shown() == ["Bach", "Mühle", "Wald"]
    assert shown(stand="waiting") == ["Wald"]
    assert shown(kanal="phone") == ["Bach"]
    assert shown(q="muehle") == ["Mühle"]
    assert shown(q="verein") == ["Mühle"]
    assert shown(q="niemand") == []


@pytest.mark.parametrize("n_registrations", [1, 3])
def test_list_needs_the_same_queries_for_any_number_of_people(
    n_registrations: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=50, menu=("vegetarisch",), catering=True)
    for _number in range(n_registrations):
        make.make_registration(event, n_seats=2, access_needs=Needs(("stufenlos",)), now=now)
    client = office()
    client.get(url("participants", event))

    with django_assert_num_queries(10):
        client.get(url("participants", event))


def test_access_needs_are_seen_only_with_their_own_right() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    registration = make.make_registration(event, access_needs=Needs(("stufenlos",), "bitte vorne"), now=now)

    pages = {
        role: [
            office(role).get(url(name, obj)).content.decode()
            for name, obj in (("participants", event), ("registration", registration))
        ]
        for role in (Role.OFFICE, Role.COORDINATION)
    }

    assert ["Unterstützung" in page for page in pages[Role.OFFICE]] == [True, True]
    assert "bitte vorne" in pages[Role.OFFICE][1]
    assert ["Unterstützung" in page for page in pages[Role.COORDINATION]] == [False, False]
    assert "bitte vorne" not in pages[Role.COORDINATION][1]


def test_call_becomes_a_registration_and_the_next_form_keeps_the_channel() -> None:
    event = make.make_event(now=timezone.now(), menu=("vegetarisch", "mit Fleisch"), catering=True)
    menu = event.menu.get(name="vegetarisch")
    client = office()
    fields = fields_of(client.get(url("registration-new", event)).content.decode(), having="last_name")
    typed = {
        **PHONE,
        "last_name": "Groß",
        "first_name": "Änne",
        "organisation": "Beispiel-Verein",
        "menu_choice": str(menu.pk),
        "personen-0-first_name": "Bo",
        "personen-0-last_name": "Klein",
        "n_seats": "3",
        "aktion": "naechste",
    }

    response = client.post(url("registration-new", event), {**fields, **typed})

    registration = event.registrations.get()
    assert (registration.state, registration.channel, registration.n_seats) == ("confirmed", "phone", 3)
    assert [(p.name, p.menu_choice) for p in registration.participants.all()] == [
        ("Änne Groß", menu),
        ("Bo Klein", None),
        ("", None),
    ]
    assert response["Location"] == url("registration-new", event) + "?kanal=phone"
    assert OutgoingMessage.objects.get().channel == OutgoingMessage.Channel.PHONE


def test_answer_goes_out_as_the_office_chose_and_stays_so_after_a_change_on_the_web(client: Client) -> None:
    event = make.make_event(now=timezone.now())
    desk, new = office(), url("registration-new", event)
    fields = fields_of(desk.get(new).content.decode(), having="last_name")
    typed = {**fields, **PHONE, "last_name": "Groß", "email": "kim@example.org", "answer_by": "letter"}

    refused = desk.post(new, typed).content.decode()
    desk.post(new, {**typed, "postal_address": "Weg 1, 00000 Beispielstadt"})
    registration = event.registrations.get()
    own = f"/anmeldung/{registration.token}/aendern/"
    client.post(own, fields_of(client.get(own).content.decode(), having="last_name"))
    by_letter = [(message.channel, message.to_address) for message in OutgoingMessage.objects.order_by("id")]
    change = url("registration-change", registration)
    shown = fields_of(desk.get(change).content.decode(), having="last_name")
    desk.post(change, {**shown, "answer_by": ""})

    assert "Auf diesem Weg soll die Antwort kommen. Bitte füllen Sie das Feld aus" in refused
    assert by_letter == [("letter", "Weg 1, 00000 Beispielstadt")] * 2
    assert shown["answer_by"] == "letter"
    assert OutgoingMessage.objects.latest("id").channel == "email"


def test_seats_follow_the_named_people_when_more_are_named() -> None:
    event = make.make_event(now=timezone.now())
    client = office()
    fields = fields_of(client.get(url("registration-new", event)).content.decode(), having="last_name")
    people = {"personen-0-last_name": "Eins", "personen-1-last_name": "Zwei", "stays_away": "on"}

    client.post(url("registration-new", event), {**fields, **PHONE, "last_name": "Büro", **people})

    registration = event.registrations.get()
    assert (registration.last_name, registration.n_seats) == ("Büro", 2)
    assert [p.last_name for p in registration.participants.all()] == ["Eins", "Zwei"]


def test_office_goes_past_the_deadline_but_never_over_the_seats() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=1, waiting_list=False)
    event.deadline_at = now
    event.save()
    client = office()
    page = client.get(url("registration-new", event)).content.decode()
    assert "Der Anmeldeschluss ist vorbei." in page
    fields = fields_of(page, having="last_name")

    client.post(url("registration-new", event), {**fields, **PHONE, "last_name": "Erste"})
    refused = client.post(url("registration-new", event), {**fields, **PHONE, "last_name": "Zweite"}).content.decode()

    assert "Alle Plätze sind vergeben, und es gibt keine Warteliste." in refused
    assert fields_of(refused, having="last_name")["last_name"] == "Zweite"
    assert [r.last_name for r in event.registrations.all()] == ["Erste"]


def test_probable_double_is_asked_about_and_then_taken() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    make.make_registration(event, first_name="Dr. Änne", last_name="Groß", now=now)
    client = office()
    fields = fields_of(client.get(url("registration-new", event)).content.decode(), having="last_name")
    typed = {**fields, **PHONE, "first_name": "aenne", "last_name": "Gross"}

    page = client.post(url("registration-new", event), typed).content.decode()
    assert "Diese Person ist vielleicht schon angemeldet" in page
    assert event.registrations.count() == 1

    client.post(url("registration-new", event), {**typed, "trotzdem": "1"})
    assert event.registrations.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last_name": ""}, "Bitte geben Sie den Nachnamen an."),
        ({"phone": ""}, "Bitte geben Sie an, wie wir die Person erreichen"),
        ({"n_seats": "0"}, "größer"),
        ({"email": "falsch"}, "vollständige E-Mail-Adresse"),
        ({"needs": ["stufenlos"]}, "Ohne Einverständnis dürfen wir diese Angaben nicht speichern."),
    ],
)
def test_wrong_entry_gets_a_sentence(typed: dict[str, object], sentence: str) -> None:
    event = make.make_event(now=timezone.now())
    client = office()
    fields = fields_of(client.get(url("registration-new", event)).content.decode(), having="last_name")

    page = client.post(
        url("registration-new", event), {**fields, **PHONE, "last_name": "Groß", **typed}
    ).content.decode()

    assert sentence in page
    assert not event.registrations.exists()


def test_nobody_is_taken_down_for_a_cancelled_event() -> None:
    event = make.make_event(now=timezone.now(), status=Event.Status.CANCELLED)

    page = office().get(url("registration-new", event)).content.decode()

    assert "Der Termin ist abgesagt." in page
    assert 'name="last_name"' not in page


def test_change_keeps_what_the_form_does_not_show() -> None:
    now = timezone.now()
    event = make.make_event(now=now)
    registration = make.make_registration(
        event, first_name="Ada", last_name="Beispiel", n_seats=2, access_needs=Needs(("stufenlos",), "vorne"), now=now
    )
    client = office()
    fields = fields_of(client.get(url("registration-change", registration)).content.decode(), having="last_name")

    client.post(url("registration-change", registration), {**fields, "organisation": "Beispiel-Verein"})

    changed = Registration.objects.get(pk=registration.pk)
    assert (changed.organisation, changed.n_seats, changed.email) == ("Beispiel-Verein", 2, registration.email)
    assert (changed.access_needs.needs, changed.access_needs.note) == (["stufenlos"], "vorne")
    assert [p.name for p in changed.participants.all()] == ["Ada Beispiel", ""]


def test_change_for_more_seats_than_are_free_is_refused_and_changes_nothing() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=2)
    registration = make.make_registration(event, now=now)
    client = office()
    fields = fields_of(client.get(url("registration-change", registration)).content.decode(), having="last_name")

    page = client.post(url("registration-change", registration), {**fields, "n_seats": "3"}).content.decode()

    assert "So viele Plätze sind nicht mehr frei." in page
    assert Registration.objects.get(pk=registration.pk).n_seats == 1


@pytest.mark.parametrize(("notify", "n_mails"), [({"notify": "on"}, 1), ({}, 0)])
def test_cancelling_tells_the_person_only_if_wanted(notify: dict[str, str], n_mails: int) -> None:
    now = timezone.now()
    registration = make.make_registration(make.make_event(now=now), now=now)
    OutgoingMessage.objects.all().delete()

    office().post(url("registration-cancel", registration), notify)

    registration.refresh_from_db()
    assert registration.state == Registration.State.CANCELLED
    assert OutgoingMessage.objects.count() == n_mails


def test_waiting_person_moves_up_out_of_order_only_when_a_seat_is_free() -> None:
    now = timezone.now()
    event = make.make_event(now=now, seats_in_all=2)
    taken = make.make_registration(event, now=now)
    big = make.make_registration(event, n_seats=2, now=now)
    small = make.make_registration(event, n_seats=1, now=now)
    client = office()

    client.post(url("registration-promote", big))
    client.post(url("registration-promote", small))

    states = {r.pk: r.state for r in event.registrations.all()}
    assert states == {taken.pk: "confirmed", big.pk: "waiting", small.pk: "confirmed"}


def test_note_is_kept_and_only_its_fact_is_logged() -> None:
    now = timezone.now()
    registration = make.make_registration(make.make_event(now=now), now=now)

    office().post(url("registration-note", registration), {"office_note": "ruft noch einmal an"})

    registration.refresh_from_db()
    assert registration.office_note == "ruft noch einmal an"
    entry = AuditEntry.objects.get(verb="note")
    assert (entry.about, entry.detail) == (f"registration:{registration.pk}", {})


def test_answer_is_queued_again_when_the_office_asks_for_it() -> None:
    now = timezone.now()
    registration = make.make_registration(make.make_event(now=now), now=now)

    office().post(url("registration-resend", registration))

    mails = OutgoingMessage.objects.filter(about=f"registration:{registration.pk}")
    assert [mail.subject for mail in mails] == ["Sie sind angemeldet: Beispieltagung"] * 2


def test_erasing_leaves_nothing_of_the_person() -> None:
    now = timezone.now()
    registration = make.make_registration(make.make_event(now=now), access_needs=Needs(("stufenlos",)), now=now)

    office().post(url("registration-erase", registration))

    assert not Registration.objects.exists()
    assert not AccessNeeds.objects.exists()
    assert not OutgoingMessage.objects.exists()
