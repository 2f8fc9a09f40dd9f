"""The private page behind the link: a GET changes nothing, one button does."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kreisnetz.events.models import Event, Participant, Registration
from kreisnetz.events.registration import Needs, cancel
from tests.make import make_event, make_registration

pytestmark = pytest.mark.django_db


def soon(**kwargs) -> Event:
    now = timezone.now()
    return make_event(now=now, starts_at=now + timedelta(days=20), **kwargs)


def registered(event: Event, **kwargs) -> Registration:
    return make_registration(event, now=timezone.now(), **kwargs)


def state(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).state


def test_following_the_link_confirms_nothing_until_the_button_is_pressed(client: Client) -> None:
    registration = registered(soon(double_opt_in=True))
    url = f"/anmeldung/{registration.token}/bestaetigen/"

    page = client.get(url).content.decode()
    before = state(registration)
    after_page = client.post(url, follow=True).content.decode()

    assert "Ja, ich komme" in page
    assert (before, state(registration)) == ("unconfirmed", "confirmed")
    assert "Sie sind angemeldet." in after_page


def test_button_promises_the_waiting_list_and_no_seat_when_all_are_taken(client: Client) -> None:
    event = soon(double_opt_in=True, seats_in_all=1)
    registered(event)
    url = f"/anmeldung/{registered(event).token}/"

    confirm, leave = (client.get(f"{url}{what}/").content.decode() for what in ("bestaetigen", "abmelden"))

    assert "Ja, auf die Warteliste" in confirm
    assert "dabei" not in confirm
    assert "Damit stehen Sie nicht mehr auf der Warteliste." in leave


def test_private_page_shows_everything_and_is_kept_by_nobody(client: Client) -> None:
    registration = registered(soon(), organisation="Beispiel-Verein", access_needs=Needs(("hoeranlage",)))

    response = client.get(f"/anmeldung/{registration.token}/")
    page = response.content.decode()

    assert "Beispiel-Verein" in page
    assert "Induktive Höranlage" in page
    assert registration.reference in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


def test_change_keeps_people_and_adds_one(client: Client) -> None:
    event = soon(seats_in_all=3)
    registration = registered(event, first_name="Ada", last_name="Eins", email="a@example.org")
    values = {"first_name": "Ada", "last_name": "Eins", "email": "a@example.org", "n_seats": "2", "names": "Bo Zwei"}

    page = client.post(f"/anmeldung/{registration.token}/aendern/", values, follow=True).content.decode()

    assert "Ihre Änderung ist gespeichert." in page
    assert [p.name for p in Participant.objects.all()] == ["Ada Eins", "Bo Zwei"]


def test_change_page_comes_filled_with_what_is_known(client: Client) -> None:
    event = soon(catering=True, menu=("vegan",))
    registration = registered(event, last_name="Ähre", n_seats=2)

    page = client.get(f"/anmeldung/{registration.token}/aendern/").content.decode()

    assert 'value="Ähre"' in page
    assert '<option value="2" selected>' in page


def test_change_to_more_people_than_seats_gets_a_sentence(client: Client) -> None:
    event = soon(seats_in_all=1)
    registration = registered(event, last_name="Eins", email="a@example.org")
    values = {"last_name": "Eins", "email": "a@example.org", "n_seats": "3"}

    page = client.post(f"/anmeldung/{registration.token}/aendern/", values).content.decode()

    assert "So viele Plätze sind nicht mehr frei." in page
    assert Registration.objects.get().n_seats == 1


def test_cancelling_takes_one_button_and_frees_the_seat(client: Client) -> None:
    event = soon(seats_in_all=1)
    registration, waiting = registered(event), registered(event)
    url = f"/anmeldung/{registration.token}/abmelden/"

    asked = client.get(url).content.decode()
    before = state(registration)
    client.post(url)

    assert "Möchten Sie absagen?" in asked
    assert (before, state(registration), state(waiting)) == ("confirmed", "cancelled", "offered")


def test_offer_is_accepted_by_button_and_late_ones_hear_why_not(client: Client) -> None:
    event = soon(seats_in_all=1)
    seated, waiting = registered(event), registered(event)
    url = f"/anmeldung/{waiting.token}/annehmen/"

    too_early = client.post(url).content.decode()
    cancel(seated, now=timezone.now())
    client.post(url)

    assert "Dieser Platz ist nicht mehr für Sie frei" in too_early
    assert state(waiting) == "confirmed"


def test_export_gives_all_stored_data(client: Client) -> None:
    registration = registered(soon(), remarks="später", access_needs=Needs(("assistenz",), "Notiz"))

    data = json.loads(client.get(f"/anmeldung/{registration.token}/daten.json").content)

    assert data["registration"]["remarks"] == "später"
    assert data["access_needs"]["needs"] == ["assistenz"]
    assert len(data["messages"]) == 1


def test_deleting_leaves_nothing_and_the_link_says_so(client: Client) -> None:
    registration = registered(soon())
    url = f"/anmeldung/{registration.token}/"

    client.get(url + "loeschen/")
    before = Registration.objects.count()
    page = client.post(url + "loeschen/").content.decode()
    gone = client.get(url)

    assert (before, Registration.objects.count()) == (1, 0)
    assert "Ihre Daten sind gelöscht" in page
    assert gone.status_code == 404
    assert "Dieser Link ist nicht mehr gültig" in gone.content.decode()


@pytest.mark.parametrize("rest", ["", "aendern/", "abmelden/", "bestaetigen/", "annehmen/", "daten.json", "termin.ics"])
@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "ä"])
def test_unknown_links_get_a_friendly_page(client: Client, token: str, rest: str) -> None:
    response = client.get(f"/anmeldung/{token}/{rest}")

    assert response.status_code == 404
    assert "Link ist nicht mehr gültig" in response.content.decode()


def test_pages_of_a_past_event_change_nothing(client: Client) -> None:
    now = timezone.now()
    event = make_event(now=now, starts_at=now + timedelta(seconds=1))
    registration = registered(event)
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(hours=1))

    client.post(f"/anmeldung/{registration.token}/abmelden/")

    assert state(registration) == "confirmed"


def test_query_of_the_address_does_not_say_somebody_cancelled(client: Client) -> None:
    registration = make_registration(
        make_event(now=timezone.now(), starts_at=timezone.now() + timedelta(days=9)), now=timezone.now()
    )

    page = client.get(f"/anmeldung/{registration.token}/?erledigt=abgemeldet").content.decode()

    assert "Sie sind abgemeldet" not in page
    assert "Sie sind angemeldet" in page
