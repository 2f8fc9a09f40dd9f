"""Create, change, end and delete what stands in the register: the only door for pages, links of organisations and commands.

Imports use the same Writer (register.history) with the same derived keys (derive()). Every function writes the history and
tells the public pages that they are old.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kreisnetz.core import audit
from kreisnetz.core.names import person_key, search_key, slug
from kreisnetz.register.history import By, Writer
from kreisnetz.register.matching import actor_key
from kreisnetz.register.models import (
    Actor,
    Change,
    ContactChannel,
    ImportRun,
    ListEntry,
    Membership,
    Network,
    NetworkEntry,
    NetworkLink,
    Offer,
    Person,
    TargetSeat,
)

Many = Mapping[str, Iterable[Any]]
Row = Actor | Network | Person | Membership | ListEntry
SLUG_LENGTH = 70


class EditedMeanwhile(ValueError):
    """Somebody else changed the same fields since the form was opened; nothing was saved."""

    def __init__(self, row: models.Model, fields: Sequence[str], actor: str, at: datetime) -> None:
        super().__init__(", ".join(fields))
        self.row, self.fields, self.actor, self.at = row, list(fields), actor, at


class GoesInCircles(ValueError):
    """A network cannot be part of itself, an organisation not its own Träger, a list entry not deeper than two levels."""


@transaction.atomic
def create(row: Row, many: Many | None = None, *, by: By, now: datetime, run: ImportRun | None = None) -> Row:
    """A new network, organisation, person, seat or list entry. Raises GoesInCircles."""
    derive(row)
    _check_parent(row)
    with Writer(by, now, run) as writer:
        writer.create(row, many)
    _refresh_search(row)
    audit.record(by, "create", row, now=now)
    return row


@transaction.atomic
def change(
    row: Row,
    values: Mapping[str, Any],
    many: Many | None = None,
    *,
    by: By,
    now: datetime,
    seen: datetime | None = None,
) -> set[str]:
    """Set what differs; gives the changed field names.

    seen: modified_at when the form was opened; raises EditedMeanwhile when the same fields moved on. Raises GoesInCircles.
    """
    row_now = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if seen is not None:
        _refuse_clash(row_now, values, seen)
    for name, value in values.items():
        setattr(row, name, value)
    _check_parent(row)
    derived = derive(row)
    with Writer(by, now) as writer:
        changed = writer.update(row_now, {**values, **derived}, many)
    row.refresh_from_db()
    if changed:
        _refresh_search(row)
        audit.record(by, "edit", row, now=now, fields=sorted(changed))
    return changed


@transaction.atomic
def set_rows(
    owner: Actor | Network | Person,
    model: type[ContactChannel] | type[Offer] | type[NetworkLink] | type[NetworkEntry] | type[TargetSeat],
    rows: Sequence[tuple[int | None, Mapping[str, Any], Many]],
    *,
    by: By,
    now: datetime,
) -> int:
    """Replace the rows of one kind that belong to the owner: (number or None for new, values, many). Gives the number of changes.

    Rows that are not named any more are deleted. Position is the order given.
    """
    name = str(owner._meta.model_name)
    there = {row.pk: row for row in model._default_manager.filter(**{name: owner})}
    n = 0
    with Writer(by, now) as writer:
        for position, (number, values, many) in enumerate(rows):
            wanted = {**values, **({"position": position} if hasattr(model, "position") else {})}
            if number in there:
                n += bool(writer.update(there.pop(number), wanted, many))
            else:
                writer.create(model(**{name: owner}, **wanted), many)
                n += 1
        for gone in there.values():
            writer.delete(gone)
            n += 1
    if n:
        _refresh_search(owner)
        audit.record(by, "edit", owner, now=now, fields=[str(model._meta.model_name)])
    return n


@transaction.atomic
def end_membership(seat: Membership, *, until: date, by: By, now: datetime) -> None:
    """The organisation leaves the network on this day (last day inclusive); the row stays as history."""
    change(seat, {"until": until, "until_precision": Membership.Precision.DAY}, by=by, now=now)


@transaction.atomic
def leave_person(person: Person, *, on: date, by: By, now: datetime) -> None:
    """Somebody is no longer there: their seats become vacant, the name goes after the time in jobs.retention."""
    for seat in person.seats.on(on):
        change(seat, {"person": None, "is_vacant": True}, by=by, now=now)
    for seat in person.deputy_seats.on(on):
        change(seat, {"deputy": None}, by=by, now=now)
    change(person, {"left_on": on}, by=by, now=now)


@transaction.atomic
def confirm(row: Actor | Network | Person, *, on: date, by: By, now: datetime) -> None:
    """Somebody looked and says: this is right."""
    change(row, {"confirmed_on": on}, by=by, now=now)


@transaction.atomic
def delete(row: Row, *, by: By, now: datetime) -> None:
    """For entries made by mistake; what really was is ended, not deleted. Raises ProtectedError when others hang on it."""
    audit.record(by, "delete", row, now=now)
    with Writer(by, now) as writer:
        writer.delete(row)


def derive(row: models.Model, *, taken: set[str] | None = None) -> dict[str, Any]:
    """Set sort key, name key and a free slug from the row's names; gives what was set. taken: slugs used in this batch."""
    found: dict[str, Any] = {}
    if isinstance(row, Actor | Network | ListEntry):
        found["sort_key"] = search_key(row.name)[:250] or "-"
        if not row.slug:
            found["slug"] = free_slug(type(row), row.name, taken=taken)
    if isinstance(row, Actor):
        found["name_key"] = actor_key(row.name)[:250]
    if isinstance(row, Person):
        found["person_key"] = person_key(row.first_name, row.last_name)[:250]
        found["search_key"] = search_key(f"{row.first_name} {row.last_name} {row.function}")
    for name, value in found.items():
        setattr(row, name, value)
    return found


def free_slug(model: type[models.Model], name: str, *, taken: set[str] | None = None) -> str:
    """Readable and unique; stays when the name changes later, so that links keep working."""
    stem = slug(name, length=SLUG_LENGTH if model in {Actor, Network} else 50) or "eintrag"
    used = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True)) | (taken or set())
    number, candidate = 1, stem
    while candidate in used:
        number += 1
        candidate = f"{stem}-{number}"
    if taken is not None:
        taken.add(candidate)
    return candidate


def search_text(row: Actor | Network) -> str:
    """What the search looks in: names, purpose, offers, fields; never people, never a protected address."""
    words = [row.name]
    if isinstance(row, Network):
        words += [row.short_name, row.purpose, row.tasks, row.mandate]
        words += [item.name for item in row.challenges.all()]
    else:
        words += [row.short_names, row.about, row.kind.name if row.kind else ""]
        words += ["" if row.protected_address else row.town]
        words += [f"{offer.name} {offer.description}" for offer in row.offers.all()]
        words += [item.name for item in row.competences.all()]
    words += [item.name for item in row.fields_of_action.all()]
    words += [item.name for item in row.municipalities.all()] if not getattr(row, "protected_address", False) else []
    return search_key(" ".join(words))


def _refresh_search(row: models.Model) -> None:
    if isinstance(row, Actor | Network):
        row.search_key = search_text(row)
        type(row)._default_manager.filter(pk=row.pk).update(search_key=row.search_key)


def _check_parent(row: models.Model) -> None:
    parent = getattr(row, "parent", None)
    if parent is None:
        return
    if isinstance(row, ListEntry):
        if parent.pk == row.pk or parent.parent_id is not None or (row.pk and _has_children(row)):
            raise GoesInCircles(str(row))
        return
    seen = {row.pk}
    while parent is not None:
        if parent.pk in seen:
            raise GoesInCircles(str(row))
        seen.add(parent.pk)
        parent = parent.parent


def _refuse_clash(row: models.Model, values: Mapping[str, Any], seen: datetime) -> None:
    """Changes of different fields are merged; a clash is a field that both changed to different values."""
    later = list(Change.objects.filter(about=audit.ref(row), at__gt=seen))
    theirs = {name for entry in later for name in entry.after}
    attnames = {column.name: column.attname for column in row._meta.concrete_fields}
    mine = {attnames.get(n, n) for n, value in values.items() if getattr(row, n, None) != value}
    if mine & theirs:
        raise EditedMeanwhile(row, sorted(mine & theirs), later[0].actor_name, later[0].at)


def _has_children(row: models.Model) -> bool:
    return type(row)._default_manager.filter(parent=row.pk).exists()
