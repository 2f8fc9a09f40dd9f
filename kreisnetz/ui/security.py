"""Headers that every page carries: what a browser may load, send and remember. It must not know what a page is about."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# A page that needs the camera (scanning at the door) sets its own Permissions-Policy; what a view has set stays.
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

PRIVATE_LINKS = ("/anmeldung/", "/eintrag/")
OFFICE = ("/buero/", "/konto/")


def path_without_language(path: str) -> str:
    """The path as it is in German, where no language stands in front."""
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}")
    return path


class SecurityHeaders:
    """Sets the headers; what opens with a private link is neither stored, nor indexed, nor told to the next site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        path = path_without_language(request.path_info)
        if path.startswith(PRIVATE_LINKS):
            headers["Referrer-Policy"] = "no-referrer"
        if path.startswith((*PRIVATE_LINKS, *OFFICE)):
            headers["X-Robots-Tag"] = "noindex, nofollow"
            add_never_cache_headers(response)
            headers["Cache-Control"] = "no-store, private"
        return response
