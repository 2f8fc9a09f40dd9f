"""A known place: mend its address and say what visitors with disabilities need to know."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kreisnetz.core.rights import Right
from kreisnetz.events import editing
from kreisnetz.events.models import Venue
from kreisnetz.staff.forms import VenueEditForm
from kreisnetz.staff.forms_event import VENUE_FIELDS
from kreisnetz.ui.access import right_needed


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.EDIT_EVENTS)
def venue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    venue = get_object_or_404(Venue, pk=pk)
    stored = {name: getattr(venue, name) for name in VENUE_FIELDS} | {"municipality": venue.municipality_id}
    form = VenueEditForm(request.POST or None, initial=stored)
    back = request.POST.get("zurueck") or request.GET.get("zurueck") or ""
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    if request.method == "POST" and form.is_valid():
        editing.save_venue(venue, form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("Der Ort ist gespeichert."))
        return redirect(back or "staff:home")
    return render(request, "staff/venue_edit.html", {"venue": venue, "form": form, "back": back})
