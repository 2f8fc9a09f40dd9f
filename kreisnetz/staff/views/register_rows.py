"""Pages with several rows of one kind: target list, documents and decisions of a network, ways to reach somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kreisnetz.core.rights import Right
from kreisnetz.register import editing, kkg, who_may
from kreisnetz.register.models import (
    Actor,
    ContactChannel,
    Network,
    NetworkEntry,
    NetworkLink,
    Person,
    TargetSeat,
)
from kreisnetz.staff.forms_register import EntryRows, LinkRows, TargetRows
from kreisnetz.staff.forms_register_actor import ActorChannelRows, PersonChannelRows
from kreisnetz.staff.register_saving import rows_to_set
from kreisnetz.ui.access import RightMissing, right_needed, signed_in_only

GET_AND_POST = ["GET", "HEAD", "POST"]
Owner = Network | Actor | Person


def _rows_page(
    request: HttpRequest, owner: Owner, model: Any, formset_class: Any, *, back: str, words: dict[str, Any]
) -> HttpResponse:
    rows = model.objects.filter(**{str(owner._meta.model_name): owner})
    formset = formset_class(request.POST or None, queryset=rows)
    if request.method == "POST" and formset.is_valid():
        wanted = rows_to_set(formset, set(rows.values_list("pk", flat=True)))
        editing.set_rows(owner, model, wanted, by=request.user, now=timezone.now())
        messages.success(request, _("Gespeichert."))
        return redirect(back)
    lines = [(form, str(form.instance) if form.instance.pk else _("Neue Zeile")) for form in formset.forms]
    context = {"owner": owner, "formset": formset, "lines": lines, "back": back, "offers_kkg": False, **words}
    return render(request, "staff/register/rows.html", context)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="network")
def network_targets(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("Soll-Liste: Wer soll am Tisch sitzen?"),
        "lead": _("Jede Zeile nennt mindestens eine Art, eine Gruppe oder eine Kommune. Leere Zeilen zählen nicht."),
        "offers_kkg": True,
    }
    owner = get_object_or_404(Network, pk=pk)
    return _rows_page(request, owner, TargetSeat, TargetRows, back=reverse("staff:network", args=[pk]), words=words)


@require_POST
@right_needed(Right.EDIT_REGISTER, scope="network")
def network_targets_kkg(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the target list from the law's own list for networks of Frühe Hilfen."""
    n = kkg.add_target_list(get_object_or_404(Network, pk=pk), by=request.user, now=timezone.now())
    if n:
        sentence = ngettext("%(n)s Zeile ergänzt.", "%(n)s Zeilen ergänzt.", n) % {"n": n}
        messages.success(request, sentence + " " + _("Bitte streichen Sie, was es bei Ihnen nicht gibt."))
    else:
        messages.info(request, _("Alle Zeilen aus § 3 Abs. 2 KKG stehen schon in der Liste."))
    return redirect("staff:network-targets", pk)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="network")
def network_links(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("Rechtsgrundlagen, Vereinbarungen und Unterlagen"),
        "lead": _(
            "Gesetz, Geschäftsordnung, Kooperationsvereinbarung, Beschluss eines Gremiums, Ordner mit Protokollen."
        ),
    }
    owner = get_object_or_404(Network, pk=pk)
    return _rows_page(request, owner, NetworkLink, LinkRows, back=reverse("staff:network", args=[pk]), words=words)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="network")
def network_entries(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("Beschlüsse und offene Punkte"),
        "lead": _(
            "Was jemand wissen muss, der das Netzwerk übernimmt. Bitte keine Fälle und keine Namen von Betroffenen."
        ),
    }
    owner = get_object_or_404(Network, pk=pk)
    return _rows_page(request, owner, NetworkEntry, EntryRows, back=reverse("staff:network", args=[pk]), words=words)


@require_http_methods(GET_AND_POST)
@right_needed(Right.EDIT_REGISTER, scope="actor")
def actor_channels(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "heading": _("Wege zur Organisation"),
        "lead": _("Adressen und Nummern der Organisation selbst. Die von Personen stehen bei der Person."),
    }
    owner = get_object_or_404(Actor, pk=pk)
    back = reverse("staff:actor", args=[pk])
    return _rows_page(request, owner, ContactChannel, ActorChannelRows, back=back, words=words)


@require_http_methods(GET_AND_POST)
@signed_in_only
def person_channels(request: HttpRequest, pk: int) -> HttpResponse:
    owner = get_object_or_404(Person, pk=pk)
    if not who_may.may_edit_person(request.user, owner, now=timezone.now()):
        raise RightMissing(Right.EDIT_REGISTER)
    words = {
        "heading": _("Wege zu %(name)s") % {"name": owner},
        "lead": _("Nur dienstliche Adressen und Nummern. Sie sind nie öffentlich."),
    }
    back = reverse("staff:person", args=[pk])
    return _rows_page(request, owner, ContactChannel, PersonChannelRows, back=back, words=words)
