"""Events as an Atom feed (RFC 4287) with ids that never change."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils.translation import gettext as _

from kreisnetz.core import dates
from kreisnetz.events.ics import event_path
from kreisnetz.events.models import BERLIN, Event
from kreisnetz.events.plain import without_controls


def feed(events: Iterable[Event], *, name: str, url: str, page_url: str, language: str, now: datetime) -> bytes:
    """The feed of one filter; url is its own address, page_url the page that shows the same."""
    rows = list(events)
    today = now.astimezone(BERLIN).replace(hour=0, minute=0, second=0, microsecond=0)
    updated = max((event.modified_at for event in rows), default=today)
    entries = "".join(_entry(event, language) for event in rows)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">\n'
        f"<id>{_text(url)}</id>\n<title>{_text(name)}</title>\n<updated>{updated.isoformat()}</updated>\n"
        f"<author><name>{_text(settings.OPERATOR_NAME)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(url)}/>\n'
        f'<link rel="alternate" type="text/html" href={_attribute(page_url)}/>\n{entries}</feed>\n'
    ).encode()


def _entry(event: Event, language: str) -> str:
    url = settings.SITE_URL + ("" if language == "de" else f"/{language}") + event_path(event)
    when = dates.span(event.starts_at, event.ends_at, language, all_day=event.all_day)
    word = {"cancelled": _("Abgesagt"), "moved": _("Verlegt"), "postponed": _("Verschoben")}.get(event.status)
    prefix = f"{word}: " if word else ""
    where = str(event.venue) if event.venue else ""
    summary = "\n".join(line for line in (when, where, event.subtitle, event.description[:500]) if line)
    return (
        f"<entry><id>urn:uuid:{event.uid}</id><title>{_text(prefix + event.title)}</title>"
        f"<updated>{event.modified_at.isoformat()}</updated>"
        f"<published>{(event.published_at or event.created_at).isoformat()}</published>"
        f'<link rel="alternate" type="text/html" href={_attribute(url)}/><summary>{_text(summary)}</summary></entry>\n'
    )


def _text(text: str) -> str:
    return escape(without_controls(text))


def _attribute(text: str) -> str:
    return quoteattr(without_controls(text))
