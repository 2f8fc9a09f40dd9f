"""Paper for the day: attendee list, sign-in sheet, badges, and the caterer's order sheet (sums only), as PDF/UA-1.

Lists of people carry the date by which they must be destroyed, and each one made is written into the audit trail. The order sheet never knows a name, a reason or a need.
"""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kreisnetz.core import audit, dates
from kreisnetz.core.models import User
from kreisnetz.events import catering, headcount
from kreisnetz.events.deletion import deleted_on
from kreisnetz.events.guests import Guest, guests
from kreisnetz.events.handouts_typst import breakable, printable, render
from kreisnetz.events.models import Event


class BadgeLayout(models.TextChoices):
    """Sheets of ready-cut badges on A4 that fit the usual holders."""

    SMALL = "90x55", gettext_lazy("90 × 55 mm, 10 auf einem Blatt")
    MEDIUM = "90x60", gettext_lazy("90 × 60 mm, 8 auf einem Blatt")
    LARGE = "a6", gettext_lazy("A6 quer (148 × 105 mm), 2 auf einem Blatt, zum Umhängen")


# width, height, columns, rows in mm; the rest of the A4 sheet is margin, the same on both sides.
SHEETS = {
    BadgeLayout.SMALL: (90, 55, 2, 5),
    BadgeLayout.MEDIUM: (90, 60, 2, 4),
    BadgeLayout.LARGE: (148, 105, 1, 2),
}
EMPTY_ROWS = 6


def destroy_by(event: Event) -> date:
    """The last day on which a printed list of people may still lie around."""
    return deleted_on(event)


def day(value: date) -> str:
    return dates.day(value, dates.language_now())


def moment(at: datetime) -> str:
    """27. Juni 2019, 15:30 Uhr"""
    return f"{day(at)}, {dates.clock(at, dates.language_now(), minutes=True)}"


def when(event: Event) -> str:
    """Date and time of an event in words, all its dates."""
    first = dates.span(event.starts_at, event.ends_at, dates.language_now(), all_day=event.all_day)
    further = [dates.span(other.starts_at, other.ends_at, dates.language_now()) for other in event.dates.all()]
    return "; ".join([first, *further])


def place(event: Event) -> str:
    if event.venue:
        return ", ".join(part for part in (event.venue.name, event.venue.address) if part)
    return _("online") if event.online_url else ""


def attendee_list_pdf(event: Event, *, by: User, now: datetime) -> bytes:
    """Everybody who is coming, by name."""
    people = guests(event)
    columns = [_("Nr."), _("Name"), _("Organisation")]
    rows = [[str(number), _listed(guest), breakable(guest.organisation)] for number, guest in enumerate(people, 1)]
    audit.record(by, "export", event, now=now, what="attendee-list-pdf", rows=len(people))
    return _list_pdf(event, _("Teilnehmendenliste"), columns, rows, now=now, n=len(people), signature=False)


def sign_in_sheet_pdf(event: Event, *, by: User, now: datetime) -> bytes:
    """The same with room for signatures, blank lines for companions, and a few empty rows for whoever else comes."""
    people = guests(event)
    columns = [_("Nr."), _("Name"), _("Organisation"), _("Unterschrift")]
    rows = [
        [str(number), _to_write(guest), breakable(guest.organisation), ""] for number, guest in enumerate(people, 1)
    ]
    rows += [[str(len(people) + extra), "", "", ""] for extra in range(1, EMPTY_ROWS + 1)]
    audit.record(by, "export", event, now=now, what="sign-in-sheet-pdf", rows=len(people))
    return _list_pdf(event, _("Unterschriftenliste"), columns, rows, now=now, n=len(people), signature=True)


def _list_pdf(
    event: Event, kind: str, columns: list[str], rows: list[list[str]], *, now: datetime, n: int, signature: bool
) -> bytes:
    summary = ngettext("%(n)s Person", "%(n)s Personen", n) % {"n": n}
    return render(
        "people.typ",
        _about(event, kind, now=now)
        | {
            "warning": _personal(event),
            "summary": _("Stand %(moment)s: %(people)s") % {"moment": moment(now), "people": summary},
            "columns": columns,
            "rows": rows,
            "signature": signature,
            "nobody": _("Zu diesem Termin ist noch niemand angemeldet."),
        },
        at=now,
    )


def badges_pdf(event: Event, layout: str, *, door_url: str, by: User, now: datetime) -> bytes:
    """One badge per person, names as large as fit; companions get one to write on. door_url: the door page's address."""
    width, height, columns, rows = SHEETS[BadgeLayout(layout)]
    people = guests(event)
    badges = [
        {
            "name": [breakable(name) for name in (guest.first_name, guest.last_name) if name] or [""],
            "organisation": breakable(guest.organisation),
            "code": door_code_svg(door_url, guest.door_code),
        }
        for guest in people
    ]
    audit.record(by, "export", event, now=now, what="badges-pdf", rows=len(people))
    sheet = {"width": width, "height": height, "columns": columns, "rows": rows}
    return render(
        "badges.typ",
        _about(event, _("Namensschilder"), now=now)
        | {"sheet": sheet, "badges": badges, "code_alt": _("Einlass-Code"), "nobody": _("Noch niemand angemeldet.")},
        at=now,
    )


def door_code_svg(door_url: str, code: str) -> str:
    """The door page with this person as a QR code, so that any phone's camera can open it."""
    import zxingcpp  # slow import

    return str(zxingcpp.create_barcode(f"{door_url}?code={code}", zxingcpp.BarcodeFormat.QRCode).to_svg())


def order_sheet_pdf(event: Event, *, now: datetime) -> bytes:
    """For the caterer: sums only."""
    counted = headcount.count(event)
    expected = headcount.forecast(event, counted.portions, now=now)
    contact = [event.contact_name, event.contact_phone, event.contact_email]
    return render(
        "order_sheet.typ",
        _about(event, _("Bestellung für das Buffet"), now=now)
        | {
            "facts": _facts(
                (_("Termin"), event.title),
                (_("Wann"), when(event)),
                (_("Wo"), place(event)),
                (_("Ansprechperson"), ", ".join(part for part in contact if part)),
                (_("Gezählt am"), moment(now)),
            ),
            "columns": [_("Essen"), _("fest angemeldet"), _("noch offen"), _("höchstens")],
            "rows": _menu_rows(counted),
            "total": _total_row(counted),
            "caption": _("Portionen nach Auswahl"),
            "notes": _order_notes(counted, expected),
        },
        at=now,
    )


def _menu_rows(counted: catering.HeadCount) -> list[list[str]]:
    chosen = [row for row in counted.menu if row.is_meal and (row.name is not None or row.coming or row.possible)]
    alone = len(chosen) == 1 and chosen[0].name is None
    nothing_given = _("Buffet") if alone else _("keine Angabe")
    return [
        [breakable(row.name or nothing_given), str(row.coming), str(row.possible), str(row.coming + row.possible)]
        for row in chosen
    ]


def _total_row(counted: catering.HeadCount) -> list[str]:
    sure, most = counted.portions, counted.portions_at_most
    return [_("Summe"), str(sure), str(most - sure), str(most)]


def _order_notes(counted: catering.HeadCount, expected: catering.Forecast | None) -> list[str]:
    notes = [_("„Noch offen“ sind Plätze, die vergeben, aber noch nicht bestätigt oder angenommen sind.")]
    if counted.without_meal:
        text = ngettext("%(n)s Person isst nicht mit.", "%(n)s Personen essen nicht mit.", counted.without_meal)
        notes.append(text % {"n": counted.without_meal})
    if expected:
        notes.append(
            _("Nach den Erfahrungen früherer Termine essen voraussichtlich etwa %(likely)s mit (%(low)s bis %(high)s).")
            % {"likely": expected.likely, "low": expected.low, "high": expected.high}
        )
    return notes


def _facts(*pairs: tuple[str, str]) -> list[list[str]]:
    return [[name, printable(value)] for name, value in pairs if value]


def _about(event: Event, kind: str, *, now: datetime) -> dict[str, Any]:
    """What every sheet says about itself and its event."""
    return {
        "lang": dates.language_now(),
        "title": f"{kind}: {printable(event.title)}",
        "kind": kind,
        "event": printable(event.title),
        "subtitle": printable(event.subtitle),
        "when": when(event),
        "place": printable(place(event)),
        "printed": _("Gedruckt am %(moment)s") % {"moment": moment(now)},
        "page": _("Seite {page} von {pages}"),
        "warning": "",
    }


def _personal(event: Event) -> str:
    return _("Enthält personenbezogene Daten, vernichten bis %(day)s") % {"day": day(destroy_by(event))}


def _companion(guest: Guest) -> str:
    return _("Begleitung von %(name)s") % {"name": guest.registered_by}


def _listed(guest: Guest) -> str:
    return breakable(guest.list_name or _companion(guest))


def _to_write(guest: Guest) -> str:
    """Name, or an empty line with a small word below: to be filled in by hand."""
    return breakable(guest.list_name or "\n" + _companion(guest))
