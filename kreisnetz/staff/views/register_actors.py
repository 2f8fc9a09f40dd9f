"""Organisations in the office: list, profile, new, edit in short parts, offers, confirm, delete."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import ProtectedError, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core.rights import Right
from kreisnetz.register import directory, editing, freshness, profile, who_may
from kreisnetz.register.models import Actor, ContactChannel, Membership, Offer, Person
from kreisnetz.staff.forms_register_actor import (
    ACTOR_PARTS,
    NEW_ACTOR,
    OWN_PARTS,
    ActorFilterForm,
    OfferForm,
    actor_form,
)
from kreisnetz.staff.forms_register_fields import OFFERED, in_words, offered_actors
from kreisnetz.staff.register_saving import RowsToSet, saved
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import require, right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@require_safe
@right_needed(Right.SEE_REGISTER)
def actor_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    form = ActorFilterForm(request.GET)
    rows = directory.actors(form.wanted(sees_protected=request.user.may(Right.SEE_PROTECTED, now=now)), today=today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    shown = list(page.object_list)
    counts = directory.counts(shown, day=today, today=today)
    context = {
        "tabs": tabs(request.user, "staff:actor-list", now=now),
        "form": form,
        "page": page,
        "rows": [
            (
                row,
                counts.get(row.pk, directory.Counts()),
                freshness.age(row.confirmed_on, today=today),
                _is_stale(row, now),
            )
            for row in shown
        ],
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_create": request.user.may(Right.EDIT_REGISTER, now=now),
    }
    return render(request, "staff/register/actor_list.html", context)


def _is_stale(row: Actor, now: datetime) -> bool:
    return freshness.is_stale(row.confirmed_on, today=timezone.localdate(now))


@require_safe
@right_needed(Right.SEE_REGISTER)
def actor(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    found = get_object_or_404(Actor.objects.select_related("kind", "parent", "municipality"), pk=pk)
    may = rights_for(request, found, now=now)
    contacts = who_may.Scopes.of(request.user, Right.SEE_CONTACTS, now=now)
    edits = who_may.Scopes.of(request.user, Right.EDIT_REGISTER, now=now)
    seats = list(found.memberships.select_related("network", "person", "deputy").order_by("network__sort_key", "since"))
    here = [seat for seat in seats if _is_held(seat, today)]
    sees_all = contacts.everywhere or found.pk in contacts.actors
    sees_channels = sees_all or any(contacts.covers_seat(seat) for seat in here)
    context = {
        "actor": found,
        "today": today,
        "seats": [(seat, _span(seat), contacts.covers_seat(seat), edits.covers_seat(seat)) for seat in here],
        "former": [(seat, _span(seat), sees_all) for seat in seats if seat.until and seat.until < today],
        "hours": profile.meeting_hours(here),
        "channels": _channels(found, sees_channels),
        "people": _people(request, found, now=now),
        "age": freshness.age(found.confirmed_on, today=today),
        "is_stale": _is_stale(found, now),
        "children": list(found.children.all()),
        "hosted": list(found.hosted_networks.all()),
        "offers": _offers(found),
        "parts": [part for part in ACTOR_PARTS.values() if part.key in OWN_PARTS or may["may_edit_all"]],
        **{name: [str(row) for row in getattr(found, name).all()] for name in LISTS},
        **may,
    }
    return render(request, "staff/register/actor.html", context)


LISTS = ("fields_of_action", "competences", "languages", "municipalities")


def _is_held(seat: Membership, today: Any) -> bool:
    return (seat.since is None or seat.since <= today) and (seat.until is None or seat.until >= today)


def _span(seat: Membership) -> str:
    since, until = in_words(seat.since, seat.since_precision), in_words(seat.until, seat.until_precision)
    return f"{since} – {until}" if until else since


def _channels(actor: Actor, sees_all: bool) -> list[ContactChannel]:
    rows = actor.channels.all()
    return list(rows if sees_all else rows.filter(is_public=True))


def _people(request: HttpRequest, actor: Actor, *, now: datetime) -> list[Person]:
    people = who_may.people_seen_by(request.user, now=now).filter(actor=actor, anonymised_at__isnull=True)
    return list(people.prefetch_related("channels").order_by("left_on", "person_key"))


def _offers(actor: Actor) -> list[Offer]:
    rows = actor.offers.select_related("field")
    return list(rows.prefetch_related("age_groups", "target_groups", "languages", "municipalities"))


def rights_for(request: HttpRequest, actor: Actor, *, now: datetime) -> dict[str, bool]:
    user = request.user
    return {
        "may_edit": actor.can_be_edited_by(user, now=now),
        "may_edit_all": user.may(Right.EDIT_REGISTER, now=now),
        "may_see_contacts": user.may(Right.SEE_CONTACTS, now=now, scope=actor.scope()),
        "may_see_address": who_may.may_see_address(user, actor, now=now),
        "may_see_notes": user.may(Right.SEE_NOTES, now=now),
    }


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER)
def actor_new(request: HttpRequest) -> HttpResponse:
    row = Actor()
    form = actor_form(NEW_ACTOR)(request.POST or None, instance=row)
    twin = None
    if request.method == "POST" and form.is_valid():
        twin = directory.actor_called(form.cleaned_data["name"])
        if twin is None or "doch" in request.POST:
            if saved(form, row, request, now=timezone.now()):
                messages.success(request, _("Die Organisation ist angelegt."))
                return redirect("staff:actor", row.pk)
        else:
            form.add_error("name", _("Diese Organisation gibt es schon. Oder ist es eine andere mit demselben Namen?"))
    context = {"form": form, "twin": twin, "offered": offered_actors(), "offered_id": OFFERED}
    return render(request, "staff/register/actor_new.html", context)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="actor")
def actor_edit(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    if part not in ACTOR_PARTS:
        raise Http404
    if part not in OWN_PARTS:
        require(request, Right.EDIT_REGISTER)
    row, now = get_object_or_404(Actor, pk=pk), timezone.now()
    if part == "anschrift" and not who_may.may_see_address(request.user, row, now=now):
        require(request, Right.SEE_PROTECTED, scope=row.scope())
    name, seen = row.name, row.modified_at.isoformat()
    form = actor_form(ACTOR_PARTS[part])(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid() and saved(form, row, request, now=now):
        messages.success(request, _("Gespeichert."))
        return redirect("staff:actor", pk)
    may_all = request.user.may(Right.EDIT_REGISTER, now=now)
    context = {
        "form": form,
        "heading": ACTOR_PARTS[part].title,
        "title": name,
        "seen": request.POST.get("stand", seen),
        "parts": [other for other in ACTOR_PARTS.values() if other.key in OWN_PARTS or may_all],
        "part": part,
        "actor": Actor(pk=pk, name=name),
        "offered": offered_actors() if "parent" in form.fields else [],
        "offered_id": OFFERED,
    }
    return render(request, "staff/register/actor_edit.html", context)


@require_POST
@right_needed(Right.EDIT_REGISTER, scope="actor")
def actor_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    editing.confirm(get_object_or_404(Actor, pk=pk), on=timezone.localdate(now), by=request.user, now=now)
    messages.success(request, _("Vermerkt: Die Angaben sind heute bestätigt."))
    return redirect("staff:actor", pk)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER)
def actor_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """For organisations entered by mistake; one that really was is dissolved."""
    row = get_object_or_404(Actor, pk=pk)
    is_bound = row.attendances.exists()
    if request.method == "POST" and not is_bound:
        try:
            editing.delete(row, by=request.user, now=timezone.now())
        except ProtectedError:
            messages.error(
                request, _("Diese Organisation ist Träger von anderen. Ordnen Sie diese bitte zuerst neu zu.")
            )
            return redirect("staff:actor", pk)
        messages.success(request, _("„%(name)s“ ist gelöscht.") % {"name": row.name})
        return redirect("staff:actor-list")
    context = {"actor": row, "n_seats": row.memberships.count(), "n_people": row.people.count(), "is_bound": is_bound}
    return render(request, "staff/register/actor_delete.html", context)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="actor")
def offer_new(request: HttpRequest, pk: int) -> HttpResponse:
    return _offer_page(request, get_object_or_404(Actor, pk=pk), None)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="actor")
def offer_edit(request: HttpRequest, pk: int, offer_pk: int) -> HttpResponse:
    owner = get_object_or_404(Actor, pk=pk)
    return _offer_page(request, owner, get_object_or_404(Offer, pk=offer_pk, actor=owner))


def _offer_page(request: HttpRequest, owner: Actor, offer: Offer | None) -> HttpResponse:
    form = OfferForm(request.POST or None, instance=offer)
    if request.method == "POST" and form.is_valid():
        _set_offer(request, owner, offer, (offer.pk if offer else None, form.values(), form.many()))
        messages.success(request, _("Das Angebot ist gespeichert."))
        return redirect("staff:actor", owner.pk)
    return render(request, "staff/register/offer.html", {"actor": owner, "form": form, "offer": offer})


@require_POST
@right_needed(Right.EDIT_REGISTER, scope="actor")
def offer_delete(request: HttpRequest, pk: int, offer_pk: int) -> HttpResponse:
    owner = get_object_or_404(Actor, pk=pk)
    _set_offer(request, owner, get_object_or_404(Offer, pk=offer_pk, actor=owner), None)
    messages.success(request, _("Das Angebot ist gelöscht. Im Verlauf lässt sich das zurücknehmen."))
    return redirect("staff:actor", pk)


def _set_offer(request: HttpRequest, owner: Actor, offer: Offer | None, row: Any) -> None:
    """One offer of several: the others stay as they are."""
    numbers = list(Offer.objects.filter(Q(actor=owner)).values_list("pk", flat=True))
    rows: RowsToSet = []
    for number in numbers:
        if offer is None or number != offer.pk:
            rows.append((number, {}, {}))
        elif row is not None:
            rows.append(row)
    if offer is None and row is not None:
        rows.append(row)
    editing.set_rows(owner, Offer, rows, by=request.user, now=timezone.now())
