"""The outbox: every answer that left or is to leave, readable; letters, faxes and calls are ticked off here."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kreisnetz.core import outbox as room
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.rights import Right
from kreisnetz.events.models import Registration
from kreisnetz.staff.forms_office import OUTBOX_STATES, OutboxFilterForm
from kreisnetz.ui.access import require, right_needed, signed_in_only

PER_PAGE = 50
# A mail's HTML is shown alone: no script, no form, no picture from elsewhere.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
ACCOUNT = "user:"


@require_safe
@right_needed(Right.SEE_OUTBOX)
def outbox(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = OutboxFilterForm(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("stand") or _default_state(now=now)
    rows = _visible(request, room.in_state(state), now=now)
    if form.cleaned_data.get("weg"):
        rows = rows.filter(channel=form.cleaned_data["weg"])
    for word in (form.cleaned_data.get("q") or "").split():
        rows = rows.filter(Q(to_name__icontains=word) | Q(to_address__icontains=word) | Q(subject__icontains=word))
    order = ("created_at", "id") if state == "by_hand" else ("-created_at", "-id")
    page = Paginator(rows.defer("text", "html", "calendar").order_by(*order), PER_PAGE)
    context = {
        "form": form,
        "state": state,
        "tabs": [(value, label, value == state) for value, label in OUTBOX_STATES],
        "page": page.get_page(request.GET.get("seite")),
        "sends": settings.MAIL_MODE == "smtp",
    }
    return render(request, "staff/outbox.html", context)


def _default_state(*, now: datetime) -> str:
    """Open with what somebody must do, else with everything."""
    return "by_hand" if room.in_state("by_hand").filter(not_before__lte=now).exists() else "alle"


def _visible(request: HttpRequest, rows: QuerySet[OutgoingMessage], *, now: datetime) -> QuerySet[OutgoingMessage]:
    """Mails that open an account are for those who manage accounts."""
    if request.user.may(Right.MANAGE_ACCOUNTS, now=now):
        return rows
    return rows.exclude(about__startswith=ACCOUNT)


def message_for(request: HttpRequest, pk: int) -> OutgoingMessage:
    """One message, if this person may see it: all of them, or those about an event of one's own."""
    message = get_object_or_404(OutgoingMessage, pk=pk)
    require(request, Right.SEE_OUTBOX, scope=message.event_ref)
    if message.about.startswith(ACCOUNT):
        require(request, Right.MANAGE_ACCOUNTS)
    return message


def opens_an_account(message: OutgoingMessage) -> bool:
    """Such a mail is a key. Where mails are sent, nobody else reads it; in the example set-up there is no other way."""
    return message.about.startswith(ACCOUNT) and settings.MAIL_MODE == "smtp"


@require_safe
@signed_in_only
def outbox_message(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request, pk)
    kind, _sep, number = message.about.partition(":")
    registration = Registration.objects.filter(pk=number).first() if kind == "registration" else None
    now = timezone.now()
    context = {
        "message": message,
        "registration": registration,
        "may_see_people": request.user.may(Right.SEE_PARTICIPANTS, now=now, scope=message.event_ref),
        "hidden": opens_an_account(message),
        "by_hand": message.channel != OutgoingMessage.Channel.EMAIL,
        "on_paper": message.channel in {OutgoingMessage.Channel.LETTER, OutgoingMessage.Channel.FAX},
        "sends": settings.MAIL_MODE == "smtp",
    }
    return render(request, "staff/outbox_message.html", context)


@require_safe
@signed_in_only
def outbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part as the recipient sees it, locked into a sandbox."""
    message = message_for(request, pk)
    if not message.html or opens_an_account(message):
        raise Http404
    return HttpResponse(message.html, headers={"Content-Security-Policy": MAIL_POLICY})


@require_safe
@signed_in_only
def outbox_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request, pk)
    if not message.calendar:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="termin.ics"'}
    return HttpResponse(message.calendar, content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
@signed_in_only
def outbox_done(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request, pk)
    require(request, Right.EDIT_REGISTRATIONS, scope=message.event_ref)
    if room.mark_done(message, now=timezone.now(), by=request.user):
        messages.success(request, _("Erledigt: %(way)s an %(name)s.") % _words(message))
    else:
        messages.info(request, _("Das war schon erledigt."))
    return redirect("staff:home" if request.POST.get("zurueck") == "heute" else "staff:outbox")


@require_POST
@signed_in_only
def outbox_retry(request: HttpRequest, pk: int) -> HttpResponse:
    message = message_for(request, pk)
    require(request, Right.EDIT_REGISTRATIONS, scope=message.event_ref)
    if room.retry(message, now=timezone.now(), by=request.user):
        messages.success(request, _("Die E-Mail wird noch einmal verschickt."))
    else:
        messages.info(request, _("Diese E-Mail ist nicht gescheitert."))
    return redirect("staff:outbox-message", pk)


def _words(message: OutgoingMessage) -> dict[str, str]:
    return {"way": str(message.get_channel_display()), "name": message.to_name or message.to_address}
