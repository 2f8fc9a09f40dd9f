"""The one door to a seat: register, confirm, change, cancel, erase."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kreisnetz.core.models import AuditEntry, OutgoingMessage
from kreisnetz.events import seats
from kreisnetz.events.models import AccessNeeds, Event, Participant, Registration
from kreisnetz.events.registration import (
    Attendee,
    Needs,
    Refusal,
    RegistrationRefused,
    cancel,
    change,
    confirm,
    erase,
    refusal,
    register,
)
from tests.make import NOW, make_application, make_event, make_registration, make_user

pytestmark = pytest.mark.django_db
State = Registration.State
WEB = Registration.Channel.WEB


def keys() -> list[str]:
    return [key.split(":")[0] for key in OutgoingMessage.objects.order_by("id").values_list("key", flat=True)]


def test_register_gives_a_seat_and_queues_one_confirmation() -> None:
    event = make_event(seats_in_all=1)

    outcome = register(event, make_application(first_name="Ada", last_name="Beispiel"), channel=WEB, now=NOW)

    assert (outcome.already, outcome.registration.state) == (False, State.CONFIRMED)
    assert [p.name for p in outcome.registration.participants.all()] == ["Ada Beispiel"]
    assert keys() == ["confirmed"]
    assert seats.check(event) == []
    assert list(AuditEntry.objects.values_list("actor", "verb")) == [("public", "register")]


def test_register_puts_on_the_waiting_list_when_full() -> None:
    event = make_event(seats_in_all=1)
    make_registration(event)

    late = make_registration(event)

    assert (late.state, late.waiting_since) == (State.WAITING, NOW)
    assert keys() == ["confirmed", "waiting"]


def test_register_refuses_when_full_without_waiting_list() -> None:
    event = make_event(seats_in_all=1, waiting_list=False)
    make_registration(event)

    with pytest.raises(RegistrationRefused) as refused:
        make_registration(event)

    assert refused.value.refusal == Refusal.FULL
    assert Registration.objects.count() == 1


def test_register_overtakes_nobody_when_a_party_waits() -> None:
    event = make_event(seats_in_all=3)
    make_registration(event, n_seats=2)
    party = make_registration(event, n_seats=2)

    single = make_registration(event)

    assert (party.state, single.state) == (State.WAITING, State.WAITING)


def test_register_uses_reserved_seats_even_when_others_wait() -> None:
    event = make_event(seats_in_all=2, groups={"affected": 1})
    make_registration(event)
    make_registration(event)

    affected = make_registration(event, group="affected")

    assert (affected.state, affected.n_reserved) == (State.CONFIRMED, 1)


def test_register_answers_with_the_same_registration_when_a_form_is_sent_twice() -> None:
    event = make_event()
    application = make_application(form_key="abc")

    first = register(event, application, channel=WEB, now=NOW)
    second = register(event, application, channel=WEB, now=NOW)

    assert second.already
    assert second.registration == first.registration
    assert keys() == ["confirmed"]


def test_register_recognises_the_same_person_kindly() -> None:
    event = make_event(seats_in_all=5)
    register(event, make_application(first_name="Änne", last_name="Groß", email="A@Example.org"), channel=WEB, now=NOW)

    again = register(
        event, make_application(first_name="Dr. Aenne", last_name="gross", email="a@example.org "), channel=WEB, now=NOW
    )

    assert again.already
    assert keys() == ["confirmed", "already_registered"]
    assert seats.availability(event).taken == 1


def test_register_lets_a_secretary_sign_up_several_people_with_one_address() -> None:
    event = make_event()

    for name in ("Eins", "Zwei"):
        register(event, make_application(last_name=name, email="team@example.org"), channel=WEB, now=NOW)

    assert Registration.objects.count() == 2


def test_register_allows_coming_back_after_a_cancellation() -> None:
    event = make_event()
    application = make_application()
    cancel(register(event, application, channel=WEB, now=NOW).registration, now=NOW)

    again = register(event, application, channel=WEB, now=NOW)

    assert (again.already, again.registration.state) == (False, State.CONFIRMED)


def test_database_refuses_a_second_live_registration_when_code_would_forget() -> None:
    registration = make_registration(make_event())

    registration.pk, registration.token, registration.uid = None, "other", "0" * 32
    with pytest.raises(IntegrityError), transaction.atomic():
        registration.save(force_insert=True)


def test_register_makes_one_participant_a_seat_with_names_now_or_later() -> None:
    event = make_event(menu=("vegetarisch",))
    dish = event.menu.get()
    people = (Attendee("Ada", "Eins", dish.pk), Attendee("Bo", "Zwei"))

    registration = make_registration(event, people=people, n_seats=3)

    found = [(p.name, p.menu_choice) for p in registration.participants.all()]
    assert found == [("Ada Eins", dish), ("Bo Zwei", None), ("", None)]


def test_register_keeps_access_needs_in_their_own_table_with_consent_time() -> None:
    registration = make_registration(make_event(), access_needs=Needs(("hoeranlage",), "vorne"))

    needs = AccessNeeds.objects.get()
    assert (needs.registration, needs.needs, needs.note, needs.consented_at) == (
        registration,
        ["hoeranlage"],
        "vorne",
        NOW,
    )


@pytest.mark.parametrize(
    ("event_fields", "reason"),
    [
        ({"status": Event.Status.CANCELLED}, Refusal.CANCELLED),
        ({"status": Event.Status.POSTPONED}, Refusal.POSTPONED),
        ({"registration_open": False}, Refusal.NOT_HERE),
        ({"published": False}, Refusal.NOT_HERE),
        ({"registration_opens_at": NOW + timedelta(hours=1)}, Refusal.NOT_YET),
        ({"deadline_at": NOW - timedelta(seconds=1)}, Refusal.DEADLINE),
        ({"starts_at": NOW - timedelta(hours=1)}, Refusal.BEGUN),
        ({"starts_at": NOW - timedelta(days=1)}, Refusal.BEGUN),
        ({"deadline_at": NOW}, None),
    ],
)
def test_refusal_says_why_the_public_cannot_register(event_fields: dict, reason: Refusal | None) -> None:
    event = make_event(**event_fields)

    assert refusal(event, now=NOW) == reason


def test_office_goes_past_the_deadline_but_never_past_the_seats() -> None:
    clerk = make_user("office")
    event = make_event(seats_in_all=1, deadline_at=NOW - timedelta(days=1))

    first = make_registration(event, channel=Registration.Channel.PHONE, by=clerk, email="")
    second = make_registration(event, channel=Registration.Channel.PHONE, by=clerk, email="")

    assert (first.state, second.state) == (State.CONFIRMED, State.WAITING)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"n_seats": 0}, Refusal.TOO_MANY),
        ({"n_seats": 11}, Refusal.TOO_MANY),
        ({"people": (Attendee("A", "B"), Attendee("C", "D"))}, Refusal.TOO_MANY),
        ({"last_name": "  "}, Refusal.NO_NAME),
        ({"email": ""}, Refusal.NO_CHANNEL),
    ],
)
def test_register_refuses_an_incomplete_wish_and_books_nothing(wish: dict, reason: Refusal) -> None:
    event = make_event(seats_in_all=20)

    with pytest.raises(RegistrationRefused) as refused:
        make_registration(event, **wish)

    assert refused.value.refusal == reason
    assert str(reason.label) == refused.value.sentence
    assert seats.availability(event).taken == 0


def test_double_opt_in_holds_the_seat_until_the_link_is_followed() -> None:
    event = make_event(seats_in_all=1, double_opt_in=True)

    registration = make_registration(event)
    held = (registration.state, seats.availability(event).free)
    confirmed = confirm(registration, now=NOW)

    assert held == (State.UNCONFIRMED, 0)
    assert (confirmed.state, confirmed.email_confirmed_at) == (State.CONFIRMED, NOW)
    assert keys() == ["received", "confirmed"]


def test_confirm_changes_nothing_when_called_twice() -> None:
    registration = make_registration(make_event(double_opt_in=True))

    confirm(registration, now=NOW)
    confirm(registration, now=NOW + timedelta(hours=1))

    assert keys() == ["received", "confirmed"]


def test_confirm_on_the_waiting_list_moves_up_when_a_seat_became_free() -> None:
    event = make_event(seats_in_all=1, double_opt_in=True, offer_hours=0)
    first = confirm(make_registration(event), now=NOW)
    waiting = make_registration(event)
    cancel(first, now=NOW)
    before = Registration.objects.get(pk=waiting.pk).state

    confirmed = confirm(waiting, now=NOW)

    assert (before, confirmed.state) == (State.WAITING, State.CONFIRMED)


def test_confirm_is_refused_after_a_cancellation() -> None:
    registration = make_registration(make_event(double_opt_in=True))
    cancel(registration, now=NOW)

    with pytest.raises(RegistrationRefused) as refused:
        confirm(registration, now=NOW)

    assert refused.value.refusal == Refusal.ENDED


def test_phone_registration_needs_no_confirmation_by_mail() -> None:
    registration = make_registration(
        make_event(double_opt_in=True), channel=Registration.Channel.PHONE, email="", phone="06000 1"
    )

    assert registration.state == State.CONFIRMED


def test_change_keeps_door_codes_and_adds_people() -> None:
    event = make_event(seats_in_all=3)
    application = make_application()
    registration = register(event, application, channel=WEB, now=NOW).registration
    code = registration.participants.get().door_code

    changed = change(registration, replace(application, n_seats=3, remarks="später"), now=NOW)

    assert (changed.n_seats, changed.remarks, seats.availability(event).free) == (3, "später", 0)
    assert changed.participants.first().door_code == code
    assert Participant.objects.count() == 3
    assert keys() == ["confirmed", "changed"]


def test_change_to_fewer_people_frees_seats_for_the_waiting_list() -> None:
    event = make_event(seats_in_all=2, offer_hours=0)
    application = make_application(n_seats=2)
    registration = register(event, application, channel=WEB, now=NOW).registration
    waiting = make_registration(event)

    change(registration, replace(application, n_seats=1), now=NOW)

    waiting.refresh_from_db()
    assert waiting.state == State.CONFIRMED
    assert Participant.objects.filter(registration=registration).count() == 1
    assert seats.check(event) == []


def test_change_to_more_people_is_refused_and_nothing_lost_when_seats_are_gone() -> None:
    event = make_event(seats_in_all=2)
    application = make_application()
    registration = register(event, application, channel=WEB, now=NOW).registration
    make_registration(event)

    with pytest.raises(RegistrationRefused) as refused:
        change(registration, replace(application, n_seats=2, remarks="neu"), now=NOW)

    registration.refresh_from_db()
    assert refused.value.refusal == Refusal.NO_SEATS
    assert (registration.state, registration.n_seats, registration.remarks) == (State.CONFIRMED, 1, "")
    assert seats.check(event) == []


def test_change_to_more_people_overtakes_nobody_who_waits() -> None:
    event = make_event(seats_in_all=3)
    application = make_application()
    registration = register(event, application, channel=WEB, now=NOW).registration
    make_registration(event, n_seats=3)

    with pytest.raises(RegistrationRefused):
        change(registration, replace(application, n_seats=2), now=NOW)


def test_change_moves_seats_between_pools_when_the_group_changes() -> None:
    event = make_event(seats_in_all=3, groups={"affected": 1})
    application = make_application()
    registration = register(event, application, channel=WEB, now=NOW).registration

    changed = change(registration, replace(application, group="affected"), now=NOW)

    assert changed.n_reserved == 1
    assert seats.check(event) == []


def test_change_is_refused_to_the_public_after_the_beginning_but_not_to_the_office() -> None:
    event = make_event()
    application = make_application()
    registration = register(event, application, channel=WEB, now=NOW).registration
    later = event.starts_at + timedelta(minutes=1)

    with pytest.raises(RegistrationRefused) as refused:
        change(registration, application, now=later)
    changed = change(registration, replace(application, organisation="Amt"), now=later, by=make_user("office"))

    assert refused.value.refusal == Refusal.BEGUN
    assert changed.organisation == "Amt"


def test_change_to_somebody_who_is_registered_already_is_refused() -> None:
    event = make_event()
    other = make_application()
    register(event, other, channel=WEB, now=NOW)
    registration = make_registration(event)

    with pytest.raises(RegistrationRefused) as refused:
        change(registration, other, now=NOW)

    assert refused.value.refusal == Refusal.ALREADY


def test_change_refuses_what_register_would_refuse() -> None:
    registration = make_registration(make_event())

    with pytest.raises(RegistrationRefused) as refused:
        change(registration, make_application(last_name=""), now=NOW)

    assert refused.value.refusal == Refusal.NO_NAME


def test_change_of_an_ended_registration_is_refused() -> None:
    registration = make_registration(make_event())
    cancel(registration, now=NOW)

    with pytest.raises(RegistrationRefused) as refused:
        change(registration, make_application(), now=NOW)

    assert refused.value.refusal == Refusal.ENDED


def test_cancel_gives_the_seat_to_the_first_who_waits() -> None:
    event = make_event(seats_in_all=1)
    seated = make_registration(event)
    first = make_registration(event, now=NOW + timedelta(minutes=1))
    second = make_registration(event, now=NOW + timedelta(minutes=2))

    cancel(seated, now=NOW + timedelta(hours=1))

    states = {r.pk: r.state for r in Registration.objects.all()}
    assert states == {seated.pk: State.CANCELLED, first.pk: State.OFFERED, second.pk: State.WAITING}
    assert seats.check(event) == []


def test_cancel_changes_nothing_when_called_twice() -> None:
    event = make_event(seats_in_all=1)
    registration = make_registration(event)

    cancel(registration, now=NOW)
    cancel(registration, now=NOW)

    assert keys() == ["confirmed", "cancelled"]
    assert seats.availability(event).taken == 0


def test_cancel_forgets_access_needs_at_once() -> None:
    registration = make_registration(make_event(), access_needs=Needs(("assistenz",)))

    cancel(registration, now=NOW, notify=False)

    assert not AccessNeeds.objects.exists()
    assert keys() == ["confirmed"]


def test_erase_leaves_nothing_of_the_person() -> None:
    event = make_event(seats_in_all=1)
    registration = make_registration(event, access_needs=Needs(("assistenz",)))

    erase(registration, now=NOW)

    assert not Registration.objects.exists()
    assert not Participant.objects.exists()
    assert not OutgoingMessage.objects.exists()
    assert seats.availability(event).free == 1
