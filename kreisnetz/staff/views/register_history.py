"""The history of a network or an organisation in sentences, and taking one change back."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register import history, who_may, wording
from kreisnetz.register.models import Actor, Change, Network
from kreisnetz.staff.forms_register_lists import HistoryFilterForm
from kreisnetz.staff.register_saving import changed_since_in_words
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.ui.access import RightMissing, require, right_needed, signed_in_only

PER_PAGE = 30
# The history names people; so it is for those who may see them.
PROFILES = {"network": "staff:network", "actor": "staff:actor", "person": "staff:person"}


@require_safe
@right_needed(Right.SEE_CONTACTS, scope="network")
def network_history(request: HttpRequest, pk: int) -> HttpResponse:
    network = get_object_or_404(Network, pk=pk)
    changes = Change.objects.filter(shown_on=f"network:{pk}")
    return _history_page(request, network, changes, hide_address=False, hide=frozenset())


@require_safe
@right_needed(Right.SEE_CONTACTS, scope="actor")
def actor_history(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = get_object_or_404(Actor, pk=pk), timezone.now()
    ref = f"actor:{pk}"
    changes = Change.objects.filter(Q(shown_on=ref) | Q(also_on=ref))
    hide_address = _was_protected(actor, changes) and not request.user.may(
        Right.SEE_PROTECTED, now=now, scope=actor.scope()
    )
    hide = frozenset() if request.user.may(Right.SEE_NOTES, now=now) else who_may.OFFICE_ONLY
    return _history_page(request, actor, changes, hide_address=hide_address, hide=hide)


def _was_protected(actor: Actor, changes: QuerySet[Change]) -> bool:
    """Also an address that was protected once stays out of sight."""
    return (
        actor.protected_address
        or changes.filter(Q(before__protected_address=True) | Q(after__protected_address=True)).exists()
    )


def _history_page(
    request: HttpRequest,
    row: Network | Actor,
    changes: QuerySet[Change],
    *,
    hide_address: bool,
    hide: frozenset[str],
) -> HttpResponse:
    now = timezone.now()
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("seite"))
    lines = wording.lines(page.object_list, hide_address=hide_address, hide=hide)
    may_edit = row.can_be_edited_by(request.user, now=now)
    context = {
        "row": row,
        "back": reverse(PROFILES[str(row._meta.model_name)], args=[row.pk]),
        "back_ref": f"{row._meta.model_name}:{row.pk}",
        "page": page,
        "lines": [
            (line, may_edit and not line.change.undone_at and who_may.may_undo(request.user, line.change, now=now))
            for line in lines
        ],
    }
    return render(request, "staff/register/history.html", context)


@require_safe
@right_needed(Right.EDIT_REGISTER)
def change_list(request: HttpRequest) -> HttpResponse:
    """The whole register's history: also of lists and of what is deleted, which have no page of their own."""
    now = timezone.now()
    require(request, Right.SEE_PROTECTED)
    form = HistoryFilterForm(request.GET)
    form.is_valid()
    changes = Change.objects.all()
    if form.cleaned_data.get("was") == "listen":
        changes = changes.filter(shown_on="")
    elif form.cleaned_data.get("was") == "geloescht":
        changes = changes.filter(verb=Change.Verb.DELETE)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("seite"))
    lines = wording.lines(page.object_list)
    context = {
        "tabs": tabs(request.user, "staff:change-list", now=now),
        "form": form,
        "page": page,
        "back_ref": "alle",
        "lines": [
            (line, not line.change.undone_at and who_may.may_undo(request.user, line.change, now=now)) for line in lines
        ],
    }
    return render(request, "staff/register/change_list.html", context)


@require_POST
@signed_in_only
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one change back; what is in the way is said, and nothing happens."""
    change, now = get_object_or_404(Change, pk=pk), timezone.now()
    if not who_may.may_undo(request.user, change, now=now):
        raise RightMissing(Right.EDIT_REGISTER)
    try:
        _take_back(change, request.user, now)
    except history.ChangedSince as clash:
        messages.error(request, changed_since_in_words(clash.clashes))
    else:
        messages.success(request, _("Zurückgenommen. Auch das steht im Verlauf."))
    return redirect(_back(request, change))


def _take_back(change: Change, user: User, now: datetime) -> None:
    """What was deleted comes back with everything that went with it, if the account may have all of that back."""
    if change.verb != Change.Verb.DELETE or change.about.partition(":")[0] not in PROFILES or change.undone_at:
        history.undo(change, by=user, now=now)
    elif user.may(Right.EDIT_REGISTER, now=now):
        history.undo_with_all(change, by=user, now=now)
    else:
        raise RightMissing(Right.EDIT_REGISTER)


def _back(request: HttpRequest, change: Change) -> str:
    """The history it was asked for on; the list when the entry itself is gone now."""
    if request.POST.get("seite-von") == "alle":
        return reverse("staff:change-list")
    kind, _sep, number = (request.POST.get("seite-von") or change.shown_on).partition(":")
    if kind == "network" and number.isdigit() and Network.objects.filter(pk=number).exists():
        return reverse("staff:network-history", args=[number])
    if kind == "actor" and number.isdigit() and Actor.objects.filter(pk=number).exists():
        return reverse("staff:actor-history", args=[number])
    if kind == "person" and number.isdigit():
        return reverse("staff:person", args=[number])
    return reverse("staff:network-list" if kind == "network" else "staff:actor-list" if kind else "staff:list-overview")
