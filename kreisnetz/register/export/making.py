"""One download of the register in one format: what it is good for, its bytes, and its line in the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from kreisnetz.core import audit
from kreisnetz.core.models import User
from kreisnetz.register.export.csv_files import csv_archive
from kreisnetz.register.export.graph import edges_csv, graphml
from kreisnetz.register.export.hsds import hsds_archive, state_of
from kreisnetz.register.export.json_data import as_json
from kreisnetz.register.export.selection import Extract, Reader, Selection, gather
from kreisnetz.register.export.vcards import vcards
from kreisnetz.register.export.workbook import workbook
from kreisnetz.register.models import Municipality

ZIP = "application/zip"


class Format(models.TextChoices):
    XLSX = "xlsx", _("Excel-Mappe (XLSX)")
    CSV = "csv", _("Tabellen als Text (CSV)")
    VCARD = "vcard", _("Adressbuch (vCard)")
    JSON = "json", _("Daten für Programme (JSON)")
    HSDS = "hsds", _("Verzeichnis von Hilfen (Open Referral HSDS 3)")
    GRAPHML = "graphml", _("Netz für die Analyse (GraphML)")
    EDGES = "edges", _("Liste der Verbindungen (CSV)")


GOOD_FOR = {
    Format.XLSX: _("Zum Ansehen, Filtern und Ändern in Excel oder LibreOffice. Die Mappe lässt sich wieder einlesen."),
    Format.CSV: _("Dieselben Tabellen einzeln, für Serienbriefe, Datenbanken und andere Fachverfahren."),
    Format.VCARD: _("Die Ansprechpersonen für das Adressbuch von Outlook, Thunderbird oder Telefon."),
    Format.JSON: _("Für Fachleute, die das Register mit einem eigenen Programm weiterverarbeiten."),
    Format.HSDS: _("Für Beratungsführer und Portale, die Hilfsangebote austauschen. Enthält nur Öffentliches."),
    Format.GRAPHML: _(
        "Für Gephi, R oder Python: wer in welchem Netzwerk sitzt, mit Tagen und Merkmalen, ohne Personen."
    ),
    Format.EDGES: _("Das Einfachste für eine Netzwerkanalyse: eine Zeile je Sitz, ohne Personen."),
}
# content type, end of the file's name
FILES = {
    Format.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    Format.CSV: (ZIP, "zip"),
    Format.VCARD: ("text/vcard; charset=utf-8", "vcf"),
    Format.JSON: ("application/json", "json"),
    Format.HSDS: (ZIP, "zip"),
    Format.GRAPHML: ("application/graphml+xml", "graphml"),
    Format.EDGES: ("text/csv; charset=utf-8", "csv"),
}
# What these formats hold of people and inner matters: nothing (so they need no right to contacts).
WITHOUT_PEOPLE = frozenset({Format.HSDS, Format.GRAPHML, Format.EDGES})


@dataclass(frozen=True)
class Download:
    content: bytes
    content_type: str
    name: str


def make(chosen: Format, selection: Selection, reader: Reader, *, by: User | str, now: datetime) -> Download:
    """The file, recorded in the audit trail. Words in it are German whatever the language of the page."""
    if chosen == Format.HSDS:
        reader = Reader.everybody()
    with translation.override("de"):
        extract = gather(selection, reader)
        content = _content(chosen, extract, by=by, now=now)
    _record(chosen, extract, by=by, now=now)
    content_type, ending = FILES[chosen]
    day = selection.day or timezone.localdate(now)
    part = "-hsds" if chosen == Format.HSDS else "-sitze" if chosen == Format.EDGES else ""
    return Download(content, content_type, f"register{part}-{day:%Y-%m-%d}.{ending}")


def _content(chosen: Format, extract: Extract, *, by: User | str, now: datetime) -> bytes:
    if chosen == Format.XLSX:
        return workbook(extract, about(extract, by=by, now=now), now=now)
    if chosen == Format.CSV:
        return csv_archive(extract, now=now)
    if chosen == Format.VCARD:
        return vcards(extract, now=now)
    if chosen == Format.JSON:
        return as_json(extract, now=now)
    if chosen == Format.HSDS:
        place = Municipality.objects.order_by("ags").first()
        return hsds_archive(extract, state=state_of(place.ags if place else ""), now=now)
    return graphml(extract) if chosen == Format.GRAPHML else edges_csv(extract)


def about(extract: Extract, *, by: User | str, now: datetime) -> list[tuple[str, str]]:
    """What the workbook says about itself."""
    chosen = extract.selection
    names = ", ".join(network.name for network in extract.networks) if chosen.networks else "alle Netzwerke"
    names += f", nur das Feld „{chosen.field.name}“" if chosen.field else ""
    rows = [
        ("Register", settings.OPERATOR_NAME),
        ("Umfang", names),
        ("Stand", f"{chosen.day:%d.%m.%Y}" if chosen.day else "alles, auch frühere Sitze"),
        ("Heruntergeladen am", f"{timezone.localtime(now):%d.%m.%Y, %H:%M} Uhr"),
    ]
    if isinstance(by, User):
        rows.append(("Heruntergeladen von", str(by)))
    if extract.has_people:
        rows.append(
            ("Achtung", "Enthält personenbezogene Daten. Nur für die Netzwerkarbeit nutzen und danach löschen.")
        )
    if not extract.reader.public:
        rows.append(
            (
                "Wieder einlesen",
                "Ändern Sie Zellen, aber nicht die Spalten mit „-ID“: An ihnen erkennt das Register seine Einträge.",
            )
        )
    return rows


def _record(chosen: Format, extract: Extract, *, by: User | str, now: datetime) -> None:
    """Who took what; a download of one network belongs to that network."""
    one = extract.networks[0] if len(extract.selection.networks) == 1 and extract.networks else None
    people = 0 if chosen in WITHOUT_PEOPLE else len(extract.people)
    day = extract.selection.day
    audit.record(
        by,
        "export_register",
        one,
        now=now,
        what=str(chosen),
        networks=sorted(extract.selection.networks),
        day=day.isoformat() if day else "",
        public=extract.reader.public,
        people=people,
    )
