"""The lists the county keeps: entries with two levels, merged, deleted when unused; municipalities; who is responsible where."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core.rights import Right
from kreisnetz.register import editing, list_entries
from kreisnetz.register.models import ListEntry, Municipality, ResponsibleArea
from kreisnetz.staff.forms_register_fields import in_two_levels
from kreisnetz.staff.forms_register_lists import LISTS, AreaForm, MergeForm, entry_form
from kreisnetz.staff.register_saving import circle_in_words, saved
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]


def _list(key: str) -> tuple[type[ListEntry], Any, tuple[str, ...]]:
    if key not in LISTS:
        raise Http404
    return LISTS[key]


@require_safe
@right_needed(Right.SEE_REGISTER)
def list_overview(request: HttpRequest) -> HttpResponse:
    rows = [(key, heading, model._default_manager.count()) for key, (model, heading, _own) in LISTS.items()]
    context = {
        "tabs": tabs(request.user, "staff:list-overview", now=timezone.now()),
        "rows": rows,
        "n_municipalities": Municipality.objects.count(),
        "n_areas": ResponsibleArea.objects.count(),
        "may_edit": request.user.may(Right.EDIT_LISTS, now=timezone.now()),
    }
    return render(request, "staff/register/list_overview.html", context)


@require_safe
@right_needed(Right.SEE_REGISTER)
def entry_list(request: HttpRequest, key: str) -> HttpResponse:
    model, heading, _own = _list(key)
    counts = list_entries.counts(model)
    context = {
        "key": key,
        "heading": heading,
        "rows": [(entry, counts.get(entry.pk, 0)) for entry in in_two_levels(model)],
        "may_edit": request.user.may(Right.EDIT_LISTS, now=timezone.now()),
    }
    return render(request, "staff/register/entry_list.html", context)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_LISTS)
def entry_new(request: HttpRequest, key: str) -> HttpResponse:
    model, heading, own = _list(key)
    row = model()
    form = entry_form(model, own)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and saved(form, row, request, now=timezone.now()):
        messages.success(request, _("„%(name)s“ steht jetzt in der Liste.") % {"name": row.name})
        return redirect("staff:entry-list", key)
    return render(request, "staff/register/entry_new.html", {"key": key, "heading": heading, "form": form})


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_LISTS)
def entry_edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    model, heading, own = _list(key)
    row = get_object_or_404(model, pk=pk)
    name, used = row.name, list_entries.uses(row)
    form = entry_form(model, own)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            list_entries.rename(row, form.values(), by=request.user, now=timezone.now())
        except editing.GoesInCircles:
            form.add_error("parent", circle_in_words(row))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("staff:entry-list", key)
    context = {
        "key": key,
        "heading": heading,
        "name": name,
        "pk": pk,
        "form": form,
        "merge": MergeForm(entry=model(pk=pk)),
        "uses": uses_in_words(used),
    }
    return render(request, "staff/register/entry_edit.html", context)


@require_POST
@right_needed(Right.EDIT_LISTS)
def entry_merge(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Everything that names this entry names the other one from now on."""
    model, _heading, _own = _list(key)
    row = get_object_or_404(model, pk=pk)
    form = MergeForm(request.POST, entry=row)
    if not form.is_valid():
        messages.error(
            request, _("Bitte wählen Sie den Eintrag, mit dem „%(name)s“ zusammengeht.") % {"name": row.name}
        )
        return redirect("staff:entry-edit", key, pk)
    into = form.cleaned_data["into"]
    try:
        n = list_entries.merge(row, into, by=request.user, now=timezone.now())
    except editing.GoesInCircles:
        messages.error(request, circle_in_words(row))
        return redirect("staff:entry-edit", key, pk)
    sentence = ngettext("%(n)s Eintrag nennt", "%(n)s Einträge nennen", n) % {"n": n}
    messages.success(
        request, _("Zusammengeführt: %(sentence)s jetzt „%(name)s“.") % {"sentence": sentence, "name": into.name}
    )
    return redirect("staff:entry-list", key)


@require_POST
@right_needed(Right.EDIT_LISTS)
def entry_delete(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Only what nobody uses."""
    model, _heading, _own = _list(key)
    row = get_object_or_404(model, pk=pk)
    try:
        list_entries.delete(row, by=request.user, now=timezone.now())
    except list_entries.StillUsed as refused:
        sentence = _(
            "„%(name)s“ wird noch gebraucht: %(uses)s. Führen Sie den Eintrag stattdessen mit einem anderen zusammen."
        )
        messages.error(request, sentence % {"name": row.name, "uses": ", ".join(uses_in_words(refused.uses))})
        return redirect("staff:entry-edit", key, pk)
    messages.success(request, _("„%(name)s“ ist gelöscht.") % {"name": row.name})
    return redirect("staff:entry-list", key)


def uses_in_words(uses: dict[str, int]) -> list[str]:
    """{"network": 3} as "3 Netzwerke"."""
    return [_use_in_words(kind, n) % {"n": n} for kind, n in uses.items()]


def _use_in_words(kind: str, n: int) -> str:
    if kind == "parts":
        return ngettext("%(n)s Eintrag darunter", "%(n)s Einträge darunter", n)
    if kind == "network":
        return ngettext("%(n)s Netzwerk", "%(n)s Netzwerke", n)
    if kind == "actor":
        return ngettext("%(n)s Organisation", "%(n)s Organisationen", n)
    if kind == "offer":
        return ngettext("%(n)s Angebot", "%(n)s Angebote", n)
    if kind == "event":
        return ngettext("%(n)s Termin", "%(n)s Termine", n)
    if kind == "targetseat":
        return ngettext("%(n)s Zeile einer Soll-Liste", "%(n)s Zeilen von Soll-Listen", n)
    if kind == "responsiblearea":
        return ngettext("%(n)s Zuständigkeit", "%(n)s Zuständigkeiten", n)
    return ngettext("%(n)s anderer Eintrag", "%(n)s andere Einträge", n)


@require_safe
@right_needed(Right.SEE_REGISTER)
def municipality_list(request: HttpRequest) -> HttpResponse:
    rows = list(Municipality.objects.all())
    known = [row for row in rows if row.inhabitants is not None]
    bases = {row.inhabitants_base for row in known}
    # Figures on different bases are not added up.
    total = sum(row.inhabitants or 0 for row in known) if len(bases) == 1 and len(known) == len(rows) else None
    context = {
        "rows": rows,
        "total": total,
        "base": bases.pop() if len(bases) == 1 else "",
        "may_edit": request.user.may(Right.EDIT_LISTS, now=timezone.now()),
    }
    return render(request, "staff/register/municipality_list.html", context)


@require_safe
@right_needed(Right.SEE_REGISTER)
def area_list(request: HttpRequest) -> HttpResponse:
    rows = ResponsibleArea.objects.select_related("field").prefetch_related("municipalities")
    context = {"rows": rows, "may_edit": request.user.may(Right.EDIT_LISTS, now=timezone.now())}
    return render(request, "staff/register/area_list.html", context)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_LISTS)
def area_new(request: HttpRequest) -> HttpResponse:
    return _area_page(request, ResponsibleArea())


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_LISTS)
def area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _area_page(request, get_object_or_404(ResponsibleArea, pk=pk))


def _area_page(request: HttpRequest, area: ResponsibleArea) -> HttpResponse:
    form = AreaForm(request.POST or None, instance=area)
    if request.method == "POST" and form.is_valid():
        row = ResponsibleArea.objects.get(pk=area.pk) if area.pk else ResponsibleArea()
        chosen = form.cleaned_data["municipalities"]
        list_entries.save_area(row, form.values(), chosen, by=request.user, now=timezone.now())
        messages.success(request, _("Gespeichert."))
        return redirect("staff:area-list")
    return render(request, "staff/register/area.html", {"form": form, "pk": area.pk})


@require_POST
@right_needed(Right.EDIT_LISTS)
def area_delete(request: HttpRequest, pk: int) -> HttpResponse:
    list_entries.delete_area(get_object_or_404(ResponsibleArea, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Die Zuständigkeit ist gelöscht."))
    return redirect("staff:area-list")
