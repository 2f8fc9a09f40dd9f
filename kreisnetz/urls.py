"""The three doors: public pages, office pages, sign-in. German paths; English pages live under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from kreisnetz.web.urls import unprefixed as web_unprefixed

urlpatterns = [path("", include((web_unprefixed, "web-files")))] + i18n_patterns(
    path("buero/", include("kreisnetz.staff.urls")),
    path("konto/", include("kreisnetz.ui.urls_accounts")),
    path("", include("kreisnetz.web.urls")),
    prefix_default_language=False,
)
handler400 = "kreisnetz.ui.errors.bad_request"
handler403 = "kreisnetz.ui.errors.forbidden"
handler404 = "kreisnetz.ui.errors.not_found"
handler500 = "kreisnetz.ui.errors.server_error"
