"""Keeping the register true: corrections that wait, people to be told, entries nobody confirmed, and the private links."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kreisnetz.core import audit
from kreisnetz.core.rights import Right
from kreisnetz.events import meetings
from kreisnetz.register import merge, own_entry, people
from kreisnetz.register.models import Actor, ActorLink, ContactChannel, Correction, Membership, Person
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import right_needed

SHOWN = 50


@require_safe
@right_needed(Right.EDIT_REGISTER)
def upkeep(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    waiting = Correction.objects.filter(state=Correction.State.WAITING).select_related("actor").order_by("made_at")
    untold = list(people.untold()[:SHOWN])
    silent = ActorLink.objects.filter(answered_at=None, revoked_at=None, expires_at__gt=now).exclude(sent_to="")
    works = ContactChannel.objects.filter(kind="email", bounced_at=None)
    due = own_entry.due(now=now)
    unreachable = due.exclude(Exists(works.filter(actor=OuterRef("pk")))).exclude(
        Exists(works.filter(person__actor=OuterRef("pk"), person__left_on=None))
    )
    bounced = ContactChannel.objects.exclude(bounced_at=None).select_related("actor", "person__actor")
    context = {
        "tabs": tabs(request.user, "staff:upkeep", now=now),
        "corrections": [(row, parts_in_words(row)) for row in waiting[:SHOWN]],
        "untold": [(person, people.way_to(person)) for person in untold],
        "silent": silent.select_related("actor").order_by("made_at")[:SHOWN],
        "unreachable": unreachable[:SHOWN],
        "n_unreachable": unreachable.count(),
        "bounced": bounced[:SHOWN],
    }
    return render(request, "staff/register/upkeep.html", context)


@require_POST
@right_needed(Right.EDIT_REGISTER)
def correction_decide(request: HttpRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(Correction.objects.select_related("actor"), pk=pk)
    accepted = request.POST.get("entscheidung") == "ja"
    if own_entry.decide(correction, accepted=accepted, by=request.user, now=timezone.now()):
        name = {"name": correction.actor.name}
        messages.success(
            request,
            _("Übernommen: %(name)s.") % name if accepted else _("Nicht übernommen: %(name)s.") % name,
        )
    else:
        messages.info(request, _("Darüber hat schon jemand entschieden."))
    return redirect("staff:upkeep")


@require_POST
@right_needed(Right.EDIT_REGISTER)
def person_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell this person now, or note that somebody told them."""
    now = timezone.now()
    person = get_object_or_404(people.untold(), pk=pk)
    if request.POST.get("weg") == "schreiben":
        done = people.tell(person, now=now)
    else:
        done = bool(Person.objects.filter(pk=pk, told_at=None).update(told_at=now))
        audit.record(request.user, "told_by_hand", person, now=now)
    messages.success(request, _("Vermerkt.")) if done else messages.warning(request, _("Dafür fehlt eine Adresse."))
    return redirect("staff:upkeep")


@require_POST
@right_needed(Right.EDIT_REGISTER, scope="actor")
def actor_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the private link by mail; without an address, or when asked for, show it once to be passed on."""
    now = timezone.now()
    actor = get_object_or_404(Actor.objects.prefetch_related("channels", "people__channels"), pk=pk)
    if request.POST.get("weg") != "zeigen" and own_entry.ask(actor, by=request.user, now=now):
        messages.success(
            request, _("Der Link ist unterwegs an %(address)s.") % {"address": own_entry.address_of(actor)}
        )
        return redirect("staff:actor", pk=pk)
    link, token = own_entry.make_link(actor, now=now)
    audit.record(request.user, "show_link", actor, now=now)
    context = {"actor": actor, "url": own_entry.url_of(token), "until": link.expires_at}
    return render(request, "staff/register/actor_link.html", context)


def parts_in_words(correction: Correction) -> list[tuple[str, str]]:
    """What an organisation wants changed: label and new value, for a person to read."""
    lines = []
    for name, value in correction.values.items():
        lines.append((_label(name), _value(name, value)))
    return lines


def _label(name: str) -> str:
    known = {
        "channels": _("Erreichbar"),
        "contact": _("Neue Ansprechperson"),
        "leaves": _("Verlässt"),
        "may_be_shown": _("Öffentlich"),
    }
    return known.get(name) or str(Actor._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _value(name: str, value: Any) -> str:
    if name == "channels":
        return ", ".join(text for _kind, text in value)
    if name == "contact":
        words = (value["first_name"], value["last_name"], value["function"], value["email"], value["phone"])
        return " ".join(word for word in words if word)
    if name == "leaves":
        seats = Membership.objects.filter(pk__in=list(value)).select_related("network")
        return ", ".join(seat.network.name for seat in seats)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, list):
        model: Any = Actor._meta.get_field(name).related_model
        names = list(model.objects.filter(pk__in=value).values_list("name", flat=True))
        return ", ".join(names) or _("keine")
    return str(value)


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.EDIT_REGISTER)
def doubles(request: HttpRequest) -> HttpResponse:
    """Organisations that may stand here twice; a POST makes one of two."""
    now = timezone.now()
    if request.method == "POST":
        rows = Actor.objects.in_bulk(
            [int(n) for n in (request.POST.get("bleibt", ""), request.POST.get("geht", "")) if n.isdecimal()]
        )
        if len(rows) != 2:
            messages.warning(request, _("Eine der beiden Organisationen gibt es nicht mehr."))
            return redirect("staff:doubles")
        stays, goes = rows[int(request.POST["bleibt"])], rows[int(request.POST["geht"])]
        try:
            with transaction.atomic():
                meetings.move_attendance(goes, stays)
                merge.merge(stays, goes, by=request.user, now=now)
        except merge.Linked:
            messages.warning(
                request, _("Eine ist Träger der anderen. Lösen Sie das zuerst, wenn es wirklich dieselbe ist.")
            )
        else:
            messages.success(
                request, _("Zusammengelegt: %(name)s. Im Verlauf lässt sich das zurücknehmen.") % {"name": stays.name}
            )
        return redirect("staff:doubles")
    context = {"tabs": tabs(request.user, "staff:upkeep", now=now), "doubles": merge.doubles()}
    return render(request, "staff/register/doubles.html", context)
