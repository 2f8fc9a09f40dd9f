"""Organisations keep their own entry true, by a private link and as far as they are trusted."""

from datetime import date, timedelta

import pytest

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.register import editing, own_entry
from kreisnetz.register.models import Actor, ActorLink, ContactChannel, Correction, Person
from kreisnetz.register.own_entry import NewContact, Wish
from tests.make import NOW, make_actor, make_field, make_membership, make_network, make_person, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def actor_with_mail(**kwargs: object) -> Actor:
    actor = make_actor("Beispiel-Diakonie", **kwargs)
    rows = [(None, {"kind": "email", "value": "stelle@example.org", "is_public": True}, {})]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=NOW)
    return actor


def test_stale_entries_are_asked_once_a_year_and_reminded_once() -> None:
    actor = actor_with_mail()
    make_actor("Ohne Adresse")
    make_actor("Frisch", confirmed_on=NOW.date())

    assert own_entry.ask_due(now=NOW) == 1
    assert own_entry.ask_due(now=NOW + DAY) == 0
    assert own_entry.remind_due(now=NOW + 20 * DAY) == 0
    assert own_entry.remind_due(now=NOW + 22 * DAY) == 1
    assert own_entry.remind_due(now=NOW + 23 * DAY) == 0
    assert own_entry.remind_due(now=NOW + 60 * DAY) == 0
    mails = list(OutgoingMessage.objects.order_by("id"))
    assert [mail.to_address for mail in mails] == ["stelle@example.org"] * 2
    assert "Erinnerung" in mails[1].subject
    assert actor.name in mails[0].text
    assert own_entry.ask_due(now=NOW + 400 * DAY) == 1


def test_token_is_not_kept_and_holds_for_a_while() -> None:
    link, token = own_entry.make_link(make_actor(), now=NOW)

    assert token not in str(vars(link))
    assert own_entry.find(token, now=NOW + DAY) == link
    assert own_entry.find(token, now=NOW + 91 * DAY) is None
    assert own_entry.find(token + "x", now=NOW) is None
    ActorLink.objects.update(revoked_at=NOW)
    assert own_entry.find(token, now=NOW) is None


def test_one_click_confirms() -> None:
    link, _token = own_entry.make_link(make_actor(), now=NOW)

    own_entry.confirm(link, now=NOW)

    actor = Actor.objects.get()
    assert actor.confirmed_on == NOW.date()
    assert own_entry.remind_due(now=NOW + 30 * DAY) == 0


def test_contacts_hold_at_once_and_the_rest_waits() -> None:
    actor, field = actor_with_mail(), make_field()
    link, _token = own_entry.make_link(actor, now=NOW)
    wish = Wish(
        fields={"website": "https://beispiel.example", "about": "Neu"},
        lists={"fields_of_action": [field.pk]},
        channels=[("email", "stelle@example.org"), ("phone", "06000 1")],
        remark="Danke!",
    )

    outcome = own_entry.submit(link, wish, now=NOW)

    actor.refresh_from_db()
    assert outcome.holds == {"website", "channels"}
    assert outcome.waits == {"about", "fields_of_action"}
    assert (actor.website, actor.about) == ("https://beispiel.example", "")
    assert [(channel.value, channel.is_public) for channel in actor.channels.all()] == [
        ("stelle@example.org", True),
        ("06000 1", False),
    ]
    assert outcome.correction is not None
    own_entry.decide(outcome.correction, accepted=True, by=make_user(), now=NOW)
    actor.refresh_from_db()
    assert (actor.about, list(actor.fields_of_action.all())) == ("Neu", [field])
    assert own_entry.decide(outcome.correction, accepted=False, by=make_user(), now=NOW) is False


@pytest.mark.parametrize(("trust", "waits"), [("wait", {"website", "about"}), ("all", set())])
def test_trust_decides_what_waits(trust: str, waits: set[str]) -> None:
    link, _token = own_entry.make_link(make_actor(trust=trust), now=NOW)

    outcome = own_entry.submit(link, Wish(fields={"website": "https://b.example", "about": "Neu"}), now=NOW)

    assert outcome.waits == waits
    assert Correction.objects.exists() == bool(waits)


def test_consent_taken_back_hides_the_entry_at_once() -> None:
    link, _token = own_entry.make_link(make_actor(public=True, trust="wait"), now=NOW)

    outcome = own_entry.submit(link, Wish(may_be_shown=False), now=NOW)

    actor = Actor.objects.get()
    assert (actor.is_public, actor.agreed_on, outcome.waits) == (False, None, frozenset())


def test_consent_given_does_not_publish_by_itself() -> None:
    link, _token = own_entry.make_link(make_actor(), now=NOW)

    own_entry.submit(link, Wish(may_be_shown=True), now=NOW)

    actor = Actor.objects.get()
    assert (actor.is_public, actor.agreed_on) == (False, NOW.date())


def test_new_contact_takes_over_the_seats_of_the_old_one() -> None:
    actor = make_actor()
    before = make_person(actor=actor)
    seat = make_membership(actor, make_network(), person=before)
    link, _token = own_entry.make_link(actor, now=NOW)

    own_entry.submit(
        link, Wish(contact=NewContact("Neu", "Beispiel", email="neu@example.org", replaces=before.pk)), now=NOW
    )

    seat.refresh_from_db()
    before.refresh_from_db()
    assert str(seat.person) == "Neu Beispiel"
    assert before.left_on == NOW.date()


def test_leaving_a_network_waits_and_foreign_seats_are_passed_over() -> None:
    actor = make_actor()
    seat = make_membership(actor, make_network("Eins"), since=date(2020, 1, 1))
    foreign = make_membership(make_actor("Andere"), make_network("Zwei"))
    link, _token = own_entry.make_link(actor, now=NOW)

    outcome = own_entry.submit(link, Wish(leaves={seat.pk: date(2027, 1, 31), foreign.pk: date(2027, 1, 31)}), now=NOW)

    assert outcome.correction is not None
    own_entry.decide(outcome.correction, accepted=True, by=make_user(), now=NOW)
    seat.refresh_from_db()
    foreign.refresh_from_db()
    assert (seat.until, foreign.until) == (date(2027, 1, 31), None)


def test_mail_that_bounced_is_not_used_and_a_persons_address_is_the_second_choice() -> None:
    actor = actor_with_mail()
    ContactChannel.objects.update(bounced_at=NOW)
    assert own_entry.address_of(actor) == ""

    make_person(actor=actor, email="person@example.org")
    assert own_entry.address_of(Actor.objects.get()) == "person@example.org"
    Person.objects.update(left_on=NOW.date())
    assert own_entry.address_of(Actor.objects.get()) == ""
