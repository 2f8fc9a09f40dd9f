"""Contact persons are told, may object, and are forgotten: in the entry, its history and the index."""

from datetime import timedelta

import pytest
from django.db import connection

from kreisnetz.core import search
from kreisnetz.core.models import OutgoingMessage, SearchWord
from kreisnetz.jobs import retention
from kreisnetz.register import editing, people
from kreisnetz.register.models import Change, ContactChannel, Person
from tests.make import NOW, make_actor, make_membership, make_network, make_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def test_notice_goes_out_once_after_two_days_and_says_what_is_stored_and_why() -> None:
    actor = make_actor("Beispiel-Diakonie")
    person = make_person("Zwetschge", "Zoe", email="zoe@example.org", actor=actor, source="Liste.xlsx, Zeile 4")
    make_membership(actor, make_network("Runder Tisch"), person=person)

    assert people.tell_due(now=NOW + timedelta(days=1)) == 0
    assert people.tell_due(now=LATER) == 1
    assert people.tell_due(now=LATER) == 0

    mail = OutgoingMessage.objects.get()
    for words in (
        "Zoe Zwetschge",
        "zoe@example.org",
        "Runder Tisch",
        "Beispiel-Diakonie",
        "Liste.xlsx, Zeile 4",
        "Art. 6",
    ):
        assert words in mail.text
    assert people.find(mail.text.split("/eintrag/person/")[1].split("/")[0]) == person


def test_without_mail_a_letter_and_never_to_a_protected_address() -> None:
    place = {"street": "Beispielweg 1", "postcode": "00000", "town": "Beispielstadt"}
    open_house = make_person("Offen", actor=make_actor("Beispiel-Amt", **place))
    hidden = make_person("Geschützt", actor=make_actor("Beispiel-Frauenhaus", protected_address=True, **place))

    people.tell_due(now=LATER)

    assert [(m.channel, m.about) for m in OutgoingMessage.objects.all()] == [("letter", f"person:{open_house.pk}")]
    hidden.refresh_from_db()
    assert hidden.told_at is None


def planted() -> Person:
    actor = make_actor("Beispiel-Diakonie")
    person = make_person("Zwetschge", "Zoe", email="zoe@example.org", actor=actor, function="Quittenkunde")
    make_membership(actor, make_network("Runder Tisch"), person=person)
    editing.change(person, {"function": "Quittenkunde und mehr"}, by=None, now=NOW)
    people.tell(person, now=NOW)
    return person


def everywhere(word: str) -> list[str]:
    """Tables in which the word stands in some column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if word in str(cursor.fetchall()).casefold():
                found.append(table)
    return found


def test_whoever_objects_is_gone_at_once_and_the_seat_stays_vacant() -> None:
    person = planted()
    seat = person.seats.get()
    assert len(everywhere("zwetschge")) > 3

    people.object_(person, now=LATER)

    seat.refresh_from_db()
    assert (seat.person, seat.is_vacant) == (None, True)
    assert [everywhere(word) for word in ("zwetschge", "quitten", "zoe@")] == [[], [], []]
    assert people.find(people.url_of(person).split("/")[-2]) is None
    assert search.find("zwetschge", audiences={"public", "office", "contacts"}) == []
    assert not SearchWord.objects.filter(word="zwetschge").exists()


def test_whoever_left_is_anonymous_after_twelve_months() -> None:
    person = planted()
    editing.leave_person(person, on=NOW.date(), by=None, now=NOW)

    retention.run(now=NOW + timedelta(days=360))
    assert Person.objects.get().last_name == "Zwetschge"
    retention.run(now=NOW + timedelta(days=370))

    assert everywhere("zwetschge") == []
    assert not ContactChannel.objects.filter(person=person).exists()
    assert not Change.objects.filter(shown_on=f"person:{person.pk}").exists()


def test_bounced_mail_marks_every_contact_with_this_address() -> None:
    person = make_person(email="zoe@example.org")
    make_person("Andere", email="andere@example.org")

    assert people.mark_bounced("Zoe@Example.org ", now=NOW) == 1
    assert people.way_to(Person.objects.get(pk=person.pk)) is None


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "ä" * 300])
def test_strange_tokens_find_nobody(token: str) -> None:
    assert people.find(token) is None
