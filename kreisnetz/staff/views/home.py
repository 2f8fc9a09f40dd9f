"""What waits today: the next events with their numbers and everything somebody must do. Links only; it changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kreisnetz.core.models import User
from kreisnetz.core.rights import RIGHTS_OF, Right
from kreisnetz.events import overview
from kreisnetz.events.models import Event
from kreisnetz.ui.access import require, signed_in_only

NEXT_EVENTS = 8
SHOWN = 10
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Task:
    """One thing to do, with the page where it is done."""

    text: str
    url: str
    action: str


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
    may_people = user.may(Right.SEE_PARTICIPANTS, now=now)
    may_outbox = user.may(Right.SEE_OUTBOX, now=now)
    offers = list(overview.offers_ending(now=now)[:SHOWN]) if may_people else []
    by_hand = list(overview.to_do_by_hand(now=now)[:SHOWN]) if may_outbox else []
    failed = list(overview.failed_mails()[:SHOWN]) if may_outbox else []
    gaps = _gap_tasks(now=now) if user.may(Right.EDIT_EVENTS, now=now) else []
    drafts = list(Event.objects.drafts().order_by("-modified_at")[:SHOWN])
    return render(
        request,
        "staff/home.html",
        {
            "events": overview.with_numbers(coming)[:NEXT_EVENTS],
            "offers": offers,
            "by_hand": by_hand,
            "failed": failed,
            "gaps": gaps,
            "drafts": drafts,
            "nothing_waits": not (offers or by_hand or failed or gaps or drafts),
            "today": timezone.localdate(),
            "may_edit": user.may(Right.EDIT_EVENTS, now=now),
            "may_see_people": may_people,
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


def _gap_tasks(*, now: datetime) -> list[Task]:
    """What is missing: deadlines, places, accessibility; and the declaration of this site that is too old."""
    tasks = []
    venues: set[int] = set()
    for kind, event in overview.gaps(now=now):
        edit = reverse("staff:event-edit", args=[event.pk])
        if kind == "deadline":
            tasks.append(Task(_("„%(event)s“ hat keinen Anmeldeschluss.") % {"event": event}, edit, _("Eintragen")))
        elif kind == "place":
            move = reverse("staff:event-move", args=[event.pk])
            tasks.append(Task(_("„%(event)s“ hat keinen Ort.") % {"event": event}, move, _("Eintragen")))
        elif event.venue_id not in venues:
            venues.add(event.venue_id)
            sentence = _("Zu „%(venue)s“ fehlen Angaben zur Barrierefreiheit.") % {"venue": event.venue.name}
            tasks.append(Task(sentence, reverse("staff:venue", args=[event.venue_id]), _("Eintragen")))
    if not _declaration_is_fresh(now.date()):
        sentence = _("Die Erklärung zur Barrierefreiheit ist älter als ein Jahr oder trägt kein Datum.")
        tasks.append(Task(sentence, reverse("web:accessibility"), _("Ansehen")))
    return tasks


def _declaration_is_fresh(today: date) -> bool:
    try:
        checked = date.fromisoformat(settings.ACCESSIBILITY_CHECKED_ON)
    except ValueError:
        return False
    return today - checked <= YEAR
