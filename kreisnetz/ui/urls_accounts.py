"""Sign-in under /konto/: allauth's pages, without those that let people change their own address or link other accounts.

Accounts and their addresses are the administration's matter.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def not_offered(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Http404


urlpatterns = [
    path("email/", not_offered),
    path("confirm-email/<path:rest>", not_offered),
    path("password/set/", not_offered),
    path("3rdparty/", not_offered),
    path("social/connections/", not_offered),
    path("", include("allauth.urls")),
]
