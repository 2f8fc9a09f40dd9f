"""One import from the file to the register: start, correct the columns, decide, apply, forget. The only door for imports.

The file waits in its ImportRun until it is applied, a day at most; nothing of it is in the register before apply().
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kreisnetz.core import audit
from kreisnetz.core.models import User
from kreisnetz.register import editing
from kreisnetz.register.history import Writer
from kreisnetz.register.importing import known as register
from kreisnetz.register.importing import plan as planning
from kreisnetz.register.importing.wishes import SKIP, Plan, SeatWish
from kreisnetz.register.models import Actor, ContactChannel, ImportRun, Membership, Network, Person, RememberedMapping
from kreisnetz.register.sheets import reading as sheets
from kreisnetz.register.sheets.contract import Mapping as ColumnMapping
from kreisnetz.register.sheets.contract import Reading

LIMIT = 25_000_000
WAITS = timedelta(days=1)


class StillUnclear(ValueError):
    """Some lines of the plan need an answer first; nothing was written."""

    def __init__(self, n: int) -> None:
        super().__init__(str(n))
        self.n = n


class AlreadyDone(ValueError):
    """This run was applied, or its file is no longer there."""


def start(data: bytes, name: str, *, by: User | None, now: datetime) -> tuple[ImportRun, Reading]:
    """Read the file, with the corrections remembered for its shape. Raises sheets.contract.Refusal; then nothing is kept."""
    found = sheets.read(data, name)
    remembered = RememberedMapping.objects.filter(signature=found.signature).first() if found.signature else None
    mapping = remembered.mapping if remembered else {}
    if mapping:
        found = sheets.read(data, name, ColumnMapping.from_json(mapping))
    run = ImportRun.objects.create(
        file_name=name[-200:], sha256=hashlib.sha256(data).hexdigest(), by=by, read_at=now, data=data, mapping=mapping
    )
    return run, found


def reading_of(run: ImportRun) -> Reading:
    """The file as its columns are understood now. Raises AlreadyDone when the file is gone."""
    if run.data is None:
        raise AlreadyDone
    return sheets.read(bytes(run.data), run.file_name, ColumnMapping.from_json(run.mapping))


def set_mapping(run: ImportRun, mapping: ColumnMapping, *, now: datetime) -> None:
    """Keep what a person corrected, for this file and for the next one of the same shape."""
    run.mapping = mapping.to_json()
    run.save(update_fields=["mapping"])
    signature = sheets.read(bytes(run.data or b""), run.file_name).signature
    if signature:
        RememberedMapping.objects.update_or_create(
            signature=signature, defaults={"mapping": run.mapping, "used_at": now}
        )


def decide(run: ImportRun, decisions: Mapping[str, str]) -> None:
    run.decisions = {**run.decisions, **decisions}
    run.save(update_fields=["decisions"])


def plan_of(run: ImportRun, *, today: date, progress: Callable[[int, int], None] | None = None) -> Plan:
    return planning.make(reading_of(run), register.load(), run.decisions, today=today, progress=progress)


@transaction.atomic
def apply(run: ImportRun, *, by: User | str | None, now: datetime) -> Plan:
    """Write the plan, all or nothing. Raises StillUnclear and AlreadyDone."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.applied_at is not None:
        raise AlreadyDone
    plan = plan_of(run, today=now.date())
    if plan.unclear:
        raise StillUnclear(len(plan.unclear))
    with Writer(by, now, run) as writer:
        _Work(plan, run, writer).do()
    run.applied_at, run.data = now, None
    run.counts = dict(plan.counts)
    run.save(update_fields=["applied_at", "data", "counts"])
    audit.record(by, "import", run, now=now, **{f"n_{verb}": n for verb, n in plan.counts.items()})
    return plan


def forget_files(*, now: datetime) -> int:
    """Rule of jobs.retention: files nobody decided about."""
    return ImportRun.objects.filter(data__isnull=False, read_at__lt=now - WAITS).update(data=None)


class _Work:
    """Rows of the plan into rows of the register, many at once; what was read keeps its place as source."""

    def __init__(self, plan: Plan, run: ImportRun, writer: Writer) -> None:
        self.plan, self.run, self.writer = plan, run, writer
        self.taken: set[str] = set()

    def do(self) -> None:
        self._networks()
        self._actors()
        self._people()
        self._seats()
        for seat, day in self.plan.ends:
            self.writer.update(seat, {"until": day, "until_precision": Membership.Precision.DAY})

    def _networks(self) -> None:
        new = [wish for wish in self.plan.networks if wish.row is None]
        for wish in new:
            wish.row = Network(name=wish.name, short_name=wish.short_name, kind=wish.kind or Network.Kind.NETWORK)
            editing.derive(wish.row, taken=self.taken)
        self.writer.create_many([wish.row for wish in new if wish.row])

    def _actors(self) -> None:
        wishes = [wish for wish in self.plan.actors if not wish.skipped]
        new = [wish for wish in wishes if wish.row is None]
        changed = [wish for wish in wishes if wish.row is not None and wish.values]
        for wish in changed:
            if wish.row is not None:
                self.writer.update(wish.row, wish.values)
        for wish in wishes:
            if wish.row is not None and wish.fields:
                there = set(wish.row.fields_of_action.values_list("pk", flat=True))
                self.writer.update(wish.row, {}, {"fields_of_action": there | wish.fields})
        for wish in new:
            wish.row = Actor(name=wish.name, **wish.values)
            editing.derive(wish.row, taken=self.taken)
        many = [{"fields_of_action": wish.fields} if wish.fields else {} for wish in new]
        self.writer.create_many([wish.row for wish in new if wish.row], many)
        self._channels(wishes, "actor")

    def _people(self) -> None:
        wishes = [wish for wish in self.plan.people if not wish.actor.skipped]
        new = [wish for wish in wishes if wish.row is None]
        for wish in wishes:
            if wish.row is not None and wish.function and wish.function != wish.row.function:
                self.writer.update(wish.row, {"function": wish.function})
        for wish in new:
            said = wish.said
            wish.row = Person(
                actor=wish.actor.row,
                title=said.title[:60],
                first_name=said.first_name[:100],
                last_name=said.last_name[:100],
                function=wish.function,
                source=f"{self.run.file_name}, {wish.place}"[:200],
            )
            editing.derive(wish.row)
        self.writer.create_many([wish.row for wish in new if wish.row])
        self._channels(wishes, "person")

    def _channels(self, wishes: list[Any], name: str) -> None:
        rows = []
        for wish in wishes:
            there = {(c.kind, c.value) for c in wish.row.channels.all()} if wish.row.pk and wish.channels else set()
            first = len(there)
            fresh = [way for way in wish.channels if way not in there]
            rows += [
                ContactChannel(**{name: wish.row}, kind=kind, value=value, position=first + number)
                for number, (kind, value) in enumerate(fresh)
            ]
        self.writer.create_many(rows)

    def _seats(self) -> None:
        new: list[Membership] = []
        seen: set[int] = set()
        for wish in self.plan.seats:
            if wish.actor.skipped or self.run.decisions.get(wish.key) == SKIP:
                continue
            values = {**wish.values, **_people_of(wish)}
            if wish.row is None:
                group = values.pop("group", "") or (wish.actor.row.default_group if wish.actor.row else "")
                source = f"{self.run.file_name}, {wish.said.cell.place}"[:200]
                new.append(
                    Membership(network=wish.network.row, actor=wish.actor.row, group=group, source=source, **values)
                )
            elif wish.row.pk not in seen:
                seen.add(wish.row.pk)
                self.writer.update(wish.row, values)
        self.writer.create_many(new)


def _people_of(wish: SeatWish) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if wish.person is not None:
        found |= {"person": wish.person.row, "is_vacant": False}
    elif wish.said.is_vacant:
        found |= {"person": None, "is_vacant": True}
    if wish.deputy is not None:
        found["deputy"] = wish.deputy.row
    return found
