"""Take a spreadsheet into the register: upload, see which column is what, see what would change, decide, take in, take back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core import audit
from kreisnetz.core.rights import Right
from kreisnetz.register import history, wording
from kreisnetz.register.importing import runs
from kreisnetz.register.importing.wishes import CHANGED, ENDED, NEW, SAME, UNCLEAR, Plan
from kreisnetz.register.models import ImportRun
from kreisnetz.register.sheets import labels
from kreisnetz.register.sheets.contract import Field, Mapping, Reading, Refusal, ShapeMapping, SheetChoice
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import right_needed
from kreisnetz.ui.forms import Form

GET_AND_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 100
VERBS = {
    UNCLEAR: _("unklar"),
    NEW: _("neu"),
    CHANGED: _("geändert"),
    ENDED: _("endet"),
    SAME: _("unverändert"),
}
KINDS = {"network": _("Netzwerk"), "actor": _("Organisation"), "seat": _("Sitz")}


class UploadForm(Form):
    """The file, of any of the kinds offices have."""

    mark_optional = False
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("Excel (.xlsx, .xls), LibreOffice (.ods) oder CSV, so wie sie ist. Höchstens 25 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )


@require_http_methods(GET_AND_POST)
@right_needed(Right.IMPORT_REGISTER)
def import_list(request: HttpRequest) -> HttpResponse:
    """Upload, and what was taken in before."""
    now = timezone.now()
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run, _reading = runs.start(upload.read(runs.LIMIT + 1), upload.name, by=request.user, now=now)
        except Refusal as refused:
            form.add_error("file", refused.text_de)
        else:
            return redirect("staff:import-columns", pk=run.pk)
    context = {
        "tabs": tabs(request.user, "staff:import-list", now=now),
        "form": form,
        "past": ImportRun.objects.defer("data").select_related("by")[:50],
    }
    return render(request, "staff/register/import_list.html", context, status=422 if posted else 200)


@require_http_methods(GET_AND_POST)
@right_needed(Right.IMPORT_REGISTER)
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column is taken for; corrections are kept for the next file of this shape."""
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        reading = runs.reading_of(run)
    except runs.AlreadyDone:
        return redirect("staff:import", pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            runs.set_mapping(run, _mapping(reading, request.POST), now=timezone.now())
            return redirect("staff:import-plan", pk=pk)
        except Refusal as refused:
            problem = refused.text_de
    sheets = [
        (
            number,
            sheet,
            [(column, f"s{number}c{column.index}") for column in sheet.columns],
            labels.LAYOUTS[sheet.layout],
        )
        for number, sheet in enumerate(reading.sheets)
    ]
    context = {
        "run": run,
        "sheets": sheets,
        "fields": [(str(name), label) for name, label in labels.LABELS.items()],
        "sureness": {str(key): value for key, value in labels.SURENESS.items()},
        "warnings": reading.warnings[:30],
        "n_warnings": len(reading.warnings),
        "n_rows": len(reading.rows),
        "problem": problem,
    }
    return render(request, "staff/register/import_columns.html", context, status=422 if problem else 200)


@require_http_methods(GET_AND_POST)
@right_needed(Right.IMPORT_REGISTER)
def import_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become new, changed, ended, and what needs an answer; a POST keeps the answers."""
    run = get_object_or_404(ImportRun, pk=pk)
    if request.method == "POST":
        answers = {
            key.removeprefix("d:"): value[:300] for key, value in request.POST.items() if key.startswith("d:") and value
        }
        runs.decide(run, answers)
        return redirect("staff:import-plan", pk=pk)
    try:
        plan = runs.plan_of(run, today=timezone.localdate())
    except runs.AlreadyDone:
        return redirect("staff:import", pk=pk)
    counts = plan.counts
    shown = request.GET.get("zeige", "")
    shown = shown if shown in VERBS else next((verb for verb in VERBS if counts[verb]), NEW)
    page = Paginator([item for item in plan.items if item.verb == shown], PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "run": run,
        "counts": [(verb, label, counts[verb], verb == shown) for verb, label in VERBS.items()],
        "page": page,
        "kinds": KINDS,
        "shown": shown,
        "notes": plan.notes,
        "n_unclear": counts[UNCLEAR],
        "n_to_do": sum(n for verb, n in counts.items() if verb != SAME),
        "complete": _complete(plan, run),
    }
    return render(request, "staff/register/import_plan.html", context)


@require_POST
@right_needed(Right.IMPORT_REGISTER)
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        plan = runs.apply(run, by=request.user, now=timezone.now())
    except runs.StillUnclear as open_:
        words = ngettext(
            "Bitte beantworten Sie zuerst %(n)s Frage.", "Bitte beantworten Sie zuerst %(n)s Fragen.", open_.n
        )
        messages.warning(request, words % {"n": open_.n})
        return redirect("staff:import-plan", pk=pk)
    except runs.AlreadyDone:
        messages.info(request, _t("Diese Datei ist schon übernommen oder ihre Zeit ist abgelaufen."))
        return redirect("staff:import", pk=pk)
    n = sum(number for verb, number in plan.counts.items() if verb != SAME)
    messages.success(request, _t("Übernommen: %(n)s Einträge.") % {"n": n})
    return redirect("staff:import", pk=pk)


@require_safe
@right_needed(Right.IMPORT_REGISTER)
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it, and the way back."""
    run = get_object_or_404(ImportRun.objects.select_related("by"), pk=pk)
    counts = [(label, run.counts.get(verb, 0)) for verb, label in VERBS.items() if run.counts.get(verb)]
    return render(
        request, "staff/register/import_run.html", {"run": run, "counts": counts, "waits": run.data is not None}
    )


@require_POST
@right_needed(Right.IMPORT_REGISTER)
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=pk)
    if run.applied_at is None or run.undone_at is not None:
        messages.info(request, _t("Da ist nichts zurückzunehmen."))
        return redirect("staff:import", pk=pk)
    try:
        n = history.undo_run(run, by=request.user, now=timezone.now())
        messages.success(request, _t("Zurückgenommen: %(n)s Änderungen.") % {"n": n})
    except history.ChangedSince as since:
        names = ", ".join(wording.refs_in_words(since.clashes)[:5])
        words = _t(
            "Das geht nicht mehr als Ganzes: Seither wurde geändert: %(names)s. Nehmen Sie dort zuerst die spätere Änderung zurück."
        )
        messages.warning(request, words % {"names": names})
    return redirect("staff:import", pk=pk)


@require_POST
@right_needed(Right.IMPORT_REGISTER)
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the file away before it was taken in."""
    run = get_object_or_404(ImportRun, pk=pk)
    if run.applied_at is None:
        audit.record(request.user, "discard_import", run, now=timezone.now())
        run.delete()
        messages.success(request, _t("Die Datei ist verworfen. Im Register hat sich nichts geändert."))
    return redirect("staff:import-list")


def _mapping(reading: Reading, said: Any) -> Mapping:
    """What was chosen, where it differs from the proposal."""
    known = {str(field) for field in Field}
    shapes: dict[str, ShapeMapping] = {}
    sheets: dict[str, SheetChoice] = {}
    for number, sheet in enumerate(reading.sheets):
        chosen = {}
        for column in sheet.columns:
            value = said.get(f"s{number}c{column.index}", "")
            if value in known and value != str(column.field):
                chosen[column.index] = Field(value)
        if chosen and sheet.signature:
            # What was corrected before stays corrected.
            before = {c.index: c.field for c in sheet.columns}
            shapes[sheet.signature] = ShapeMapping(columns={**before, **chosen})
        take = f"s{number}take" in said
        network = said.get(f"s{number}network", "").strip()[:250]
        if take == sheet.left_out or network:
            sheets[sheet.name] = SheetChoice(take=take, network=network)
    return Mapping(shapes=shapes, sheets=sheets)


def _complete(plan: Plan, run: ImportRun) -> list[tuple[str, str, bool]]:
    """Networks that the register has: whoever is not in the file may have left."""
    known = [network for network in plan.networks if network.row is not None]
    return [(f"complete:{n.key}", n.name, run.decisions.get(f"complete:{n.key}") == "yes") for n in known]
