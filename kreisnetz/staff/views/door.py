"""The door: tick people off by name or code, also on a bad line; sign up who walks in. All an Einlass account can reach.

Every page works without JavaScript. door.ts sends the same ticks as JSON and may send them again: a tick says what is true
now ("is here"), so that repeating it changes nothing.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kreisnetz.core.models import User
from kreisnetz.core.names import search_key
from kreisnetz.core.rights import Right
from kreisnetz.events import admission, scan, seats
from kreisnetz.events.door import NotExpected, undo_check_in
from kreisnetz.events.guests import Guest, guests
from kreisnetz.events.models import Event, Participant, Registration
from kreisnetz.events.models.event import BERLIN
from kreisnetz.events.registration import RegistrationRefused
from kreisnetz.staff.forms_door import PhotoForm, WalkInForm
from kreisnetz.ui.access import StaffRequest, has_right, right_needed

MOST_TICKS = 1000


@dataclass(frozen=True)
class Row:
    """One person in the list at the door."""

    guest: Guest
    state: str

    @property
    def here_since(self) -> str:
        at = self.guest.checked_in_at
        return f"{at.astimezone(BERLIN):%H:%M}" if at else ""

    @property
    def has_seat(self) -> bool:
        return self.guest.state in Registration.SEATED

    @property
    def name(self) -> str:
        return self.guest.list_name or _("Begleitung von %(name)s") % {"name": self.guest.registered_by}

    @property
    def note(self) -> str:
        """What the person at the door must know beside the name."""
        if not self.has_seat:
            return _("steht auf der Warteliste, kein Platz")
        return "" if self.guest.state == Registration.State.CONFIRMED else self.state


def rows_of(event: Event) -> list[Row]:
    labels = {str(value): str(label) for value, label in Registration.State.choices}
    return [Row(guest, labels[guest.state]) for guest in guests(event, Registration.LIVE)]


def counts(rows: list[Row]) -> dict[str, int]:
    """87 of 120: of all who hold a seat."""
    seated = [row for row in rows if row.has_seat]
    return {"here": sum(bool(row.here_since) for row in seated), "expected": len(seated)}


def _event(pk: int) -> Event:
    return get_object_or_404(Event.objects.select_related("venue"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.CHECK_IN, scope="event")
def door(request: StaffRequest, pk: int) -> HttpResponse:
    """GET: the list, ?q=name, ?code=… ; POST: tick somebody off (da=pk) or take the tick back (weg=pk)."""
    event = _event(pk)
    if request.method == "POST":
        return _tick_without_script(request, event)
    rows = rows_of(event)
    by_pk = {row.guest.pk: row for row in rows}
    query = request.GET.get("q", "").strip()[:100]
    words = search_key(query).split()
    shown = [row for row in rows if all(word in row.guest.search_words for word in words)] if words else rows
    context = {
        "query": query,
        "rows": shown,
        "last": by_pk.get(_number(request.GET.get("zuletzt", ""))),
        "refused": "fehler" in request.GET,
        "code": _found_by_code(event, by_pk, request.GET["code"]) if request.GET.get("code") else None,
        "photo_form": PhotoForm(),
    }
    return _page(request, event, rows, context)


def _page(
    request: StaffRequest, event: Event, rows: list[Row], context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context |= {
        "event": event,
        "total": counts(rows),
        "is_today": event.starts_on <= now.astimezone(BERLIN).date() <= event.last_at.astimezone(BERLIN).date(),
        "may_enter_office": has_right(request, Right.ENTER_OFFICE),
        "standing": standing(rows),
    }
    response = render(request, "staff/door/door.html", context, status=status)
    # The one page that may use the camera (to scan codes).
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"
    return response


def _found_by_code(event: Event, by_pk: dict[int, Row], text: str) -> dict[str, Any]:
    """The person a code belongs to, or a sentence about why there is none."""
    found = admission.find(event, text)
    if found.participant and found.participant.pk in by_pk:
        return {"row": by_pk[found.participant.pk], "sentence": ""}
    if found.participant:
        return {"row": None, "sentence": _("Diese Anmeldung ist abgemeldet oder verfallen. Es gibt keinen Platz mehr.")}
    if found.other_event:
        return {"row": None, "sentence": _wrong_event(found.other_event)}
    return {"row": None, "sentence": _("Diesen Code kennen wir nicht. Bitte suchen Sie nach dem Namen.")}


def _wrong_event(event: Event) -> str:
    if not event.is_public:
        return _("Dieser Code gehört zu einem anderen Termin.")
    return _("Dieser Code gehört zu einem anderen Termin: „%(title)s“ am %(day)s.") % {
        "title": event.title,
        "day": f"{event.starts_on:%d.%m.%Y}",
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _people(event: Event) -> QuerySet[Participant]:
    return Participant.objects.filter(registration__event=event)


def set_here(event: Event, pk: int, here: bool, *, now: datetime, by: User) -> str:
    """Make it so; empty when it is so now, else a sentence. Doing it twice changes nothing."""
    participant = _people(event).filter(pk=pk).first()
    if participant is None:
        return _("Diese Person steht nicht mehr auf der Liste.")
    if not here:
        undo_check_in(participant, now=now, by=by)
        return ""
    try:
        admission.admit(participant, now=now, by=by)
    except NotExpected:
        return _("%(name)s hat keinen Platz (mehr) und wurde nicht eingelassen.") % {
            "name": participant.name or _("Diese Person")
        }
    return ""


def _tick_without_script(request: StaffRequest, event: Event) -> HttpResponse:
    here = "da" in request.POST
    pk = _number(request.POST.get("da") or request.POST.get("weg") or "")
    refused = set_here(event, pk, here, now=timezone.now(), by=request.user) if pk else "?"
    back = QueryDict(mutable=True)
    if request.POST.get("q"):
        back["q"] = request.POST["q"][:100]
    back["zuletzt"] = str(pk)
    if refused:
        back["fehler"] = "1"
    return redirect(f"{reverse('staff:door', args=[event.pk])}?{back.urlencode()}")


@require_POST
@right_needed(Right.CHECK_IN, scope="event")
def door_scan(request: StaffRequest, pk: int) -> HttpResponse:
    """A photo of a badge, for phones that cannot scan: leads to the person, ticks nobody off. The photo is not kept."""
    event = _event(pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        found = [code for text in _codes(form) if (code := admission.code_in(text))]
        if found:
            return redirect(f"{reverse('staff:door', args=[event.pk])}?code={found[0]}")
        if not form.errors:
            sentence = _("Auf dem Foto ist kein lesbarer Code. Gehen Sie näher heran, oder suchen Sie nach dem Namen.")
            form.add_error("photo", sentence)
    rows = rows_of(event)
    context = {"query": "", "rows": rows, "last": None, "refused": False, "code": None, "photo_form": form}
    return _page(request, event, rows, context, status=422)


def _codes(form: PhotoForm) -> list[str]:
    try:
        return scan.codes(form.cleaned_data["photo"].read())
    except scan.NoPicture:
        form.add_error("photo", _("Diese Datei ist kein Foto (JPEG, PNG oder WebP), das wir lesen können."))
        return []


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.CHECK_IN, scope="event")
def door_walk_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody without a registration: only when a seat is free."""
    event = _event(pk)
    form = WalkInForm.fresh(event) if request.method != "POST" else WalkInForm(event, request.POST)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            participant = admission.walk_in(event, form.application(), now=now, by=request.user)
        except admission.NoFreeSeat:
            form.add_error(None, _no_free_seat(request, event))
        except RegistrationRefused as refused:
            form.add_error(None, refused.sentence)
        except NotExpected:
            form.add_error(None, _("Diese Anmeldung gibt es nicht mehr. Bitte füllen Sie das Formular neu aus."))
        else:
            return redirect(f"{reverse('staff:door', args=[event.pk])}?zuletzt={participant.pk}")
    context = {"event": event, "form": form, "free": seats.availability(event)}
    return render(request, "staff/door/walk_in.html", context, status=422 if form.is_bound else 200)


def _no_free_seat(request: StaffRequest, event: Event) -> str:
    if seats.availability(event).waiting:
        return _("Es ist kein Platz frei, oder die freien Plätze gehören Menschen auf der Warteliste.")
    return _("Alle Plätze sind vergeben. Mehr Plätze kann nur die Geschäftsstelle beim Termin eintragen.")


def standing(rows: list[Row]) -> str:
    """Short mark of who is on the list, so that a page with the same list is not sent it again."""
    shown = [(row.guest.pk, row.name, row.note, row.guest.organisation) for row in rows]
    return f"{zlib.crc32(repr(shown).encode()):08x}"


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.CHECK_IN, scope="event")
def door_data(request: StaffRequest, pk: int) -> HttpResponse:
    """For door.ts. POST {"ticks": [{"id": 1, "here": true}]}; both answer who is here now, and the list if it changed."""
    event = _event(pk)
    refused = {}
    if request.method == "POST":
        ticks = _ticks(request.body)
        if ticks is None:
            return JsonResponse({"error": _("Diese Anfrage verstehen wir nicht.")}, status=400)
        now = timezone.now()
        refused = {pk: text for pk, here in ticks if (text := set_here(event, pk, here, now=now, by=request.user))}
    rows = rows_of(event)
    answer: dict[str, Any] = {
        "here": {row.guest.pk: row.here_since for row in rows if row.here_since},
        "refused": refused,
        "standing": standing(rows),
        "expected": counts(rows)["expected"],
    }
    if request.GET.get("stand") != answer["standing"]:
        answer["people"] = [_person(row) for row in rows]
    if request.GET.get("code"):
        answer["sentence"] = _found_by_code(event, {row.guest.pk: row for row in rows}, request.GET["code"])["sentence"]
    return JsonResponse(answer)


def _person(row: Row) -> dict[str, Any]:
    return {
        "id": row.guest.pk,
        "name": row.name,
        "organisation": row.guest.organisation,
        "note": row.note,
        "words": row.guest.search_words,
        "code": row.guest.door_code,
        "seat": row.has_seat,
    }


def _ticks(body: bytes) -> list[tuple[int, bool]] | None:
    """What the page sent, or None if it is not of this kind."""
    try:
        sent = json.loads(body)["ticks"]
        ticks = [(tick["id"], tick["here"]) for tick in sent[:MOST_TICKS]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    good = all(type(pk) is int and 0 < pk < 2**63 and type(here) is bool for pk, here in ticks)
    return ticks if good else None
