"""Lists, badges and exports of one event, and single letters. Lists of people come by POST only: each is recorded."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import slug
from kreisnetz.core.rights import Right
from kreisnetz.events import export, handouts, headcount
from kreisnetz.events.handouts_letter import ON_PAPER
from kreisnetz.events.handouts_letter import letter_pdf as make_letter_pdf
from kreisnetz.events.models import Event
from kreisnetz.ui.access import StaffRequest, has_right, right_needed
from kreisnetz.ui.forms import Form

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BadgeForm(Form):
    layout = forms.ChoiceField(
        label=gettext_lazy("Größe der Namensschilder"),
        choices=handouts.BadgeLayout.choices,
        widget=forms.RadioSelect,
        initial=handouts.BadgeLayout.SMALL,
    )


def _event(pk: int) -> Event:
    return get_object_or_404(Event.objects.select_related("venue", "series"), pk=pk)


@require_safe
@right_needed(Right.EXPORT_PEOPLE, scope="event")
def lists(request: StaffRequest, pk: int) -> HttpResponse:
    return _lists_page(request, _event(pk), BadgeForm())


def _lists_page(request: StaffRequest, event: Event, form: BadgeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "event": event,
        "counted": headcount.count(event),
        "destroy_by": handouts.destroy_by(event),
        "form": form,
        "may_see_needs": has_right(request, Right.SEE_ACCESS_NEEDS, scope=event.scope()),
    }
    return render(request, "staff/handouts/lists.html", context, status=status)


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@right_needed(Right.EXPORT_PEOPLE, scope="event")
def attendee_list_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    event = _event(pk)
    content = handouts.attendee_list_pdf(event, by=request.user, now=timezone.now())
    return download(content, PDF, _("teilnehmende") + f"-{slug(event.title)}.pdf")


@require_POST
@right_needed(Right.EXPORT_PEOPLE, scope="event")
def sign_in_sheet_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    event = _event(pk)
    content = handouts.sign_in_sheet_pdf(event, by=request.user, now=timezone.now())
    return download(content, PDF, _("unterschriften") + f"-{slug(event.title)}.pdf")


@require_POST
@right_needed(Right.EXPORT_PEOPLE, scope="event")
def badges_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    event = _event(pk)
    form = BadgeForm(request.POST)
    if not form.is_valid():
        return _lists_page(request, event, form, status=422)
    door_url = request.build_absolute_uri(reverse("staff:door", args=[event.pk]))
    layout = form.cleaned_data["layout"]
    content = handouts.badges_pdf(event, layout, door_url=door_url, by=request.user, now=timezone.now())
    return download(content, PDF, _("namensschilder") + f"-{slug(event.title)}.pdf")


@require_POST
@right_needed(Right.EXPORT_PEOPLE, scope="event")
def participants_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    event = _event(pk)
    with_needs = has_right(request, Right.SEE_ACCESS_NEEDS, scope=event.scope()) and "bedarf" in request.POST
    content = export.participants_xlsx(event, by=request.user, now=timezone.now(), with_needs=with_needs)
    return download(content, XLSX, _("teilnehmende") + f"-{slug(event.title)}.xlsx")


@require_POST
@right_needed(Right.EXPORT_PEOPLE, scope="event")
def participants_csv(request: StaffRequest, pk: int) -> HttpResponse:
    event = _event(pk)
    content = export.participants_csv(event, by=request.user, now=timezone.now())
    return download(content, "text/csv; charset=utf-8", _("teilnehmende") + f"-{slug(event.title)}.csv")


@require_safe
@right_needed(Right.SEE_OUTBOX)
def letter_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """One answer that goes out on paper or by fax."""
    message = get_object_or_404(OutgoingMessage, pk=pk, channel__in=ON_PAPER)
    response = HttpResponse(make_letter_pdf(message, now=timezone.now()), content_type=PDF)
    name = _("brief") + f"-{message.pk}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
