"""Nothing personal is left when the days are over: not in any column of any table, and not in the bytes of the file."""

import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from kreisnetz.core import mail
from kreisnetz.core.each import SomeFailed
from kreisnetz.core.models import AuditEntry, OutgoingMessage, RateCount, RetentionEntry, RoleGrant
from kreisnetz.core.rights import Role
from kreisnetz.events import door, editing, notices
from kreisnetz.events.models import AccessNeeds, Event, EventStatistics, Participant, Registration
from kreisnetz.events.registration import Attendee, Needs, cancel
from kreisnetz.events.seats import check
from kreisnetz.jobs import retention
from kreisnetz.jobs.tick import tick
from tests.make import NOW, make_event, make_registration, make_user

DAY = timedelta(days=1)
# Every one of these stands in some column after plant(); "zq" keeps them from occurring by chance.
SENSITIVE = ("zqgebaerden", "zqmenue")
WORDS = (
    "zqvorname", "zqnachname", "zqorganisation", "zqmail", "zqtelefon", "zqfax", "zqanschrift", "zqbemerkung", "zqnotiz",
    "zqbegleitung", "zqnachricht", "zqfehler", "zqbarriere", "zqabgemeldet", "zqunbestaetigt", "zqwartend", *SENSITIVE,
)  # fmt: skip


def plant(n: int = 1) -> Event:
    """One event whose registrations carry the words in every field a person can fill, in every state."""
    event = make_event(seats_in_all=40 * n, menu=("zqmenue vegan",), double_opt_in=True, max_party=5)
    office = make_user(Role.OFFICE)
    for number in range(n):
        person: dict[str, Any] = {
            "first_name": f"zqvorname{number}",
            "last_name": "zqnachname",
            "organisation": "zqorganisation",
            "phone": "zqtelefon",
            "fax": "zqfax",
            "postal_address": "zqanschrift\n00000 Beispielstadt",
            "remarks": "zqbemerkung " * 30,
            "people": (Attendee("", "", event.menu.get().pk), Attendee("zqbegleitung", "zqbegleitung")),
            "n_seats": 3,
            "access_needs": Needs(("gebaerdensprache",), "zqgebaerden"),
        }
        main = make_registration(event, email=f"zqmail{number}@example.org", by=office, **person)
        make_registration(event, email="", channel="letter", by=office, **person)
        make_registration(event, last_name="zqunbestaetigt", email=f"u{number}@example.org")
        cancel(make_registration(event, last_name="zqabgemeldet", by=office), now=NOW)
        Registration.objects.filter(pk=main.pk).update(office_note="zqnotiz")
        door.check_in(main.participants.all()[0], now=event.starts_at, by=office)
    editing.save(event, editing.Content(capacity=editing.Capacity(check_taken(event))), by="example", now=NOW)
    make_registration(event, last_name="zqwartend", by=office)
    notices.notify_all(event, notices.Kind.MESSAGE, now=NOW, subject="zqnachricht", body="zqnachricht", message_key="1")
    OutgoingMessage.objects.filter(key__startswith="message").update(last_error="550 zqfehler unbekannt")
    mail.queue(key="b", about="barrier:0", to_address="b@example.org", subject="zqbarriere", text="zqbarriere", now=NOW)
    Session.objects.create(session_key="zq", session_data="zqsitzung", expire_date=NOW + DAY)
    RateCount.objects.create(key="zqhash", hour=NOW)
    RoleGrant.objects.create(user=make_user(), role=Role.DOOR, scope=event.scope(), expires_at=event.ends_at)
    return event


def check_taken(event: Event) -> int:
    return sum(event.pools.values_list("taken", flat=True))


def columns_with(words: tuple[str, ...]) -> dict[str, set[str]]:
    """Where in the whole database each word stands: every column of every table, read as text."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cursor.execute(f'SELECT "{column.name}" FROM "{table}"')
                text = "\n".join(str(row[0]) for row in cursor.fetchall())
                for word in words:
                    if word in text:
                        found.setdefault(word, set()).add(f"{table}.{column.name}")
    return found


def bytes_on_disk() -> bytes:
    """The database file and its log, as they lie on the disk.

    Another process reads them: closing a file of ours would drop every lock this process holds on it, and the next child that
    closes its connection would take the log away from under us.
    """
    path = Path(str(connection.settings_dict["NAME"]))
    files = [str(file) for file in (path, path.with_name(path.name + "-wal")) if file.exists()]
    return subprocess.run(["/bin/cat", *files], check=True, capture_output=True).stdout


@pytest.mark.django_db
def test_every_word_is_found_before_its_time_is_over() -> None:
    plant()

    assert sorted(columns_with(WORDS)) == sorted(WORDS)


@pytest.mark.django_db
def test_food_and_access_needs_go_first_when_seven_days_are_over() -> None:
    event = plant()

    retention.run(now=event.last_at + 6 * DAY)
    before = columns_with(SENSITIVE)
    retention.run(now=event.last_at + 7 * DAY + timedelta(minutes=1))

    after = columns_with(WORDS)
    assert "zqgebaerden" in before
    assert "zqgebaerden" not in after
    assert not AccessNeeds.objects.exists()
    assert not Participant.objects.filter(menu_choice__isnull=False).exists()
    assert {"zqvorname", "zqnotiz", "zqwartend"} <= set(after)


@pytest.mark.django_db
def test_no_word_is_left_when_thirty_days_are_over() -> None:
    event = plant()

    tick(now=event.last_at + 30 * DAY + timedelta(minutes=1))

    # The menu itself ("vegan") is the event's, not a person's; who chose it is gone.
    assert columns_with(tuple(word for word in WORDS if word != "zqmenue")) == {}
    assert columns_with(("zqsitzung", "zqhash")) == {}
    assert Registration.objects.count() == Participant.objects.count() == OutgoingMessage.objects.count() == 0
    assert not RoleGrant.objects.filter(role=Role.DOOR).exists()
    assert check(event) == []
    assert Event.objects.get(pk=event.pk).retention_done_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "word"),
    [("registrations", "zqvorname"), ("messages", "zqbarriere"), ("rate_counts", "zqhash"), ("sessions", "zqsitzung")],
)
def test_search_finds_what_is_left_when_a_rule_is_missing(
    rule: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: without the rule its word is still there."""
    event = plant()
    monkeypatch.setattr(retention, "RULES", tuple(other for other in retention.RULES if other.id != rule))

    retention.run(now=event.last_at + 31 * DAY)

    assert word in columns_with((word,))


@pytest.mark.django_db(transaction=True)
def test_no_byte_of_a_word_is_on_the_disk_when_thirty_days_are_over() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("nur auf SQLite: die Datei liegt offen")
    event = plant(12)
    before = {word for word in WORDS if word.encode() in bytes_on_disk()}

    retention.run(now=event.last_at + 8 * DAY)
    sensitive = b"zqgebaerden" in bytes_on_disk()
    retention.run(now=event.last_at + 31 * DAY)

    left = bytes_on_disk()
    assert before == set(WORDS)
    assert not sensitive
    assert [word for word in WORDS if word != "zqmenue" and word.encode() in left] == []


@pytest.mark.django_db
def test_audit_entries_go_when_their_days_are_over() -> None:
    plant()
    n = AuditEntry.objects.count()

    retention.run(now=NOW + 179 * DAY)
    kept = AuditEntry.objects.filter(at=NOW).count()
    retention.run(now=NOW + 181 * DAY)

    assert kept > 5 and n > 5
    assert not AuditEntry.objects.filter(at=NOW).exists()


@pytest.mark.django_db
def test_ledger_tells_day_rule_and_number_and_nothing_else() -> None:
    event = plant()
    day = (event.last_at + 31 * DAY).date()

    retention.run(now=event.last_at + 31 * DAY)
    retention.run(now=event.last_at + 31 * DAY)

    lines = dict(RetentionEntry.objects.filter(day=day).values_list("rule", "n"))
    assert set(lines) == {rule.id for rule in retention.RULES}
    assert (lines["unconfirmed"], lines["registrations"], lines["rate_counts"], lines["door_grants"]) == (1, 4, 1, 1)


@pytest.mark.django_db
def test_sums_are_kept_when_the_people_are_deleted() -> None:
    event = make_event(menu=("vegetarisch",))
    for _ in range(6):
        make_registration(event, people=(Attendee("Kim", "Beispiel", event.menu.get().pk),))

    retention.run(now=event.last_at + 8 * DAY)
    retention.run(now=event.last_at + 31 * DAY)

    counts = EventStatistics.objects.get(event=event).counts
    assert (counts["confirmed"], counts["menu"], counts["channels"]) == (6, {"vegetarisch": 6}, {"web": 6})


@pytest.mark.django_db
def test_people_stay_when_the_event_waits_for_a_new_date() -> None:
    event = make_event()
    make_registration(event)
    editing.postpone(event, by="example", now=NOW)

    retention.run(now=event.last_at + 31 * DAY)
    waiting = Registration.objects.count()
    retention.run(now=event.last_at + 366 * DAY)

    assert (waiting, Registration.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_registration_goes_thirty_days_after_it_was_cancelled_when_the_event_is_far_away() -> None:
    event = make_event(starts_at=NOW + 200 * DAY)
    cancelled, live = make_registration(event), make_registration(event)
    cancel(cancelled, now=NOW)

    retention.run(now=NOW + 29 * DAY)
    before = Registration.objects.count()
    retention.run(now=NOW + 31 * DAY)

    assert before == 2
    assert list(Registration.objects.all()) == [live]
    assert not OutgoingMessage.objects.filter(about=f"registration:{cancelled.pk}").exists()


@pytest.mark.django_db
def test_days_come_from_the_settings(settings: Any) -> None:
    settings.KEEP_REGISTRATION_DAYS, settings.KEEP_SENSITIVE_DAYS = 3, 1
    event = make_event()
    make_registration(event, access_needs=Needs(("stufenlos",)))

    retention.run(now=event.last_at + 2 * DAY)
    assert (Registration.objects.count(), AccessNeeds.objects.count()) == (1, 0)
    retention.run(now=event.last_at + 4 * DAY)
    assert Registration.objects.count() == 0


@pytest.mark.django_db
def test_other_rules_are_applied_when_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: datetime) -> int:
        raise LookupError

    event = plant()
    broken = retention.Rule("broken", "nie", fail)
    monkeypatch.setattr(retention, "RULES", (broken, *retention.RULES))

    with pytest.raises(SomeFailed):
        retention.run(now=event.last_at + 31 * DAY)

    assert Registration.objects.count() == 0
