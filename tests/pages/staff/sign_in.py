"""A signed-in client and the fields of a page's form, for the tests of the office pages."""

from typing import Any

from django.test import Client
from html5lib import parse

from kreisnetz.core.rights import Role
from tests import make

HTML = "{http://www.w3.org/1999/xhtml}"


def office(*roles: str, scope: str = "") -> Client:
    """A client signed in with these roles (the office, if none are named)."""
    client = Client()
    client.force_login(make.make_user(*(roles or (Role.OFFICE,)), scope=scope))
    return client


def fields_of(html: str, *, having: str = "") -> dict[str, Any]:
    """What a browser would send for the page's POST form (the one that has a field of this name)."""
    for form in parse(html).iter(f"{HTML}form"):
        fields = _fields(form)
        if form.get("method") == "post" and (not having or having in fields):
            return fields
    raise AssertionError(f"no form with {having!r} on the page")


def _fields(form: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "")
        if not name or kind in {"submit", "file"}:
            continue
        if element.tag == f"{HTML}select":
            options = list(element.iter(f"{HTML}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            sent[name] = chosen[0].get("value", "") if chosen else ""
        elif element.tag == f"{HTML}textarea":
            sent[name] = (element.text or "").removeprefix("\n")
        elif kind in {"checkbox", "radio"}:
            if element.get("checked") is not None:
                sent.setdefault(name, []).append(element.get("value", "on"))
        else:
            sent[name] = element.get("value", "")
    return sent
