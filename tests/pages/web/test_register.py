"""Registration through the pages: form, check, done; no cookie, no account, kind to mistakes."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from kreisnetz.core import dates, version
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events import editing
from kreisnetz.events.models import AccessNeeds, Event, Registration
from kreisnetz.events.registration import confirm
from tests.make import make_event, make_registration

pytestmark = pytest.mark.django_db


def soon(**kwargs) -> Event:
    now = timezone.now()
    return make_event(now=now, starts_at=now + timedelta(days=20), **kwargs)


def address(event: Event) -> str:
    return f"/termine/{event.year}/{event.slug}/anmelden/"


def stamp(client: Client, event: Event) -> str:
    page = client.get(address(event)).content.decode()
    return re.search(r'name="stamp" value="([^"]+)"', page)[1]


def typed(client: Client, event: Event, **more) -> dict:
    values = {"stamp": stamp(client, event), "last_name": "Beispiel", "email": "kim@example.org", "n_seats": "1"}
    return values | more


def test_registering_takes_one_form_and_two_posts_and_sets_no_cookie(client: Client) -> None:
    event = soon(seats_in_all=1)
    values = typed(client, event, first_name="Kim")

    check = client.post(address(event), values)
    done = client.post(address(event), values | {"step": "book"})

    assert "Stimmt alles?" in check.content.decode()
    assert "Kim" in check.content.decode()
    assert "Sie sind angemeldet" in done.content.decode()
    assert client.cookies == {}
    assert Registration.objects.get().name == "Kim Beispiel"


def test_check_page_books_nothing_and_carries_everything(client: Client) -> None:
    event = soon()
    values = typed(client, event, remarks="später", names="Ada Eins\nBo Zwei", n_seats="3")

    page = client.post(address(event), values).content.decode()

    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert not Registration.objects.exists()
    assert {name: hidden.get(name) for name in values} == values


def test_going_back_from_the_check_page_keeps_what_was_typed(client: Client) -> None:
    event = soon()

    page = client.post(address(event), typed(client, event, last_name="Müller-Lüdenscheid", step="edit"))

    assert 'value="Müller-Lüdenscheid"' in page.content.decode()
    assert "Schritt 1" in page.content.decode()


def test_sending_the_same_form_twice_books_once(client: Client) -> None:
    event = soon()
    values = typed(client, event, step="book")

    pages = [client.post(address(event), values).content.decode() for _n in range(2)]

    assert Registration.objects.count() == 1
    assert pages[0] == pages[1]
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.parametrize("opt_in", [True, False])
def test_nobody_learns_from_the_form_who_is_registered(client: Client, opt_in: bool) -> None:
    event = soon(double_opt_in=opt_in)
    first = client.post(address(event), typed(client, event, step="book")).content.decode()

    second = client.post(address(event), typed(client, event, step="book")).content.decode()

    assert second == first
    assert Registration.objects.count() == 1
    kind = "received" if opt_in else "already_registered"
    assert OutgoingMessage.objects.filter(key__startswith=f"{kind}:").count() == (2 if opt_in else 1)


def test_full_event_answers_a_stranger_and_the_registered_alike(client: Client) -> None:
    event = soon(seats_in_all=1, double_opt_in=False)
    known = typed(client, event, step="book")
    assert "Sie sind angemeldet" in client.post(address(event), known).content.decode()
    stranger = typed(client, event, step="book", last_name="Fremd", email="fremd@example.org")

    asked_again = client.post(address(event), typed(client, event, step="book")).content.decode()
    new = client.post(address(event), stranger).content.decode()

    assert asked_again == new.replace("fremd@example.org", known["email"])
    # The same form once more is the same person: they see what came of it.
    assert "Sie sind angemeldet" in client.post(address(event), known).content.decode()


def test_group_with_names_and_meals_is_one_registration(client: Client) -> None:
    event = soon(catering=True, menu=("vegetarisch", "vegan"))
    vegetarian, vegan = event.menu.all()
    values = typed(
        client, event, n_seats="3", names="Zwei, Ada\nBo Drei", menu=str(vegan.pk), step="book",
        **{f"menu_{vegetarian.pk}": "2"},
    )  # fmt: skip

    client.post(address(event), values)

    people = [(p.first_name, p.last_name, p.menu_choice.name) for p in Registration.objects.get().participants.all()]
    assert people == [("", "Beispiel", "vegan"), ("Ada", "Zwei", "vegetarisch"), ("Bo", "Drei", "vegetarisch")]


def test_registering_without_email_is_answered_by_phone(client: Client) -> None:
    event = soon(double_opt_in=True)
    values = typed(client, event, email="", phone="06000 12", step="book")

    page = client.post(address(event), values).content.decode()

    assert Registration.objects.get().state == "confirmed"
    assert OutgoingMessage.objects.get().channel == "phone"
    assert f"/anmeldung/{Registration.objects.get().token}/" in page


def test_access_needs_are_kept_only_with_consent(client: Client) -> None:
    event = soon()
    values = typed(client, event, needs=["hoeranlage", "sitzplatz"], needs_note="vorne", step="book")

    refused = client.post(address(event), values).content.decode()
    client.post(address(event), values | {"needs_consent": "on"})

    assert "Bitte setzen Sie hier das Häkchen" in refused
    assert AccessNeeds.objects.get().needs == ["hoeranlage", "sitzplatz"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_name": ""}, "Bitte füllen Sie das Feld „Nachname“ aus."),
        ({"email": "kim"}, "Bitte geben Sie eine vollständige E-Mail-Adresse an"),
        ({"email": ""}, "Bitte geben Sie eine E-Mail-Adresse an. Ohne E-Mail reichen"),
        ({"email": "a@b.de\nBcc: x@y.de"}, "Bitte geben Sie eine vollständige E-Mail-Adresse an"),
        ({"n_seats": "0"}, "Bitte wählen Sie eine Zahl von 1 bis 10."),
        ({"n_seats": "999"}, "Bitte wählen Sie eine Zahl von 1 bis 10."),
        ({"n_seats": "abc"}, "Bitte wählen Sie eine Zahl von 1 bis 10."),
        ({"names": "Ada Eins\nBo Zwei"}, "Sie nennen mehr Namen, als Personen kommen."),
        ({"last_name": "x" * 10_000}, "höchstens 100 Zeichen"),
        ({"last_name": "a\x00b"}, "Null"),
        ({"stamp": ""}, "Diese Seite war sehr lange offen."),
        ({"stamp": "gefälscht"}, "Diese Seite war sehr lange offen."),
        ({"website": "http://spam.example"}, "Das unsichtbare Feld war ausgefüllt."),
        ({"needs": ["quatsch"], "needs_consent": "on"}, "quatsch"),
    ],
)
def test_mistakes_get_a_sentence_and_nothing_is_booked(client: Client, wrong: dict, sentence: str) -> None:
    event = soon()

    response = client.post(address(event), typed(client, event, step="book") | wrong)
    page = response.content.decode()

    assert response.status_code == 200
    assert sentence in page
    assert "<title>Fehler:" in page
    assert not Registration.objects.exists()


def test_menu_of_another_event_is_refused(client: Client) -> None:
    other = soon(catering=True, menu=("vegan",))
    event = soon(catering=True, menu=("vegetarisch",))

    page = client.post(address(event), typed(client, event, menu=str(other.menu.get().pk), step="book"))

    assert "<title>Fehler:" in page.content.decode()
    assert not Registration.objects.exists()


def test_full_event_offers_the_waiting_list_before_the_form(client: Client) -> None:
    event = soon(seats_in_all=1)
    make_registration(event, now=timezone.now())

    page = client.get(address(event)).content.decode()
    done = client.post(address(event), typed(client, event, step="book")).content.decode()

    assert "Alle Plätze sind zurzeit vergeben." in page
    assert "Es gibt eine Warteliste" in done


def test_last_seat_taken_while_typing_gets_a_sentence_not_an_error(client: Client) -> None:
    event = soon(seats_in_all=1, waiting_list=False)
    values = typed(client, event, step="book")
    make_registration(event, now=timezone.now())

    response = client.post(address(event), values)

    assert response.status_code == 200
    assert "Alle Plätze sind vergeben, und es gibt keine Warteliste." in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "cancelled"}, "Der Termin ist abgesagt."),
        ({"deadline_at": timezone.now() - timedelta(days=1)}, "Der Anmeldeschluss ist vorbei."),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, "Die Anmeldung ist noch nicht geöffnet."),
        ({"registration_open": False}, "keine Anmeldung auf dieser Seite vorgesehen"),
    ],
)
def test_closed_registration_says_why_and_whom_to_ask(client: Client, fields: dict, sentence: str) -> None:
    event = soon(**fields)

    page = client.get(address(event)).content.decode()

    assert sentence in page
    assert "06000 1234" in page


def test_draft_has_no_registration_page(client: Client) -> None:
    event = soon(published=False)

    assert client.get(address(event)).status_code == 404


@override_settings(REGISTRATIONS_PER_HOUR=2)
def test_flood_from_one_network_is_stopped_kindly_and_shows_what_was_typed(client: Client) -> None:
    event = soon()
    for number in range(2):
        client.post(address(event), typed(client, event, email=f"a{number}@example.org", step="book"))

    response = client.post(address(event), typed(client, event, email="c@example.org", step="book"))
    elsewhere = typed(client, event, email="d@example.org", step="book")
    other = client.post(address(event), elsewhere, REMOTE_ADDR="198.51.100.7")

    assert (response.status_code, other.status_code) == (429, 200)
    assert "c@example.org" in response.content.decode()
    assert Registration.objects.count() == 3


@override_settings(REGISTRATIONS_PER_HOUR=6)
def test_flood_is_counted_in_seats_and_one_large_party_may_come(client: Client) -> None:
    event = soon(max_party=10)

    first = client.post(address(event), typed(client, event, n_seats="8", step="book"))
    second = client.post(address(event), typed(client, event, email="b@example.org", step="book"))

    assert (first.status_code, second.status_code) == (200, 429)
    assert Registration.objects.get().n_seats == 8


@override_settings(UNCONFIRMED_SEATS=5)
def test_seats_nobody_confirms_are_held_for_few_from_one_network_or_address(client: Client) -> None:
    event = soon(double_opt_in=True, max_party=4)

    def book(email: str, name: str, ip: str = "192.0.2.9", **more: str) -> int:
        values = typed(client, event, email=email, last_name=name, step="book", **more)
        response = client.post(address(event), values, REMOTE_ADDR=ip)
        assert response.status_code == 200 or "noch nicht bestätigt" in response.content.decode()
        return response.status_code

    held = [book("a@example.org", "Eins", n_seats="4"), book("b@example.org", "Zwei", n_seats="2")]
    same_address = book("A@example.org", "Drei", ip="198.51.100.7", n_seats="2")
    elsewhere = book("c@example.org", "Vier", ip="203.0.113.5", n_seats="2")
    confirm(Registration.objects.get(last_name="Eins"), now=timezone.now())
    afterwards = book("b@example.org", "Zwei", n_seats="2")

    assert (held, same_address, elsewhere, afterwards) == ([200, 429], 429, 200, 200)
    assert Registration.objects.get(last_name="Eins").source == ""
    assert "192.0.2" not in Registration.objects.get(last_name="Zwei").source


@override_settings(FORM_MIN_SECONDS=3)
def test_form_sent_at_once_is_asked_to_be_sent_again(client: Client) -> None:
    event = soon()

    page = client.post(address(event), typed(client, event, step="book")).content.decode()

    assert "Das ging sehr schnell." in page
    assert not Registration.objects.exists()


def test_english_pages_answer_in_english_and_remember_the_language(client: Client) -> None:
    event = soon()

    page = client.get("/en" + address(event)).content.decode()
    client.post("/en" + address(event), typed(client, event, step="book"))

    assert '<html lang="en">' in page
    assert Registration.objects.get().language == "en"


def test_privacy_page_names_everybody_responsible_and_the_day_of_deletion(client: Client) -> None:
    event = soon(hosts=("Beispiel-Kreis", "Beispiel-Liga"))

    page = client.get(f"/termine/{event.year}/{event.slug}/datenschutz/").content.decode()

    assert "Beispiel-Kreis, Beispiel-Liga" in page
    assert "gemeinsam verantwortlich (Art. 26 DSGVO)" in page
    assert "Anmeldung: am " in page
    assert all(f"Art. {article}" in page for article in ("15, 16, 17 und 20", "18", "21"))


def test_pages_name_the_late_day_of_deletion_when_the_event_is_postponed(client: Client) -> None:
    event = soon()
    registration = make_registration(event, now=timezone.now())
    editing.postpone(event, by="example", now=timezone.now())
    late = dates.day(event.last_at + timedelta(days=365), "de")

    notice = client.get(f"/termine/{event.year}/{event.slug}/datenschutz/").content.decode()
    own = client.get(f"/anmeldung/{registration.token}/").content.decode()

    assert f"30 Tage nach dem neuen Termin, ohne neuen Termin am {late}." in notice
    assert f"spätestens am {late}." in own


def test_form_follows_a_change_of_the_event_at_once(client: Client) -> None:
    event = soon(seats_in_all=1)
    before = client.get(address(event)).content.decode()

    Event.objects.filter(pk=event.pk).update(title="Neuer Titel")
    version.bump()
    renamed = client.get(address(event)).content.decode()
    make_registration(event, now=timezone.now())
    full = client.get(address(event)).content.decode()

    assert ("Neuer Titel" in before, "Neuer Titel" in renamed) == (False, True)
    assert ("Alle Plätze sind zurzeit vergeben." in renamed, "Alle Plätze sind zurzeit vergeben." in full) == (
        False,
        True,
    )


def test_every_visitor_gets_a_stamp_of_their_own(client: Client) -> None:
    event = soon()

    assert stamp(client, event) != stamp(client, event)


def test_form_page_asks_few_questions_of_the_database(client: Client, django_assert_num_queries) -> None:
    event = soon(catering=True, menu=("vegan", "vegetarisch"))
    client.get(address(event))

    with django_assert_num_queries(2):
        client.get(address(event))


def test_another_person_from_the_same_page_is_booked_too(client: Client) -> None:
    event = soon()
    values = typed(client, event, step="book")
    for email in ("kim@example.org", ""):
        client.post(address(event), values | {"email": email, "phone": "06000 1"})
        client.post(
            address(event), values | {"email": email and "bo@example.org", "last_name": "Zwei", "phone": "06000 1"}
        )

    assert Registration.objects.count() == 4


def test_what_one_visitor_had_in_the_address_is_shown_to_nobody_else(client: Client) -> None:
    event = soon()

    client.get(address(event) + "?geheim=1")

    assert "geheim" not in client.get(address(event)).content.decode()
