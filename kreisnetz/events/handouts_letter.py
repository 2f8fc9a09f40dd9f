"""One answer of the outbox on paper: a letter for the window envelope (DIN 5008 form B), or the sheet that goes into the fax."""

import re
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kreisnetz.core import dates
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.core.names import tidy
from kreisnetz.events.handouts_typst import breakable, printable, render

ON_PAPER = (OutgoingMessage.Channel.LETTER, OutgoingMessage.Channel.FAX)


def letter_pdf(message: OutgoingMessage, *, now: datetime) -> bytes:
    """The message in its own language. The date is the day of printing: that is when it goes out."""
    with translation.override(message.language or "de"):
        data = {
            "lang": dates.language_now(),
            "subject": printable(message.subject),
            "sender": _sender(),
            "note": _("Per Fax an %(number)s") % {"number": tidy(message.to_address)} if _is_fax(message) else "",
            "address": _address(message),
            "info": _info(now),
            "paragraphs": _paragraphs(message.text),
            "page": _("Seite {page} von {pages}"),
        }
    return render("letter.typ", data, at=now)


def _is_fax(message: OutgoingMessage) -> bool:
    return message.channel == OutgoingMessage.Channel.FAX


def _sender() -> list[str]:
    lines = [settings.OPERATOR_NAME, *re.split(r"\s*[\n,]\s*", settings.OPERATOR_ADDRESS)]
    return [tidy(line) for line in lines if tidy(line)]


def _address(message: OutgoingMessage) -> list[str]:
    """Name and address, the name only once; nine lines fit into the window."""
    name = tidy(message.to_name)
    lines = [] if _is_fax(message) else [tidy(line) for line in re.split(r"[\n;]|,\s+", message.to_address)]
    lines = [line for line in lines if line]
    if name and name not in lines:
        lines.insert(0, name)
    return [breakable(line) for line in lines[:9]]


def _info(now: datetime) -> list[list[str]]:
    pairs = [
        (_("Telefon"), settings.OPERATOR_PHONE),
        (_("E-Mail"), settings.OPERATOR_EMAIL),
        (_("Datum"), dates.day(now, dates.language_now())),
    ]
    return [[name, breakable(value)] for name, value in pairs if value]


def _paragraphs(text: str) -> list[list[str]]:
    """Blank lines part paragraphs; single line breaks stay."""
    blocks = re.split(r"\n\s*\n", printable(text.replace("\r\n", "\n")).strip())
    return [[breakable(line.strip()) for line in block.split("\n")] for block in blocks if block.strip()]
