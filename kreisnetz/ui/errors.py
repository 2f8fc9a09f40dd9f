"""The pages shown when something goes wrong. They say what to do, and the page for our own faults needs no database."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kreisnetz.ui.access import RightMissing
from kreisnetz.ui.context import site_without_person

logger = logging.getLogger(__name__)
# Used only when not even the template can be rendered.
LAST_RESORT = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Fehler auf unserer Seite</title></head>'
    "<body><main><h1>Da ist bei uns etwas schiefgegangen</h1><p>Bitte versuchen Sie es in ein paar Minuten noch einmal."
    "</p></main></body></html>"
)


def error_page(request: HttpRequest, status: int, template: str, **context: object) -> HttpResponse:
    """One error page; context processors that ask the database are left out on purpose."""
    try:
        frame = site_without_person(request)
        html = str(render_to_string(template, {"request": request, "site": frame, "frame": frame, **context}))
    except Exception:
        logger.exception("the error page %s could not be rendered", template)
        html = LAST_RESORT
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400, "400.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    right = exception.right.label if isinstance(exception, RightMissing) else ""
    return error_page(request, 403, "403.html", right=right, csrf=False)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's security mark is missing or old, mostly because the page was open for a long time."""
    logger.warning("form refused: %s", reason)
    return error_page(request, 403, "403.html", right="", csrf=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500, "500.html")
