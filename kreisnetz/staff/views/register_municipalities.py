"""Take in the municipalities of a county from the official list; and fill the county's lists with what most start with."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kreisnetz.core import audit
from kreisnetz.core.rights import Right
from kreisnetz.register import municipalities, starting_lists
from kreisnetz.register.models import Municipality
from kreisnetz.ui.access import right_needed
from kreisnetz.ui.forms import Form


class MunicipalityFileForm(Form):
    """The file and the key of the county; found() is what was read."""

    mark_optional = False
    county = forms.RegexField(
        label=_("Schlüssel des Kreises"),
        regex=r"^\d{5}$",
        help_text=_("Fünf Ziffern, zum Beispiel 06433 für den Kreis Groß-Gerau."),
        error_messages={"invalid": _("Der Schlüssel hat fünf Ziffern, zum Beispiel 06433.")},
    )
    file = forms.FileField(
        label=_("Gemeindeliste"), help_text=_("Von Destatis als XLSX, oder CSV mit AGS und Gemeindename.")
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("file") and said.get("county"):
            file = said["file"]
            data = file.read(municipalities.LIMIT + 1)
            try:
                said["found"] = municipalities.read(data, file.name, county=said["county"])
            except municipalities.NotAList as refused:
                self.add_error("file", str(refused))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.EDIT_LISTS)
def municipality_import(request: HttpRequest) -> HttpResponse:
    first = Municipality.objects.order_by("ags").first()
    posted = request.method == "POST"
    form = MunicipalityFileForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"county": first.ags[:5] if first else ""},
    )
    if posted and form.is_valid():
        found = form.cleaned_data["found"]
        n = municipalities.save(found)
        audit.record(request.user, "import_municipalities", request.user, now=timezone.now(), n=n)
        words = ngettext(
            "%(n)s Kommune eingelesen. Grundlage: %(base)s.", "%(n)s Kommunen eingelesen. Grundlage: %(base)s.", n
        )
        messages.success(request, words % {"n": n, "base": found.base})
        return redirect("staff:municipality-list")
    return render(request, "staff/register/municipality_import.html", {"form": form}, status=422 if posted else 200)


@require_POST
@right_needed(Right.EDIT_LISTS)
def lists_start(request: HttpRequest) -> HttpResponse:
    """Add what is missing of the lists most counties start with; nothing that is there is touched."""
    n = starting_lists.add_missing(by=request.user, now=timezone.now())
    words = ngettext("%(n)s Eintrag ergänzt.", "%(n)s Einträge ergänzt.", n) % {"n": n}
    messages.success(request, words if n else _t("Es war schon alles da."))
    return redirect("staff:list-overview")
