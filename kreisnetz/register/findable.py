"""What of the register can be found, and by whom: public entries by all, others by the office, people only with contacts.

Never in the index: protected addresses, notes, contact data.
"""

from collections.abc import Iterable, Sequence

from django.db import models

from kreisnetz.core import search_index
from kreisnetz.core.models import SearchEntry
from kreisnetz.core.search_index import Findable
from kreisnetz.register.models import Actor, Network, Person

A = SearchEntry.Audience
LISTS = {
    Actor: ("fields_of_action", "competences", "languages", "municipalities", "offers"),
    Network: ("fields_of_action", "challenges", "target_groups", "municipalities"),
}


def refresh(model: type[models.Model], numbers: Iterable[int]) -> None:
    """Bring the index up to date for these networks, organisations or people; those that are gone are taken out."""
    listed = sorted(numbers)
    for start in range(0, len(listed), 500):
        part = listed[start : start + 500]
        rows = list(_loaded(model, part))
        search_index.put(_findable(row) for row in rows)
        search_index.remove(str(model._meta.model_name), sorted(set(part) - {row.pk for row in rows}))


def rebuild() -> int:
    """The whole index of the register anew (after a restore or an update); gives the number of entries."""
    n = 0
    for model in (Actor, Network, Person):
        there = SearchEntry.objects.filter(kind=model._meta.model_name).values_list("number", flat=True)
        numbers = set(model._default_manager.values_list("pk", flat=True))
        refresh(model, numbers | set(there))
        n += len(numbers)
    return n


def _loaded(model: type[models.Model], numbers: Sequence[int]) -> Iterable[Actor | Network | Person]:
    rows = model._default_manager.filter(pk__in=numbers)
    if model is Person:
        return rows.filter(anonymised_at=None).select_related("actor")  # type: ignore[return-value]
    if model is Actor:
        rows = rows.select_related("kind", "municipality")
    return rows.prefetch_related(*LISTS[model])  # type: ignore[return-value]


def _findable(row: Actor | Network | Person) -> Findable:
    if isinstance(row, Person):
        return _person(row)
    fields = " ".join(item.name for item in row.fields_of_action.all())
    places = [] if getattr(row, "protected_address", False) else [item.name for item in row.municipalities.all()]
    audience = A.PUBLIC if row.is_public else A.OFFICE
    if isinstance(row, Network):
        many = [item.name for item in (*row.challenges.all(), *row.target_groups.all())]
        return Findable(
            kind="network",
            number=row.pk,
            label=row.name,
            hint=str(row.get_kind_display()),
            slug=row.slug,
            audience=audience,
            short=f"{row.short_name} {fields}",
            long=" ".join((row.purpose, row.tasks, *many, *places)),
        )
    many = [item.name for item in (*row.competences.all(), *row.languages.all())]
    offers = [f"{offer.name} {offer.description}" for offer in row.offers.all() if offer.is_public or not row.is_public]
    town = "" if row.protected_address else row.town
    return Findable(
        kind="actor",
        number=row.pk,
        label=row.name,
        hint=", ".join(part for part in (row.kind.name if row.kind else "", town) if part),
        slug=row.slug,
        audience=audience,
        short=f"{row.short_names} {fields}",
        long=" ".join((row.about, *many, *offers, *places)),
    )


def _person(row: Person) -> Findable:
    place = row.actor.name if row.actor else ""
    return Findable(
        kind="person",
        number=row.pk,
        label=str(row),
        hint=", ".join(part for part in (row.function, place) if part),
        audience=A.CONTACTS,
    )
