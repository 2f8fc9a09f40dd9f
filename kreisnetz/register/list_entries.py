"""The lists a county keeps: rename, merge two entries, delete what nobody uses; and who is responsible for a field where.

Renaming and merging reach into the search words of networks and organisations, so they are done here and nowhere else.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Prefetch, Q

from kreisnetz.core import audit
from kreisnetz.register import editing
from kreisnetz.register.editing import GoesInCircles
from kreisnetz.register.history import By, Writer
from kreisnetz.register.models import Actor, ListEntry, Municipality, Network, Offer, ResponsibleArea

APP = "register"


class StillUsed(ValueError):
    """Something hangs on the entry; `uses` says how many of what: {"network": 3}."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        super().__init__(", ".join(uses))
        self.uses = dict(uses)


def uses(entry: ListEntry) -> dict[str, int]:
    """How many rows of each kind name this entry; its own parts count as "parts"."""
    found: dict[str, int] = {}
    for relation in entry._meta.related_objects:
        n = _all(relation.related_model).filter(**{relation.field.name: entry}).count()
        if n:
            name = "parts" if relation.related_model is type(entry) else str(relation.related_model._meta.model_name)
            found[name] = found.get(name, 0) + n
    return found


def counts(model: type[ListEntry]) -> dict[int, int]:
    """How often each entry of a list is named, parts aside; one query for each kind of row that names it."""
    total: dict[int, int] = {}
    for relation in model._meta.related_objects:
        if relation.related_model is model:
            continue
        name = relation.field.name
        rows = _all(relation.related_model).filter(**{f"{name}__isnull": False}).order_by()
        for pk, n in rows.values_list(name).annotate(n=Count("pk")):
            total[pk] = total.get(pk, 0) + n
    return total


@transaction.atomic
def rename(entry: ListEntry, values: Mapping[str, Any], *, by: By, now: datetime) -> None:
    """Change name and place of an entry. Raises GoesInCircles when it would be a third level."""
    if "name" in editing.change(entry, values, by=by, now=now):
        _refresh_search(entry)


@transaction.atomic
def delete(entry: ListEntry, *, by: By, now: datetime) -> None:
    """Only what nobody uses. Raises StillUsed."""
    used = uses(entry)
    if used:
        raise StillUsed(used)
    editing.delete(entry, by=by, now=now)


@transaction.atomic
def merge(gone: ListEntry, into: ListEntry, *, by: By, now: datetime) -> int:
    """Everything that names `gone` names `into` from now on; gives how many rows. Raises GoesInCircles."""
    parts = [row for row in _all(type(gone)).filter(parent=gone.pk) if row.pk != into.pk]
    if gone.pk == into.pk or (parts and into.parent not in (None, gone)):
        raise GoesInCircles(str(gone))
    if into.parent == gone:
        editing.change(into, {"parent": gone.parent}, by=by, now=now)
    for part in parts:
        editing.change(part, {"parent": into}, by=by, now=now)
    n = 0
    with Writer(by, now) as writer:
        for relation in gone._meta.related_objects:
            if relation.related_model is not type(gone):
                n += _move(relation, gone, into, writer)
    audit.record(by, "merge", into, now=now, gone=audit.ref(gone))
    editing.delete(gone, by=by, now=now)
    _refresh_search(into)
    return n


def _all(model: type[models.Model]) -> models.QuerySet[Any, Any]:
    """For rows of a kind only known when it runs."""
    return model._default_manager.all()


def _move(relation: Any, gone: ListEntry, into: ListEntry, writer: Writer) -> int:
    """Rows of one kind; those of other rooms (events) keep no history here."""
    name = relation.field.name
    rows = list(_all(relation.related_model).filter(**{name: gone}))
    for row in rows:
        if not relation.many_to_many:
            writer.update(row, {name: into})
        elif relation.related_model._meta.app_label == APP:
            kept = set(getattr(row, name).values_list("pk", flat=True)) - {gone.pk}
            writer.update(row, {}, {name: sorted(kept | {into.pk})})
        else:
            getattr(row, name).remove(gone)
            getattr(row, name).add(into)
    return len(rows)


@transaction.atomic
def save_area(
    area: ResponsibleArea, values: Mapping[str, Any], municipalities: Iterable[Municipality], *, by: By, now: datetime
) -> None:
    """Who is responsible for a field in some municipalities, new or changed."""
    with Writer(by, now) as writer:
        if area.pk is None:
            for name, value in values.items():
                setattr(area, name, value)
            writer.create(area, {"municipalities": municipalities})
        else:
            writer.update(area, values, {"municipalities": municipalities})
    audit.record(by, "edit", area, now=now)


@transaction.atomic
def delete_area(area: ResponsibleArea, *, by: By, now: datetime) -> None:
    audit.record(by, "delete", area, now=now)
    with Writer(by, now) as writer:
        writer.delete(area)


def _refresh_search(entry: ListEntry) -> None:
    """The words in which networks and organisations are searched name their entries."""
    for model in (Network, Actor):
        names = [
            column.name
            for column in model._meta.get_fields()
            if not column.auto_created and column.related_model is type(entry)
        ]
        if not names:
            continue
        wanted = Q()
        for name in names:
            wanted |= Q(**{name: entry.pk})
        rows = _with_words(model).filter(pk__in=model._default_manager.filter(wanted).values("pk"))
        for row in rows:
            row.search_key = editing.search_text(row)
        model._default_manager.bulk_update(rows, ["search_key"], batch_size=500)


def _with_words(model: type[Network] | type[Actor]) -> models.QuerySet[Any, Any]:
    """With everything search_text() reads, in a number of queries that does not grow."""
    if model is Network:
        return Network.objects.prefetch_related("challenges", "fields_of_action", "municipalities")
    offers = Prefetch("offers", queryset=Offer.objects.all())
    return Actor.objects.select_related("kind").prefetch_related(
        offers, "competences", "fields_of_action", "municipalities"
    )
