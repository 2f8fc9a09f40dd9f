"""The audit trail: who changed what and when. Ids and field names, never contents."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Right
from kreisnetz.staff.forms_dates import end_of, moment
from kreisnetz.staff.forms_office import AuditFilterForm
from kreisnetz.staff.timeline import in_words
from kreisnetz.ui.access import right_needed

PER_PAGE = 100


@require_safe
@right_needed(Right.SEE_AUDIT)
def audit_trail(request: HttpRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    entries = AuditEntry.objects.order_by("-at", "-id")
    if wanted.get("wer"):
        entries = entries.filter(actor=wanted["wer"])
    if wanted.get("termin"):
        entries = entries.filter(about=wanted["termin"].scope())
    if wanted.get("von"):
        entries = entries.filter(at__gte=moment(wanted["von"]))
    if wanted.get("bis"):
        entries = entries.filter(at__lte=end_of(wanted["bis"]))
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("seite"))
    context = {"form": form, "page": page, "lines": in_words(page.object_list), "days": settings.KEEP_AUDIT_DAYS}
    return render(request, "staff/audit.html", context)
