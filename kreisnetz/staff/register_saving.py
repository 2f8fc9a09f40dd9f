"""How the forms of the register are saved: one door, clashes and circles said in German. Shared by the register's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kreisnetz.register import editing, wording
from kreisnetz.register.editing import Row
from kreisnetz.register.models import Actor, ContactChannel
from kreisnetz.staff.forms_register_fields import RegisterForm
from kreisnetz.staff.timeline import name_of_actor

RowsToSet = list[tuple[int | None, Mapping[str, Any], Mapping[str, Any]]]


def seen_at(request: HttpRequest) -> datetime | None:
    """When the form was opened, from its hidden field."""
    try:
        found = parse_datetime(request.POST.get("stand", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def saved(
    form: RegisterForm, row: Row, request: HttpRequest, *, now: datetime, extra: Mapping[str, Any] | None = None
) -> bool:
    """Save a checked form over a row that exists or is new. False: the form says now what is in the way."""
    try:
        if row.pk is None:
            for name, value in form.values().items():
                setattr(row, name, value)
            for name, value in (extra or {}).items():
                setattr(row, name, value)
            editing.create(row, form.many(), by=request.user, now=now)
        else:
            values = {**form.values(), **(extra or {})}
            editing.change(row, values, form.many(), by=request.user, now=now, seen=seen_at(request))
    except editing.EditedMeanwhile as clash:
        form.add_error(None, clash_in_words(clash))
    except editing.GoesInCircles:
        form.add_error("parent" if "parent" in form.fields else None, circle_in_words(row))
    else:
        return True
    return False


def clash_in_words(clash: editing.EditedMeanwhile) -> str:
    labels = {column.attname: str(column.verbose_name) for column in clash.row._meta.concrete_fields}
    labels |= {relation.name: str(relation.verbose_name) for relation in clash.row._meta.many_to_many}
    names = ", ".join(f"„{labels.get(name, name)}“" for name in clash.fields)
    return _(
        "%(who)s hat inzwischen %(fields)s geändert. Ihre Eingaben sind noch nicht gespeichert: "
        "Öffnen Sie die Seite in einem zweiten Fenster, vergleichen Sie und tragen Sie Ihre Änderung neu ein."
    ) % {"who": name_of_actor(clash.actor), "fields": names}


def circle_in_words(row: Row) -> str:
    if isinstance(row, Actor):
        return _("Eine Organisation kann nicht ihr eigener Träger sein, auch nicht auf Umwegen.")
    if hasattr(row, "purpose"):
        return _("Ein Netzwerk kann nicht Teil von sich selbst sein, auch nicht auf Umwegen.")
    return _("Die Liste hat höchstens zwei Ebenen: Dieser Eintrag lässt sich dort nicht einordnen.")


def rows_to_set(formset: BaseModelFormSet[Any, Any], there: set[int]) -> RowsToSet:
    """What set_rows() needs. `there`: the rows the database has now; what somebody else added meanwhile stays."""
    gone = {form.instance.pk for form in formset.deleted_forms}
    rows: RowsToSet = []
    for form in formset.forms:
        if form in formset.deleted_forms or not (form.instance.pk or form.has_changed()):
            continue
        values = form.values()
        if isinstance(form.instance, ContactChannel) and "value" in form.changed_data:
            values["bounced_at"] = None
        rows.append((form.instance.pk, values, form.many()))
    named = {number for number, _values, _many in rows} | gone
    return [*rows, *((number, {}, {}) for number in sorted(there - named))]


def changed_since_in_words(clashes: list[str]) -> str:
    """What is in the way of taking back."""
    words = wording.refs_in_words(clashes)
    return _(
        "Das lässt sich nicht mehr zurücknehmen: Seitdem hat sich geändert, was daran hängt (%(what)s). "
        "Nehmen Sie zuerst die spätere Änderung zurück oder ändern Sie den Eintrag von Hand."
    ) % {"what": ", ".join(words)}
