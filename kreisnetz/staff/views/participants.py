"""Who comes to an event: the list with filters and sums, and one registration with everything about it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kreisnetz.core import audit
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import search_key
from kreisnetz.core.rights import Right
from kreisnetz.events import overview, seats
from kreisnetz.events.models import AccessNeeds, Event, Registration
from kreisnetz.staff.forms import NoteForm
from kreisnetz.staff.forms_participants import ParticipantFilterForm
from kreisnetz.staff.timeline import lines_about_registration
from kreisnetz.staff.views.events import rights_for
from kreisnetz.ui.access import require, right_needed, signed_in_only

PER_PAGE = 100


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    registration: Registration
    companions: str
    menu: str
    has_needs: bool
    sort_key: tuple[str, str, int]
    words: str

    @classmethod
    def of(cls, registration: Registration, *, may_see_needs: bool) -> "Entry":
        people = list(registration.participants.all())
        menus: dict[str, int] = {}
        for person in people:
            if person.menu_choice:
                menus[person.menu_choice.name] = menus.get(person.menu_choice.name, 0) + 1
        own = f"{registration.first_name} {registration.last_name}".strip()
        others = [person.name for person in people if person.name and person.name != own]
        names = search_key(" ".join([own, registration.organisation, registration.reference, *others]))
        return cls(
            registration=registration,
            companions=", ".join(others),
            menu=", ".join(f"{n} × {name}" if n > 1 else name for name, n in menus.items()),
            has_needs=may_see_needs and hasattr(registration, "access_needs"),
            sort_key=(search_key(registration.last_name), search_key(registration.first_name), registration.pk),
            words=names,
        )


@require_safe
@right_needed(Right.SEE_PARTICIPANTS, scope="event")
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.prefetch_related("pools", "menu"), pk=pk)
    now = timezone.now()
    rights = rights_for(request, event, now=now)
    form = ParticipantFilterForm(request.GET)
    form.is_valid()
    wanted = _filtered(event, form, may_see_needs=rights["may_see_needs"])
    entries = [Entry.of(registration, may_see_needs=rights["may_see_needs"]) for registration in wanted]
    words = search_key(form.cleaned_data.get("q") or "").split()
    entries = [entry for entry in entries if all(word in entry.words for word in words)]
    waits = form.cleaned_data.get("stand") == Registration.State.WAITING
    if not waits:
        entries.sort(key=lambda entry: entry.sort_key)
    return render(
        request,
        "staff/participants.html",
        {
            "event": event,
            "form": form,
            "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("seite")),
            "n_entries": len(entries),
            "n_seats": sum(entry.registration.n_seats for entry in entries),
            "filtered": bool(words or form.cleaned_data.get("stand") or form.cleaned_data.get("kanal")),
            "sums": overview.sums(event),
            "seats": seats.availability(event),
            "by_waiting": waits,
            **rights,
        },
    )


def _filtered(event: Event, form: ParticipantFilterForm, *, may_see_needs: bool) -> QuerySet[Registration]:
    """Rows by state and channel; the waiting list in order of arrival."""
    rows = event.registrations.prefetch_related("participants__menu_choice")
    if may_see_needs:
        rows = rows.select_related("access_needs")
    state, channel = form.cleaned_data.get("stand"), form.cleaned_data.get("kanal")
    if channel:
        rows = rows.filter(channel=channel)
    if state == Registration.State.WAITING:
        return rows.waiting()
    if state and state != "alle":
        return rows.filter(state=state)
    return rows if state == "alle" else rows.live()


def registration_for(request: HttpRequest, pk: int, right: Right) -> Registration:
    """The registration if this person has the right for its event. Raises Http404, RightMissing."""
    registration = get_object_or_404(Registration.objects.select_related("event"), pk=pk)
    require(request, right, scope=registration.event.scope())
    return registration


@require_safe
@signed_in_only
def registration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    registration = registration_for(request, pk, Right.SEE_PARTICIPANTS)
    event, now = registration.event, timezone.now()
    rights = rights_for(request, event, now=now)
    needs = AccessNeeds.objects.filter(registration=registration).first() if rights["may_see_needs"] else None
    mails = OutgoingMessage.objects.filter(about=audit.ref(registration)).order_by("-created_at", "-id")
    return render(
        request,
        "staff/registration_detail.html",
        {
            "registration": registration,
            "event": event,
            "people": registration.participants.select_related("menu_choice"),
            "needs": needs,
            "need_labels": [dict(AccessNeeds.Need.choices).get(value, value) for value in needs.needs] if needs else [],
            "note_form": NoteForm(initial={"office_note": registration.office_note}),
            "mails": mails,
            "may_see_mails": request.user.may(Right.SEE_OUTBOX, now=now, scope=event.scope()),
            "timeline": lines_about_registration(registration),
            "place_in_line": _place_in_line(registration),
            "seats": seats.availability(event),
            **rights,
        },
    )


def _place_in_line(registration: Registration) -> int:
    """1 for the first on the waiting list, 0 for somebody who does not wait."""
    if registration.state != Registration.State.WAITING:
        return 0
    line = list(registration.event.registrations.waiting().values_list("pk", flat=True))
    return line.index(registration.pk) + 1
