"""One process of a race: gets ready, waits for the start signal of all, does its part, prints what came of it as JSON.

Called as `python -m tests.race_worker` on the database the environment names. Each line of its standard input is a part (name and
arguments as JSON): it says "ready", waits for one more line, and says what came of it. Everything goes through the doors of the rooms, as in the running service.
"""

# ruff: noqa: E402 - the models can be imported only after django.setup()
import json
import os
import random
import secrets
import signal
import sys
import time
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.utils import timezone

from kreisnetz.core import mail
from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.events import registration as door
from kreisnetz.events import seats, waiting_list
from kreisnetz.events.models import Event, Registration, SeatPool
from kreisnetz.events.registration import Application, RegistrationRefused
from tests.make import make_event, make_user

GROUPS = ("", "affected", "practice")


def prepare(**options: Any) -> dict[str, Any]:
    """A published event that begins in four weeks."""
    event = make_event(f"Rennen {secrets.token_hex(4)}", now=timezone.now(), **options)
    return {
        "event": event.pk,
        "path": f"/termine/{event.year}/{event.slug}/",
        "user": make_user("office", email=f"{secrets.token_hex(4)}@example.org").pk,
    }


def _application(name: str, **values: Any) -> Application:
    return Application(first_name="Kim", last_name=f"Beispiel {name}", email=f"{name}@example.org", **values)


def sign_up(*, event: int, names: list[str], n_seats: int = 1, mixed: bool = False, guarded: bool = True) -> list[Any]:
    """These people sign up one after the other: [name, state, began, ended] each."""
    if not guarded:
        _take_the_guard_away()
    row = Event.objects.get(pk=event)
    chance = random.Random(names[0])
    done = []
    for name in names:
        seats_wanted = chance.randint(1, 3) if mixed else n_seats
        group = chance.choice(GROUPS) if mixed else ""
        began = time.monotonic()
        now = timezone.now()
        application = _application(name, n_seats=seats_wanted, group=group)
        state = door.register(row, application, channel="web", now=now).registration.state
        done.append([name, state, began, time.monotonic()])
    return done


def _take_the_guard_away() -> None:
    """As somebody would write it who has not thought of others: read, compare, write, in autocommit."""

    def take(event: Event, n: int, group: str = "", *, only_reserved: bool = False) -> seats.Hold | None:
        pool = SeatPool.objects.get(event=event, group="")
        if pool.seats is not None and pool.seats - pool.taken < n:
            return None
        pool.taken += n
        pool.save(update_fields=["taken"])
        return seats.Hold(n, 0)

    seats.lock_event = lambda event_id: Event.objects.get(pk=event_id)
    seats.take = take
    door.register = door.register.__wrapped__


def same(*, event: int, times: int, form_key: str | None) -> list[Any]:
    """The same person again and again."""
    row = Event.objects.get(pk=event)
    application = _application("dieselbe", form_key=form_key)
    return [door.register(row, application, channel="web", now=timezone.now()).already for _ in range(times)]


def everything(*, event: int, user: int, seed: int, rounds: int) -> dict[str, int]:
    """Sign up, cancel, change, accept, move up, let offers run out: all at random, all at once."""
    row, by = Event.objects.get(pk=event), User.objects.get(pk=user)
    chance = random.Random(seed)
    counts: dict[str, int] = {}
    for number in range(rounds):
        what = chance.choice(("register", "register", "cancel", "change", "accept", "promote", "expire"))
        try:
            _do(what, row, by, f"p{seed}-{number}", chance)
        except (RegistrationRefused, waiting_list.NoSeat, waiting_list.OfferGone):
            what = f"{what} refused"
        counts[what] = counts.get(what, 0) + 1
    return counts


def _do(what: str, event: Event, by: User, name: str, chance: random.Random) -> None:
    now = timezone.now()
    wanted = _application(name, n_seats=chance.randint(1, 3), group=chance.choice(GROUPS))
    if what == "register":
        door.register(event, wanted, channel="web", now=now)
        return
    if what == "expire":
        waiting_list.expire_offers(now=now + timedelta(days=chance.choice((0, 3))))
        return
    state = {"accept": "offered", "promote": "waiting"}.get(what)
    some = event.registrations.filter(state=state) if state else event.registrations.live()
    chosen = list(some.order_by("id")[:40])
    if not chosen:
        return
    registration = chance.choice(chosen)
    if what == "cancel":
        door.cancel(registration, now=now)
    elif what == "change":
        door.change(registration, wanted, now=now)
    elif what == "accept":
        waiting_list.accept(registration, now=now)
    else:
        waiting_list.promote(registration, now=now, by=by)


def send(*, minutes: int = 0, die: bool = False) -> int:
    """Send what is due so many minutes from now; die: kill -9 between the server's "accepted" and our mark."""
    if die:
        mail._mine = lambda row: os.kill(os.getpid(), signal.SIGKILL)
    total = 0
    now = timezone.now() + timedelta(minutes=minutes)
    while sent := mail.send_due(now=now):
        total += sent
    return total


def look(*, event: int) -> dict[str, Any]:
    """How things stand: counters, states, the waiting list in its order, confirmations per person."""
    row = Event.objects.get(pk=event)
    seated = row.registrations.seated()
    rows = list(seated.values_list("n_seats", "n_reserved"))
    confirmations = OutgoingMessage.objects.filter(key__startswith="confirmed:", event_ref=row.scope())
    return {
        "problems": seats.check(row),
        "seated": sum(n for n, _reserved in rows),
        "seated_rows": len(rows),
        "pools": {pool.group: [pool.seats, pool.taken] for pool in row.pools.all()},
        "waiting": [r.last_name.removeprefix("Beispiel ") for r in row.registrations.waiting()],
        "heads": list(row.registrations.waiting().values_list("group", "n_seats")),
        "confirmed": sorted(f"registration:{pk}" for pk in row.registrations.coming().values_list("pk", flat=True)),
        "confirmations": sorted(confirmations.values_list("about", flat=True)),
        "people": sorted(row.registrations.coming().values_list("email", flat=True)),
        "message_ids": dict(confirmations.values_list("to_address", "message_id")),
        "unsent": confirmations.filter(sent_at__isnull=True).count(),
        "live": row.registrations.live().count(),
        "all": Registration.objects.filter(event=row).count(),
    }


PARTS = {part.__name__: part for part in (prepare, sign_up, same, everything, send, look)}


def main() -> None:
    """Part after part, each a line of JSON, until the input ends."""
    connection.ensure_connection()
    for line in iter(sys.stdin.readline, ""):
        name, arguments = json.loads(line)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        sys.stdout.write(json.dumps(PARTS[name](**arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
