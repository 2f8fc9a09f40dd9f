"""Every change of the register, before and after: who, when, what; and taking it back. The only place that writes Change rows.

Pages and imports never call save() on a register row themselves; they call register.editing or a Writer of this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from kreisnetz.core import audit, version
from kreisnetz.core.models import User
from kreisnetz.register import findable
from kreisnetz.register.models import Change, ImportRun

By = User | str | None
# Reckoned from other fields or from the clock; never part of a history.
DERIVED = frozenset({"sort_key", "name_key", "person_key", "search_key", "map_x", "map_y", "created_at", "modified_at"})


class ChangedSince(ValueError):
    """Something in the way of taking back: the same fields were changed again, or other entries hang on it now.

    `clashes` are the refs of these entries ("actor:12"); nothing was changed.
    """

    def __init__(self, clashes: Sequence[str]) -> None:
        super().__init__(", ".join(clashes))
        self.clashes = list(clashes)


def values_of(obj: models.Model) -> dict[str, Any]:
    """All fields of a row as JSON knows them: days as ISO text, references as numbers, many-to-many as sorted numbers."""
    found = plain_values(obj)
    if obj.pk is not None:
        for relation in obj._meta.many_to_many:
            found[relation.name] = sorted(getattr(obj, relation.name).values_list("pk", flat=True))
    return found


def plain_values(obj: models.Model) -> dict[str, Any]:
    """Without many-to-many: no query."""
    return {
        column.attname: _as_json(getattr(obj, column.attname))
        for column in obj._meta.concrete_fields
        if column.name not in DERIVED
    }


@dataclass
class Writer:
    """Creates, updates and deletes register rows and keeps their history; flush() (or the with block) writes the history.

    All rows of one Writer carry the same moment, person and import run. Use inside transaction.atomic().
    """

    by: By
    now: datetime
    run: ImportRun | None = None
    changes: list[Change] = field(default_factory=list)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.flush()

    def create(self, obj: models.Model, many: Mapping[str, Iterable[Any]] | None = None) -> models.Model:
        self.create_many([obj], [many or {}])
        return obj

    def create_many(self, rows: Sequence[models.Model], many: Sequence[Mapping[str, Iterable[Any]]] = ()) -> None:
        """New rows of one model in few statements. many[i]: the many-to-many values of rows[i]."""
        if not rows:
            return
        for row in rows:
            _stamp(row, self.now, new=True)
        type(row)._default_manager.bulk_create(rows, batch_size=500)
        for number, row in enumerate(rows):
            after = plain_values(row)
            for name, values in (many[number] if many else {}).items():
                chosen = list(values)
                getattr(row, name).set(chosen)
                after[name] = sorted(item if isinstance(item, int) else item.pk for item in chosen)
            self._note(Change.Verb.CREATE, row, {}, after)

    def update(
        self, obj: models.Model, values: Mapping[str, Any], many: Mapping[str, Iterable[Any]] | None = None
    ) -> set[str]:
        """Set what differs; gives the names of the fields that did. Nothing is written when nothing differs."""
        before = values_of(obj) if many else plain_values(obj)
        for name, value in values.items():
            setattr(obj, name, value)
        after = plain_values(obj)
        for name, chosen in (many or {}).items():
            after[name] = sorted(item if isinstance(item, int) else item.pk for item in chosen)
        changed = {name for name in after if after[name] != before.get(name)}
        if not changed:
            return set()
        for name in changed & set(many or {}):
            getattr(obj, name).set(after[name])
        _stamp(obj, self.now, new=False)
        obj.save()
        self._note(Change.Verb.UPDATE, obj, {n: before.get(n) for n in changed}, {n: after[n] for n in changed})
        return changed

    def delete(self, obj: models.Model) -> None:
        """The row and what hangs on it, each with its own line of history. Raises ProtectedError when it must not go."""
        self._let_go(obj)
        for relation in obj._meta.related_objects:
            if relation.on_delete is models.CASCADE and relation.related_model._meta.app_label == "register":
                for row in relation.related_model._default_manager.filter(**{relation.field.name: obj}):
                    if not isinstance(row, Change):
                        self.delete(row)
        self._note(Change.Verb.DELETE, obj, values_of(obj), {})
        obj.delete()

    def _let_go(self, obj: models.Model) -> None:
        """Rows that stay and name the one that goes (the person of a seat, the host of a network) say so in their history."""
        for relation in obj._meta.related_objects:
            if relation.related_model._meta.app_label != "register":
                continue
            name = relation.field.name
            if not relation.many_to_many and relation.on_delete is not models.SET_NULL:
                continue
            for row in relation.related_model._default_manager.filter(**{name: obj}):
                if relation.many_to_many:
                    kept = set(getattr(row, name).values_list("pk", flat=True)) - {obj.pk}
                    self.update(row, {}, {name: sorted(kept)})
                else:
                    self.update(row, {name: None})

    def flush(self) -> None:
        Change.objects.bulk_create(self.changes, batch_size=500)
        if self.changes:
            version.bump()
            self._refresh_index()
        self.changes = []

    def _refresh_index(self) -> None:
        """What was changed is found by its new words; what is gone is not found any more."""
        touched: dict[str, set[int]] = {"actor": set(), "network": set(), "person": set()}
        for change in self.changes:
            if not change.about.startswith("membership:"):
                for ref in (change.about, change.shown_on, change.also_on):
                    kind, _, number = ref.partition(":")
                    if kind in touched:
                        touched[kind].add(int(number))
        for kind, numbers in touched.items():
            findable.refresh(apps.get_model("register", kind), numbers)

    def _note(self, verb: str, obj: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        shown, also = _profiles(obj)
        self.changes.append(
            Change(
                at=self.now,
                actor_name=audit.actor_name(self.by),
                verb=verb,
                about=audit.ref(obj),
                shown_on=shown,
                also_on=also,
                before=before,
                after=after,
                run=self.run,
            )
        )


@transaction.atomic
def undo(change: Change, *, by: By, now: datetime) -> None:
    """Take one change back, as a new change. Raises ChangedSince when the same fields were changed again."""
    _take_back([change], by=by, now=now, run=None)


@transaction.atomic
def undo_with_all(change: Change, *, by: By, now: datetime) -> int:
    """Take a deletion back with everything that went with it; gives the number of entries. Raises ChangedSince."""
    together = Change.objects.filter(at=change.at, actor_name=change.actor_name, run=change.run, pk__lte=change.pk)
    changes = list(together.filter(undone_at__isnull=True).order_by("-id"))
    _take_back(changes, by=by, now=now, run=None)
    return len(changes)


@transaction.atomic
def undo_run(run: ImportRun, *, by: By, now: datetime) -> int:
    """Take a whole import back; gives the number of entries. All or nothing: raises ChangedSince with every clash."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    changes = list(run.changes.filter(undone_at__isnull=True).order_by("-id"))
    _take_back(changes, by=by, now=now, run=None)
    run.undone_at = now
    run.save(update_fields=["undone_at"])
    audit.record(by, "undo_import", run, now=now, n=len(changes))
    return len(changes)


def _take_back(changes: Sequence[Change], *, by: By, now: datetime, run: ImportRun | None) -> None:
    later = _later(changes)
    made = {change.about for change in changes if change.verb == Change.Verb.CREATE}
    clashes = [c.about for c in changes if c.undone_at or not _can_go_back(c, later, made)]
    if clashes:
        raise ChangedSince(list(dict.fromkeys(clashes)))
    with Writer(by, now, run) as writer:
        for change in changes:
            _reverse(change, writer)
        for line in writer.changes:
            line.undone_at = now  # change and reversal cancel each other out; neither stands in the way of a later undo
    Change.objects.filter(pk__in=[change.pk for change in changes]).update(undone_at=now)


def _later(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Changes of the same rows that stay, by row; one query however many are taken back."""
    found: dict[str, list[Change]] = {change.about: [] for change in changes}
    mine = {change.pk for change in changes}
    for other in Change.objects.filter(pk__gt=min(mine, default=0), undone_at__isnull=True).iterator():
        if other.about in found and other.pk not in mine:
            found[other.about].append(other)
    return found


def _can_go_back(change: Change, stays: Mapping[str, Sequence[Change]], made: set[str]) -> bool:
    """False when a later change that is not taken back with it touched the same fields."""
    later = [other for other in stays[change.about] if other.pk > change.pk]
    fields = set(change.after) | set(change.before)
    if change.verb == Change.Verb.CREATE:
        return not later and not _others_hang_on(change, made)
    return not any(fields & (set(other.after) | set(other.before)) for other in later)


def _others_hang_on(change: Change, made: set[str]) -> bool:
    """Whether entries that stay refer to the row that would go."""
    obj = _row(change)
    if obj is None:
        return True
    for relation in obj._meta.related_objects:
        if relation.many_to_many:
            continue
        if relation.related_model._meta.app_label != "register":
            if relation.related_model._default_manager.filter(**{relation.field.name: obj}).exists():
                return True
            continue
        rows = relation.related_model._default_manager.filter(**{relation.field.name: obj})
        if {audit.ref(row) for row in rows} - made:
            return True
    return False


def _reverse(change: Change, writer: Writer) -> None:
    model = apps.get_model("register", change.about.split(":")[0])
    if change.verb == Change.Verb.DELETE:
        plain, many = _from_json(model, change.before)
        writer.create(model(**plain), many)
        return
    obj = _row(change)
    if obj is None:
        raise ChangedSince([change.about])
    if change.verb == Change.Verb.CREATE:
        writer.delete(obj)
    else:
        plain, many = _from_json(model, change.before)
        writer.update(obj, plain, many)


def _row(change: Change) -> models.Model | None:
    name, _, number = change.about.partition(":")
    found: models.Model | None = apps.get_model("register", name)._default_manager.filter(pk=number).first()
    return found


def _from_json(model: type[models.Model], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """References to rows that are gone meanwhile become empty."""
    many_names = {relation.name for relation in model._meta.many_to_many}
    plain = {
        column.attname: column.to_python(values[column.attname])
        for column in model._meta.concrete_fields
        if column.attname in values
    }
    many = {}
    for relation in model._meta.many_to_many:
        if relation.name in values and relation.name in many_names:
            there = relation.related_model._default_manager.filter(pk__in=values[relation.name])
            many[relation.name] = sorted(there.values_list("pk", flat=True))
    return plain, many


def _profiles(obj: models.Model) -> tuple[str, str]:
    """The one or two profiles whose history shows this row."""
    number = {name: getattr(obj, f"{name}_id", None) for name in ("network", "actor", "person")}
    name = obj._meta.model_name
    if name in {"network", "actor"}:
        return audit.ref(obj), ""
    if number["person"] and name == "contactchannel":
        return f"person:{number['person']}", ""
    found = [f"{kind}:{number[kind]}" for kind in ("network", "actor") if number[kind]]
    if name == "person":
        found.insert(0, audit.ref(obj))
    return (found + ["", ""])[0], (found + ["", ""])[1]


def _stamp(row: models.Model, now: datetime, *, new: bool) -> None:
    for name in ("created_at", "modified_at") if new else ("modified_at",):
        if hasattr(row, name):
            setattr(row, name, now)


def _as_json(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
