"""The register given out: downloads in many formats, and hand-over dossiers. Files with people come by POST only."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kreisnetz.core.models import User
from kreisnetz.core.names import slug
from kreisnetz.core.rights import Right, Role
from kreisnetz.events import dossier
from kreisnetz.register import dossier as gathering
from kreisnetz.register.dossier import Dossier
from kreisnetz.register.export.making import FILES, Format, make
from kreisnetz.register.export.selection import Reader
from kreisnetz.register.models import Network
from kreisnetz.staff.forms_register_export import PDF, DossierForm, ExportForm, PersonDossierForm
from kreisnetz.staff.register_tabs import tabs
from kreisnetz.staff.views.handouts import download
from kreisnetz.ui.access import RightMissing, StaffRequest, right_needed

GET_AND_POST = ["GET", "HEAD", "POST"]
# So many networks are offered one by one on the page; all others have the link in their profile.
SHOWN = 30


@require_http_methods(GET_AND_POST)
@right_needed(Right.SEE_REGISTER)
def register_export(request: StaffRequest) -> HttpResponse:
    """Choose what and in which format; the POST is the file."""
    now = timezone.now()
    form = ExportForm(request.POST or None, reader=Reader.of(request.user, now=now))
    if request.method != "POST":
        return _page(request, form, now=now)
    if not form.is_bound or not form.is_valid():
        form = form if form.is_bound else ExportForm({}, reader=form.reader)
        return _page(request, form, now=now, status=422)
    made = make(*form.wanted(), by=request.user, now=now)
    return download(made.content, made.content_type, made.name)


def _page(request: StaffRequest, form: ExportForm, *, now: datetime, status: int = 200) -> HttpResponse:
    own = gathering.networks_of(request.user, now=now)
    accounts = _accounts(request.user, now=now)
    context = {
        "tabs": tabs(request.user, "staff:register-export", now=now),
        "form": form,
        "sees_contacts": form.reader.sees_contacts,
        "sees_all_contacts": form.reader.contacts.everywhere,
        "own": list(own[:SHOWN]),
        "person_form": PersonDossierForm(accounts=accounts, initial={"konto": request.user.pk}) if accounts else None,
        "chooses": accounts != [request.user],
    }
    return render(request, "staff/register/export.html", context, status=status)


@require_http_methods(GET_AND_POST)
@right_needed(Right.SEE_NOTES, scope="network")
def network_dossier(request: StaffRequest, pk: int) -> HttpResponse:
    """What the dossier of one network holds; the POST is the file."""
    network, now = get_object_or_404(Network, pk=pk), timezone.now()
    form = DossierForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        what, reader = form.cleaned_data["art"], Reader.of(request.user, now=now)
        made = dossier.of_network(network, reader, by=request.user, now=now, what=what)
        return _file(made, what, _("uebergabe") + f"-{slug(network.name)}", now=now)
    may_see = network.contacts_can_be_seen_by(request.user, now=now)
    context = {"network": network, "form": form, "may_see_contacts": may_see}
    return render(request, "staff/register/dossier.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["POST"])
@right_needed(Right.SEE_REGISTER)
def person_dossier(request: StaffRequest) -> HttpResponse:
    """Everything in the hands of one account: one's own, or anybody's for those who manage accounts."""
    now = timezone.now()
    accounts = _accounts(request.user, now=now)
    if not accounts:
        raise RightMissing(Right.EDIT_REGISTER)
    form = PersonDossierForm(request.POST, accounts=accounts)
    if not form.is_valid():
        return render(request, "staff/register/dossier_person.html", {"form": form}, status=422)
    user, what = form.cleaned_data["konto"], form.cleaned_data["art"]
    made = dossier.of_person(user, Reader.of(request.user, now=now), by=request.user, now=now, what=what)
    return _file(made, what, _("uebergabe") + f"-{slug(str(user))}", now=now)


def _accounts(user: User, *, now: datetime) -> list[User]:
    """Whose dossier this account may make: of everybody who coordinates, or only its own."""
    if user.may(Right.MANAGE_ACCOUNTS, now=now):
        found = User.objects.filter(is_active=True, grants__role=Role.COORDINATION).distinct()
        return [one for one in found.prefetch_related("grants") if _coordinates(one, now=now)]
    return [user] if _coordinates(user, now=now) else []


def _coordinates(user: User, *, now: datetime) -> bool:
    return any(grant.role == Role.COORDINATION for grant in user.live_grants(now=now))


def _file(made: Dossier, what: str, name: str, *, now: datetime) -> HttpResponse:
    if what == PDF:
        return download(dossier.pdf(made, now=now), "application/pdf", f"{name}.pdf")
    return download(dossier.xlsx(made, now=now), FILES[Format.XLSX][0], f"{name}.xlsx")
