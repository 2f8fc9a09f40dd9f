"""Start page, the pages the law asks for, and the page that says the service is well."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kreisnetz.core import mail
from kreisnetz.core.dates import language_now
from kreisnetz.core.models import Heartbeat
from kreisnetz.events.deletion import POSTPONED_DAYS
from kreisnetz.events.models import Event
from kreisnetz.ui import declaration
from kreisnetz.web.forms_pages import BarrierForm

WORKER_LATE_SECONDS = 300


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    events = Event.objects.public().upcoming(timezone.now()).select_related("venue")[:3]
    return render(request, "web/home.html", {"events": events, "sign_language_url": settings.SIGN_LANGUAGE_URL})


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "web/imprint.html", {"operator": operator()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    keep = {
        "unconfirmed_hours": settings.UNCONFIRMED_HOURS,
        "sensitive_days": settings.KEEP_SENSITIVE_DAYS,
        "registration_days": settings.KEEP_REGISTRATION_DAYS,
        "postponed_days": POSTPONED_DAYS,
        "audit_days": settings.KEEP_AUDIT_DAYS,
        "min_group": settings.MIN_GROUP,
    }
    contact = settings.DATA_PROTECTION_CONTACT
    context = {"operator": operator(), "keep": keep, "contact": contact, "legal_basis": settings.LEGAL_BASIS}
    return render(request, "web/privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    stated = declaration.read(
        checked_on=settings.ACCESSIBILITY_CHECKED_ON, land=settings.LAND, today=today, language=language_now()
    )
    return render(request, "web/accessibility.html", {"declaration": stated, "operator": operator()})


# Without a session there is nothing a strange page could misuse: the form is guarded by its signed time stamp.
@csrf_exempt
@never_cache
def report_barrier(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = BarrierForm(request.POST or None, initial={"page": request.GET.get("seite", "")}, now=now)
    if request.method == "POST" and form.is_valid():
        mail.queue(
            key=f"barrier:{form.form_key}",
            about="barrier:0",
            to_address=settings.OPERATOR_EMAIL or settings.MAIL_FROM,
            reply_to=form.cleaned_data["email"],
            subject=_("Gemeldete Barriere: %(page)s") % {"page": form.cleaned_data["page"] or _("ohne Seite")},
            text=form.as_letter(),
            now=now,
        )
        return redirect(f"{reverse('web:report-barrier')}?gesendet=1")
    return render(request, "web/report_barrier.html", {"form": form, "sent": "gesendet" in request.GET})


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For monitoring: 503 when the database does not answer. A worker that is late is told, but the site stays in service."""
    try:
        beat = Heartbeat.objects.filter(name="worker").first()
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "error"}, status=503)
    age = int((timezone.now() - beat.at).total_seconds()) if beat else None
    late = age is None or age > WORKER_LATE_SECONDS
    return JsonResponse({"status": "worker_late" if late else "ok", "database": "ok", "worker_seconds": age})


def operator() -> dict[str, str]:
    """Who runs this site, from the settings."""
    return {
        "name": settings.OPERATOR_NAME,
        "address": settings.OPERATOR_ADDRESS,
        "email": settings.OPERATOR_EMAIL,
        "phone": settings.OPERATOR_PHONE,
    }
