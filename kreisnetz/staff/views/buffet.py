"""Buffet: head count, menu sums, forecast, and the order sheet for the caterer. Sums only, no names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kreisnetz.core.names import slug
from kreisnetz.core.rights import Right
from kreisnetz.events import headcount
from kreisnetz.events.catering import Forecast
from kreisnetz.events.handouts import order_sheet_pdf
from kreisnetz.events.models import Event, Registration
from kreisnetz.ui.access import right_needed


@require_safe
@right_needed(Right.SEE_EVENTS, scope="event")
def buffet(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.select_related("venue", "series"), pk=pk)
    now = timezone.now()
    counted = headcount.count(event)
    forecast = headcount.forecast(event, counted.coming, now=now)
    labels = dict(Registration.State.choices)
    return render(
        request,
        "staff/buffet/buffet.html",
        {
            "event": event,
            "now": now,
            "counted": counted,
            "states": [(row, labels[row.state]) for row in counted.states],
            "menu": [row for row in counted.menu if row.name is not None or row.coming or row.possible],
            "forecast": forecast,
            "experience": _experience(event, forecast) if forecast else "",
        },
    )


def _experience(event: Event, forecast: Forecast) -> str:
    """Where the forecast comes from: „Von 100 Angemeldeten kamen bei den letzten 2 Terminen der Reihe 82.“"""
    if event.series:
        text = ngettext(
            "Von %(registered)s Angemeldeten kamen beim letzten Termin der Reihe „%(of)s“ %(came)s.",
            "Von %(registered)s Angemeldeten kamen bei den letzten %(n)s Terminen der Reihe „%(of)s“ %(came)s.",
            len(forecast.past),
        )
    else:
        text = ngettext(
            "Von %(registered)s Angemeldeten kamen beim letzten Termin derselben Art (%(of)s) %(came)s.",
            "Von %(registered)s Angemeldeten kamen bei den letzten %(n)s Terminen derselben Art (%(of)s) %(came)s.",
            len(forecast.past),
        )
    return text % {
        "registered": forecast.past_registered,
        "came": forecast.past_came,
        "n": len(forecast.past),
        "of": event.series.name if event.series else event.get_kind_display(),
    }


@require_safe
@right_needed(Right.SEE_EVENTS, scope="event")
def buffet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.select_related("venue", "series"), pk=pk)
    response = HttpResponse(order_sheet_pdf(event, now=timezone.now()), content_type="application/pdf")
    name = _("bestellung") + f"-{slug(event.title)}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
