"""What base.html needs on every page: names, languages, navigation.

Touches the session only when its cookie is there, so that pages for the public stay free of cookies and may be kept by any cache.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right

# Pages of the office, in the order of the menu, with the right that shows them and what belongs to them.
OFFICE_PAGES = (
    ("staff:home", _("Heute"), Right.ENTER_OFFICE, ()),
    ("staff:event-list", _("Termine"), Right.SEE_EVENTS, ("/termine/", "/anmeldungen/")),
    ("staff:network-list", _("Netzwerke"), Right.SEE_REGISTER, ("/netzwerke/", "/sitze/", "/buero/listen/")),
    ("staff:actor-list", _("Organisationen"), Right.SEE_REGISTER, ("/organisationen/", "/personen/")),
    ("staff:search", _("Suche"), Right.SEE_REGISTER, ("/suche/",)),
    ("staff:outbox", _("Postausgang"), Right.SEE_OUTBOX, ("/postausgang/",)),
    ("staff:audit", _("Protokoll"), Right.SEE_AUDIT, ("/protokoll/",)),
    ("staff:accounts", _("Konten"), Right.MANAGE_ACCOUNTS, ("/konten/",)),
)
PUBLIC_PAGES = (
    ("web:event-list", _("Termine"), ("web:event", "web:registration")),
    ("web:network-list", _("Netzwerke"), ("web:network", "web:actor", "web:actor-list", "web:network-map")),
    ("web:find-help", _("Hilfe finden"), ()),
    ("web:search", _("Suche"), ()),
)


@dataclass(frozen=True)
class Link:
    """One entry of a menu."""

    url: str
    label: str
    current: bool = False


@dataclass(frozen=True)
class Language:
    """The same page in another language."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Site:
    """Everything base.html says about the site and the person who looks at it."""

    name: str
    county: str
    url: str
    canonical: str
    demo: bool
    official_bar: bool
    language: str
    languages: tuple[Language, ...]
    pages: tuple[Link, ...]
    office_pages: tuple[Link, ...]
    in_office: bool
    # May stand in search engines; neither the office nor what a private link opens.
    is_open: bool
    person: User | None
    # A session exists, so a message may wait there.
    has_session: bool


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor: {{ site.… }} in every template.

    Twice, because allauth's views put a "site" of their own into the context; base.html takes ours from "frame".
    """
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    user = request.user if has_session and hasattr(request, "user") else None
    made = make_site(request, user if isinstance(user, User) else None, has_session=has_session)
    return {"site": made, "frame": made}


def site_without_person(request: HttpRequest) -> Site:
    """For error pages: asks neither session nor database."""
    return make_site(request, None, has_session=False)


def make_site(request: HttpRequest, person: User | None, *, has_session: bool) -> Site:
    match = getattr(request, "resolver_match", None)
    view = match.view_name if match else ""
    in_office = view.startswith(("staff:", "account_", "mfa_", "socialaccount_"))
    return Site(
        name=settings.SITE_NAME,
        county=settings.COUNTY_NAME,
        url=settings.SITE_URL,
        canonical=settings.SITE_URL + request.path,
        demo=settings.DEMO,
        official_bar=settings.OFFICIAL_BAR,
        language=get_language() or settings.LANGUAGE_CODE,
        languages=languages(request),
        pages=public_pages(view),
        office_pages=office_pages(request.path, view, person) if person else (),
        in_office=in_office,
        is_open=not in_office and not view.startswith(("web:registration", "web:own-")),
        person=person,
        has_session=has_session,
    )


def address_of(name: str) -> str:
    """The address of a page without arguments; empty when this installation has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def public_pages(view: str) -> tuple[Link, ...]:
    links = (
        Link(address_of(name), str(label), current=view == name or is_below(view, below))
        for name, label, below in PUBLIC_PAGES
    )
    return tuple(link for link in links if link.url)


def is_below(view: str, below: tuple[str, ...]) -> bool:
    return any(view == name or view.startswith(f"{name}-") for name in below)


def office_pages(path: str, view: str, person: User) -> tuple[Link, ...]:
    now = timezone.now()
    links = (
        Link(
            address_of(name),
            str(label),
            current=view == name or (view.startswith("staff:") and any(part in path for part in below)),
        )
        for name, label, right, below in OFFICE_PAGES
        if person.may(right, now=now)
    )
    return tuple(link for link in links if link.url)


def languages(request: HttpRequest) -> tuple[Language, ...]:
    current = get_language()
    return tuple(Language(code, name, same_page(request, code), code == current) for code, name in settings.LANGUAGES)


def same_page(request: HttpRequest, code: str) -> str:
    """Address of this page in another language; its home page where the page has no other language."""
    here = request.get_full_path()
    if code == get_language():
        return here
    there = translate_url(here, code)
    if urlsplit(there).path != request.path:
        return there
    with override(code):
        return address_of("web:home") or "/"
