"""The door without JavaScript, and the answers door.ts gets. The browser's side is in test_door_offline.py."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Role
from kreisnetz.events.models import Event, Participant, Registration
from kreisnetz.events.registration import cancel
from tests.events.test_scan import photo
from tests.make import NOW, make_event, make_participant, make_registration, make_user

pytestmark = pytest.mark.django_db


def at_the_door(client: Client, event: Event) -> Client:
    client.force_login(make_user(Role.DOOR, scope=event.scope()))
    return client


def address(event: Event, name: str = "door") -> str:
    return reverse(f"staff:{name}", args=[event.pk])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def is_here(participant: Participant) -> bool:
    return Participant.objects.get(pk=participant.pk).checked_in_at is not None


def test_door_lists_everybody_with_one_button_each_and_counts(client: Client) -> None:
    event = make_event()
    make_participant(event, first_name="Änne", last_name="Özbeispiel")
    make_registration(event, first_name="Kim", last_name="Abeispiel", n_seats=2)

    page = text_of(at_the_door(client, event).get(address(event)))

    names = ["Abeispiel, Kim", "Begleitung von Kim Abeispiel", "Özbeispiel, Änne"]
    assert sorted(names, key=page.index) == names
    assert page.count('name="da"') == 3
    assert '<strong data-door="here">0</strong> von <span data-door="expected">3</span> da' in page


def test_tick_counts_once_and_can_be_taken_back(client: Client) -> None:
    event = make_event()
    participant = make_participant(event, last_name="Beispiel", first_name="Kim")
    at_the_door(client, event)

    for _time in range(2):
        response = client.post(address(event), {"da": participant.pk}, follow=True)
    assert is_here(participant)
    assert "ist da, seit" in text_of(response) and '<strong data-door="here">1</strong> von' in text_of(response)

    for _time in range(2):
        response = client.post(address(event), {"weg": participant.pk}, follow=True)
    assert not is_here(participant)
    assert "nicht (mehr) als anwesend eingetragen" in text_of(response)
    verbs = AuditEntry.objects.filter(verb__contains="check_in").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["check_in", "undo_check_in"]


@pytest.mark.parametrize("query", ["özbei", "OEZBEI", "Änne", "verein", "beispiel verein"])
def test_search_finds_by_part_of_name_or_organisation(client: Client, query: str) -> None:
    event = make_event()
    make_participant(event, first_name="Änne", last_name="Özbeispiel", organisation="Muster-Verein")
    make_participant(event, first_name="Kim", last_name="Andersbeispiel")

    page = text_of(at_the_door(client, event).get(address(event), {"q": query}))

    assert "Özbeispiel, Änne" in page and "Andersbeispiel, Kim" not in page
    assert "1 gefunden" in page


def test_search_is_kept_after_a_tick(client: Client) -> None:
    event = make_event()
    participant = make_participant(event, last_name="Beispiel")

    response = at_the_door(client, event).post(address(event), {"da": participant.pk, "q": "beispiel & söhne"})

    assert response["Location"] == f"{address(event)}?q=beispiel+%26+s%C3%B6hne&zuletzt={participant.pk}"


@pytest.mark.parametrize("data", [{}, {"da": "x"}, {"da": "-1"}, {"da": "9" * 30}, {"weg": "0"}, {"da": "999999"}])
def test_tick_of_nobody_says_so(client: Client, data: dict[str, str]) -> None:
    event = make_event()

    page = text_of(at_the_door(client, event).post(address(event), data, follow=True))

    assert "Diese Person steht nicht mehr auf der Liste." in page


def test_people_without_a_seat_are_shown_without_a_button_and_not_let_in(client: Client) -> None:
    event = make_event(seats_in_all=1)
    make_registration(event)
    waiting = make_participant(event, last_name="Wartebeispiel")
    at_the_door(client, event)

    page = text_of(client.get(address(event)))
    assert "steht auf der Warteliste, kein Platz" in page
    assert f'value="{waiting.pk}" aria-labelledby="tun-{waiting.pk} name-{waiting.pk}" hidden' in page

    page = text_of(client.post(address(event), {"da": waiting.pk}, follow=True))
    assert "Für diese Person gibt es keinen Platz" in page and not is_here(waiting)


def test_code_shows_the_person_and_ticks_nobody_off(client: Client) -> None:
    event = make_event()
    participant = make_participant(event, first_name="Kim", last_name="Beispiel")
    at_the_door(client, event)
    full = f"http://testserver{address(event)}?code={participant.door_code}"

    for code in (participant.door_code, participant.door_code.upper(), full):
        page = text_of(client.get(address(event), {"code": code}))
        assert '<p class="kn-door-one__name">Beispiel, Kim</p>' in page
    assert not is_here(participant)


def test_code_says_since_when_somebody_is_here(client: Client) -> None:
    event = make_event()
    participant = make_participant(event)
    Participant.objects.filter(pk=participant.pk).update(checked_in_at=NOW)

    page = text_of(at_the_door(client, event).get(address(event), {"code": participant.door_code}))

    assert "ist schon da: eingelassen um 09:00 Uhr." in page


def test_code_of_another_event_unknown_code_and_cancelled_registration_say_so(client: Client) -> None:
    event, other = make_event(), make_event("Andere Beispieltagung")
    hidden = make_event("Geheimer Entwurf", published=False)
    gone = make_participant(event)
    cancel(gone.registration, now=NOW)
    at_the_door(client, event)

    def answer(code: str) -> str:
        return text_of(client.get(address(event), {"code": code}))

    assert "gehört zu einem anderen Termin: „Andere Beispieltagung“ am 08.02.2027" in answer(
        make_participant(other).door_code
    )
    secret = answer(make_registration(hidden, by=make_user(Role.OFFICE)).participants.get().door_code)
    assert "gehört zu einem anderen Termin." in secret and "Geheimer Entwurf" not in secret
    assert "Diesen Code kennen wir nicht" in answer("0123456789abcdef")
    assert "Diesen Code kennen wir nicht" in answer("\x00<script>")
    assert "abgemeldet oder verfallen" in answer(gone.door_code)


def test_photo_of_a_badge_leads_to_its_person(client: Client) -> None:
    event = make_event()
    participant = make_participant(event)
    picture = photo(f"https://termine.example.org{address(event)}?code={participant.door_code}")
    at_the_door(client, event)

    response = client.post(address(event, "door-scan"), {"photo": SimpleUploadedFile("foto.jpg", picture)})

    assert response["Location"] == f"{address(event)}?code={participant.door_code}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leer"),
        (b"no picture", "ist kein Foto"),
        (photo("https://example.org/"), "kein lesbarer Code"),
        (None, "Bitte wählen Sie eine Datei"),
    ],
    ids=["empty", "text", "other code", "missing"],
)
def test_photo_that_does_not_help_says_why(client: Client, content: bytes | None, sentence: str) -> None:
    event = make_event()
    data = {} if content is None else {"photo": SimpleUploadedFile("foto.jpg", content)}

    response = at_the_door(client, event).post(address(event, "door-scan"), data)

    assert sentence in text_of(response)
    assert "<title>Fehler: Einlass" in text_of(response)


# --- walk-ins ---------------------------------------------------------------------------------------------------------


def test_walk_in_is_signed_up_and_here(client: Client) -> None:
    event = make_event(seats_in_all=1)
    at_the_door(client, event)
    key = client.get(address(event, "door-walk-in")).context["form"]["form_key"].value()
    data = {"first_name": "Kim", "last_name": "Neubeispiel", "organisation": "", "form_key": key}

    for _time in range(2):
        page = text_of(client.post(address(event, "door-walk-in"), data, follow=True))

    assert "Neubeispiel, Kim" in page and "ist da, seit" in page
    registration = Registration.objects.get()
    assert (registration.channel, registration.state) == ("onsite", "confirmed")


def test_walk_in_hears_a_clear_no_when_the_event_is_full(client: Client) -> None:
    event = make_event(seats_in_all=1)
    make_registration(event)
    at_the_door(client, event)

    response = client.post(address(event, "door-walk-in"), {"last_name": "Neubeispiel", "form_key": "k" * 20})

    assert "Alle Plätze sind vergeben. Mehr Plätze kann nur die Geschäftsstelle" in text_of(response)
    assert "<title>Fehler: " in text_of(response)
    assert Registration.objects.count() == 1


def test_walk_in_hears_that_others_wait_when_free_seats_are_theirs(client: Client) -> None:
    event = make_event(seats_in_all=2)
    make_registration(event)
    make_registration(event, n_seats=2)
    at_the_door(client, event)

    page = text_of(client.post(address(event, "door-walk-in"), {"last_name": "Neubeispiel"}))

    assert "gehören Menschen auf der Warteliste" in page
    assert Registration.objects.count() == 2


def test_walk_in_is_refused_when_the_event_is_cancelled_or_over(client: Client) -> None:
    at = timezone.now()
    for event in (make_event(status=Event.Status.CANCELLED), make_event(starts_at=at - timedelta(days=3))):
        at_the_door(client, event)
        page = text_of(client.post(address(event, "door-walk-in"), {"last_name": "Neubeispiel"}))
        assert "<title>Fehler: " in page and not event.registrations.exists()


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_walk_in_needs_a_name(client: Client, name: str) -> None:
    event = make_event()

    page = text_of(at_the_door(client, event).post(address(event, "door-walk-in"), {"last_name": name}))

    assert 'href="#id_last_name"' in page
    assert not Registration.objects.exists()


# --- what door.ts asks ------------------------------------------------------------------------------------------------


def send(client: Client, event: Event, ticks: Any) -> Any:
    return client.post(address(event, "door-data"), json.dumps({"ticks": ticks}), "application/json")


def test_ticks_may_come_twice_and_the_answer_tells_who_is_here(client: Client) -> None:
    event = make_event()
    here, gone = make_participant(event), make_participant(event)
    at_the_door(client, event)

    for _time in range(2):
        answer = send(client, event, [{"id": here.pk, "here": True}, {"id": gone.pk, "here": False}]).json()

    assert list(answer["here"]) == [str(here.pk)]
    assert (answer["refused"], answer["expected"]) == ({}, 2)
    assert AuditEntry.objects.filter(verb__contains="check_in").count() == 1


def test_ticks_that_cannot_be_are_refused_one_by_one(client: Client) -> None:
    event, other = make_event(seats_in_all=1), make_event()
    fine, waiting = make_participant(event), make_participant(event, first_name="Kim", last_name="Wartebeispiel")
    stranger = make_participant(other)
    at_the_door(client, event)

    ticks = [{"id": one.pk, "here": True} for one in (waiting, stranger, fine)]
    answer = send(client, event, ticks).json()

    assert answer["refused"] == {
        str(waiting.pk): "Kim Wartebeispiel hat keinen Platz (mehr) und wurde nicht eingelassen.",
        str(stranger.pk): "Diese Person steht nicht mehr auf der Liste.",
    }
    assert is_here(fine) and not is_here(waiting) and not is_here(stranger)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"ticks": 1}',
        b'{"ticks": {"a": 1}}',
        b'{"ticks": [1]}',
        b'{"ticks": [{"id": "1", "here": true}]}',
        b'{"ticks": [{"id": true, "here": true}]}',
        b'{"ticks": [{"id": 1, "here": 1}]}',
        b'{"ticks": [{"id": 99999999999999999999, "here": true}]}',
        b"[" * 100_000,
    ],
)
def test_ticks_of_another_kind_are_refused_without_an_error_page(client: Client, body: bytes) -> None:
    event = make_event()

    response = at_the_door(client, event).post(address(event, "door-data"), body, "application/json")

    assert response.status_code == 400
    assert response.json() == {"error": "Diese Anfrage verstehen wir nicht."}


def test_data_sends_the_list_only_when_it_changed(client: Client) -> None:
    event = make_event()
    participant = make_participant(event, first_name="Kim", last_name="Beispiel", organisation="Verein")
    at_the_door(client, event)

    first = client.get(address(event, "door-data")).json()
    send(client, event, [{"id": participant.pk, "here": True}])
    second = client.get(address(event, "door-data"), {"stand": first["standing"]}).json()
    make_participant(event)
    third = client.get(address(event, "door-data"), {"stand": first["standing"]}).json()

    assert first["people"] == [
        {
            "id": participant.pk,
            "name": "Beispiel, Kim",
            "organisation": "Verein",
            "note": "",
            "words": "kim beispiel beispiel verein kim beispiel",
            "code": participant.door_code,
            "seat": True,
        }
    ]
    assert "people" not in second and list(second["here"]) == [str(participant.pk)]
    assert len(third["people"]) == 2


def test_data_explains_a_strange_code(client: Client) -> None:
    event, other = make_event(), make_event("Andere Beispieltagung")
    at_the_door(client, event)

    answer = client.get(address(event, "door-data"), {"code": make_participant(other).door_code}).json()

    assert "Andere Beispieltagung" in answer["sentence"]


# --- who may ----------------------------------------------------------------------------------------------------------

DOOR_PAGES = ["door", "door-data", "door-walk-in"]


@pytest.mark.parametrize("name", DOOR_PAGES)
def test_door_account_reaches_its_own_event_and_no_other(client: Client, name: str) -> None:
    mine, other = make_event(), make_event()
    at_the_door(client, mine)

    assert client.get(address(mine, name)).status_code == 200
    assert client.get(address(other, name)).status_code == 403
    assert client.post(address(other, name), {"da": make_participant(other).pk}).status_code == 403
    assert not Participant.objects.filter(checked_in_at__isnull=False).exists()


@pytest.mark.parametrize("name", ["event", "participants", "lists", "buffet", "event-edit"])
def test_door_account_reaches_nothing_else(client: Client, name: str) -> None:
    event = make_event()

    assert at_the_door(client, event).get(address(event, name)).status_code == 403


@pytest.mark.parametrize("name", DOOR_PAGES)
def test_door_is_closed_when_the_grant_has_expired_and_for_readers(client: Client, name: str) -> None:
    event = make_event()
    late = make_user(Role.DOOR, scope=event.scope())
    late.grants.update(expires_at=timezone.now() - timedelta(minutes=1))

    for user in (late, make_user(Role.READER), make_user(Role.COORDINATION)):
        client.force_login(user)
        assert client.get(address(event, name)).status_code == 403


@pytest.mark.parametrize("n", [1, 3])
def test_door_asks_the_database_the_same_number_of_times(
    client: Client, n: int, django_assert_num_queries: Any
) -> None:
    event = make_event()
    for _number in range(n):
        make_registration(event, n_seats=2)
    at_the_door(client, event)
    client.get(address(event))

    with django_assert_num_queries(5):  # session, account, grants, event, people
        client.get(address(event))


def test_door_may_use_the_camera_and_other_pages_may_not(client: Client) -> None:
    event = make_event()
    at_the_door(client, event)

    assert "camera=(self)" in client.get(address(event))["Permissions-Policy"]
    assert "camera=()" in client.get(address(event, "door-walk-in"))["Permissions-Policy"]
