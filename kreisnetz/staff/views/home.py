"""What waits today: the next events with their numbers and everything somebody must do. Links only; it changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.core.rights import RIGHTS_OF, Right
from kreisnetz.events import overview
from kreisnetz.events.models import Event
from kreisnetz.staff import register_waiting
from kreisnetz.ui import declaration
from kreisnetz.ui.access import require, signed_in_only

NEXT_EVENTS = 8
SHOWN = 10
FEW = 5


@dataclass(frozen=True)
class Gap:
    """Something that is missing, with the pages where it can be put right."""

    text: str
    links: list[tuple[str, str]]


@require_safe
@signed_in_only
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    user = request.user
    own = _own_events(user, now=now)
    if own:
        return render(request, "staff/home_own.html", {"own": own})
    require(request, Right.ENTER_OFFICE)
    coming = Event.objects.public().upcoming(now).select_related("venue")
    may_events = user.may(Right.SEE_EVENTS, now=now)
    may_people = user.may(Right.SEE_PARTICIPANTS, now=now)
    may_outbox = user.may(Right.SEE_OUTBOX, now=now)
    offers = list(overview.offers_ending(now=now)[:SHOWN]) if may_people else []
    by_hand = overview.to_do_by_hand(now=now) if may_outbox else OutgoingMessage.objects.none()
    failed = list(overview.failed_mails()[:SHOWN]) if may_outbox else []
    gaps = _gaps(now=now) if user.may(Right.EDIT_EVENTS, now=now) else []
    n_by_hand = by_hand.count()
    drafts = list(Event.objects.drafts().order_by("-modified_at")[:SHOWN]) if may_events else []
    register = register_waiting.for_office(user, now=now)
    own_actors = register_waiting.own_actors(user, now=now)
    return render(
        request,
        "staff/home.html",
        {
            "events": overview.with_numbers(coming)[:NEXT_EVENTS],
            "offers": offers,
            "by_hand": by_hand[:FEW],
            "n_by_hand": n_by_hand,
            "failed": failed,
            "gaps": gaps,
            "drafts": drafts,
            "register": register,
            "own_actors": own_actors,
            "may_see_contacts": bool(user.scopes(Right.SEE_CONTACTS, now=now)),
            "nothing_waits": not (offers or n_by_hand or failed or gaps or drafts or register or own_actors),
            "today": timezone.localdate(),
            "may_edit": user.may(Right.EDIT_EVENTS, now=now),
            "may_see_people": may_people,
            "may_see_events": may_events,
        },
    )


def _own_events(user: User, *, now: datetime) -> list[tuple[Event, bool, bool]]:
    """For accounts that work for single events only (for example at the door): (event, may see list, may check in)."""
    if user.may(Right.ENTER_OFFICE, now=now):
        return []
    scopes = {
        g.scope for g in user.grants.all() if g.scope.startswith("event:") and g.is_live(now=now) and RIGHTS_OF[g.role]
    }
    events = Event.objects.filter(pk__in=[scope.removeprefix("event:") for scope in scopes]).order_by("starts_at")
    return [
        (
            event,
            user.may(Right.SEE_EVENTS, now=now, scope=event.scope()),
            user.may(Right.CHECK_IN, now=now, scope=event.scope()),
        )
        for event in events
    ]


def _gaps(*, now: datetime) -> list[Gap]:
    """What is missing: deadlines, places, accessibility; and the declaration of this site that is too old."""
    deadlines, places, venues = {}, {}, {}
    for kind, event in overview.gaps(now=now):
        if kind == "deadline":
            deadlines[reverse("staff:event-edit", args=[event.pk])] = event.title
        elif kind == "place":
            places[reverse("staff:event-move", args=[event.pk])] = event.title
        else:
            venues[reverse("staff:venue", args=[event.venue_id])] = str(event.venue)
    checked_on = declaration.day_of_check(settings.ACCESSIBILITY_CHECKED_ON)
    is_old = declaration.is_old(checked_on, today=timezone.localdate(now))
    old = {reverse("web:accessibility"): _("Erklärung ansehen")} if is_old else {}
    found = [
        (_("Kein Ort eingetragen:"), places),
        (_("Ohne Angaben zur Barrierefreiheit:"), venues),
        (_("Kein Anmeldeschluss, obwohl es Essen gibt:"), deadlines),
        (_("Die Erklärung zur Barrierefreiheit ist älter als ein Jahr oder trägt kein Datum:"), old),
    ]
    return [Gap(text, [(label, url) for url, label in links.items()]) for text, links in found if links]
