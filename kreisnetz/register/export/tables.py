"""The register as tables with German headings: the ground of the workbook and of the CSV files.

The headings are those the reader of spreadsheets knows (register.sheets.headings), so that a downloaded file can be read in
again; they stay German in every language of the pages. Rights have been asked before (selection).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from kreisnetz.register.export.selection import Extract
from kreisnetz.register.models import (
    Actor,
    ActorKind,
    AgeGroup,
    Challenge,
    Competence,
    ContactChannel,
    FieldOfAction,
    Language,
    Membership,
    Municipality,
    Network,
    Person,
    StakeholderGroup,
    TargetGroup,
    TargetSeat,
)

Cell = str | int | Decimal | date | None
BETWEEN = "; "
VACANT = "N. N."
YES, NO = "ja", "nein"
Way = ContactChannel.Kind


@dataclass(frozen=True)
class Column:
    """choices: the heading of the column in the sheet Listen whose words are meant here."""

    heading: str
    width: int
    value: Callable[[Any], Cell]
    choices: str = ""


@dataclass(frozen=True)
class Table:
    """One sheet: its German name, columns and rows. is_read: the reader of spreadsheets takes it back."""

    name: str
    columns: Sequence[Column]
    rows: list[list[Cell]]

    @property
    def is_read(self) -> bool:
        return self.name in {"Netzwerke", "Organisationen", "Personen", "Sitze"}


def tables(extract: Extract) -> list[Table]:
    """In the order of the workbook; people only where there are any that may be seen."""
    made = [
        _table("Netzwerke", networks(extract), extract.networks),
        _table("Organisationen", actors(extract), extract.actors),
        _table("Sitze", seats(extract), extract.seats),
        _table("Angebote", offers(extract), extract.offers),
    ]
    if extract.reader.sees_contacts:
        made.insert(2, _table("Personen", people(), extract.people))
    if not extract.reader.public:
        made.append(_table("Soll-Liste", targets(), extract.targets))
    return made


def _table(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> Table:
    return Table(name, columns, [[column.value(row) for column in columns] for row in rows])


def person_number(person: Person | None) -> str:
    """How a person is named in files: no other program counts like this.

    A plain number would be taken for the number of the same person when another office's file is read.
    """
    return f"kreisnetz-person-{person.pk}" if person else ""


def networks(extract: Extract) -> list[Column]:
    return [
        Column("Netzwerk-ID", 14, lambda row: str(row.uid)),
        Column("Netzwerk", 40, lambda row: row.name),
        Column("Kurzname Netzwerk", 18, lambda row: row.short_name),
        Column("Art des Netzwerks", 22, Network.get_kind_display, "Arten von Netzwerken"),
        Column("Stand", 12, Network.get_status_display, "Stand von Netzwerken"),
        Column("Handlungsfelder", 30, partial(_names, "fields_of_action")),
        Column("Zweck", 40, lambda row: row.purpose),
        Column("Aufgaben", 40, lambda row: row.tasks),
        Column("Auftrag", 30, lambda row: row.mandate),
        Column("Herausforderungen", 24, partial(_names, "challenges")),
        Column("Zielgruppen", 24, partial(_names, "target_groups")),
        Column("Altersgruppen", 24, partial(_names, "age_groups")),
        Column("Im ganzen Kreis", 10, lambda row: _yes(row.county_wide), "Ja oder nein"),
        Column("Nur in", 24, partial(_names, "municipalities")),
        Column("Getragen von", 30, lambda row: _joined(extract.hosts_of(row))),
        Column("Teil von", 24, lambda row: str(extract.parent_of(row) or "")),
        Column("Wer führt", 20, Network.get_governance_display, "Wer führt"),
        Column("Wie oft", 18, lambda row: row.rhythm),
        Column("Sitzungen im Jahr", 10, lambda row: row.meetings_per_year),
        Column("Stunden je Sitzung", 10, lambda row: row.meeting_hours),
        Column("Höchstens Sitze", 10, lambda row: row.size_limit),
        Column("Vollversammlung", 12, lambda row: _yes(row.is_plenary), "Ja oder nein"),
        Column("Gründungstag", 12, lambda row: row.founded_on),
        Column("Überprüfung fällig", 12, lambda row: row.review_due_on),
        Column("Schlusstag", 12, lambda row: row.ends_on),
        Column("Unterlagen", 40, lambda row: _links(extract, row)),
        Column("Wo liegt was", 40, lambda row: row.where_things_are if extract.reader.sees_notes(row.pk) else ""),
        Column("Öffentlich", 10, lambda row: _yes(row.is_public), "Ja oder nein"),
        Column("Zuletzt geprüft", 12, lambda row: row.confirmed_on),
        Column("Nur für das Büro", 30, lambda row: row.note if extract.reader.sees_notes(row.pk) else ""),
    ]


def actors(extract: Extract) -> list[Column]:
    sees, ways = extract.reader.sees_where, partial(_ways_of_actor, extract)
    return [
        Column("Organisation-ID", 14, lambda row: str(row.uid)),
        Column("Organisation", 40, lambda row: row.name),
        Column("Kurzname", 16, lambda row: row.short_names),
        Column("Art der Organisation", 24, lambda row: str(row.kind or ""), "Arten von Organisationen"),
        Column("Träger", 30, lambda row: str(extract.parent_of(row) or "")),
        Column("Gruppe am Tisch", 16, Actor.get_default_group_display, "Gruppen am Tisch"),
        Column("Handlungsfelder", 30, partial(_names, "fields_of_action")),
        Column("Kompetenzen", 24, partial(_names, "competences")),
        Column("Sprachen", 20, partial(_names, "languages")),
        Column("Straße", 26, lambda row: row.street if sees(row) else ""),
        Column("PLZ", 8, lambda row: row.postcode if sees(row) else ""),
        Column("Ort", 20, lambda row: row.town if sees(row) else ""),
        Column("Kommune", 20, lambda row: str(row.municipality or "") if sees(row) else "", "Kommunen"),
        Column("AGS", 10, lambda row: row.municipality.ags if row.municipality and sees(row) else ""),
        Column("Ort geschützt", 10, lambda row: _yes(row.protected_address), "Ja oder nein"),
        Column("Im ganzen Kreis", 10, lambda row: _yes(row.county_wide), "Ja oder nein"),
        Column("Arbeitet in", 26, lambda row: _joined(extract.places_of(row))),
        Column("E-Mail Organisation", 30, partial(ways, Way.EMAIL)),
        Column("Telefon Organisation", 20, partial(ways, Way.PHONE)),
        Column("Mobil", 18, partial(ways, Way.MOBILE)),
        Column("Fax", 18, partial(ways, Way.FAX)),
        Column("Internetseite", 30, lambda row: row.website),
        Column("Was die Organisation macht", 40, lambda row: row.about),
        Column("Gründungstag", 12, lambda row: row.founded_on),
        Column("Aufgelöst am", 12, lambda row: row.ended_on),
        Column("Öffentlich", 10, lambda row: _yes(row.is_public), "Ja oder nein"),
        Column("Zustimmung am", 12, lambda row: row.agreed_on),
        Column("Zuletzt bestätigt", 12, lambda row: row.confirmed_on),
        Column("Nur für das Büro", 30, lambda row: row.note if extract.reader.notes.everywhere else ""),
    ]


def people() -> list[Column]:
    return [
        Column("Person-ID", 14, person_number),
        Column("Nachname", 20, lambda row: row.last_name),
        Column("Vorname", 16, lambda row: row.first_name),
        Column("Akad. Titel", 10, lambda row: row.title),
        Column("Funktion in der Organisation", 24, lambda row: row.function),
        Column("Organisation-ID", 14, lambda row: str(row.actor.uid) if row.actor else ""),
        Column("Organisation", 40, lambda row: row.actor.name if row.actor else ""),
        Column("E-Mail", 30, partial(_ways, Way.EMAIL)),
        Column("Telefon", 20, partial(_ways, Way.PHONE)),
        Column("Mobil", 18, partial(_ways, Way.MOBILE)),
        Column("Fax", 18, partial(_ways, Way.FAX)),
        Column("Kontakt beendet am", 12, lambda row: row.left_on),
        Column("Zuletzt bestätigt", 12, lambda row: row.confirmed_on),
        Column("Quelle", 24, lambda row: row.source),
    ]


def seats(extract: Extract) -> list[Column]:
    """Person and deputy only where the reader may see the contacts of this seat."""
    person, deputy = extract.person_of, extract.deputy_of
    columns = [
        Column("Netzwerk-ID", 14, lambda row: str(row.network.uid)),
        Column("Netzwerk", 34, lambda row: row.network.name, "=Netzwerke"),
        Column("Organisation-ID", 14, lambda row: str(row.actor.uid)),
        Column("Organisation", 38, lambda row: row.actor.name, "=Organisationen"),
        Column("Rolle", 18, Membership.get_role_display, "Rollen"),
        Column("Rolle in eigenen Worten", 22, lambda row: row.role_note),
        Column("Gruppe am Tisch", 16, Membership.get_group_display, "Gruppen am Tisch"),
    ]
    if extract.reader.sees_contacts:
        columns += [
            Column("Person-ID", 14, lambda row: person_number(person(row))),
            Column("Nachname", 20, lambda row: _of(person(row), "last_name", VACANT if row.is_vacant else "")),
            Column("Vorname", 16, lambda row: _of(person(row), "first_name")),
            Column("Akad. Titel", 10, lambda row: _of(person(row), "title")),
            Column("Vertretung Nachname", 20, lambda row: _of(deputy(row), "last_name")),
            Column("Vertretung Vorname", 16, lambda row: _of(deputy(row), "first_name")),
        ]
    return [
        *columns,
        Column("Unbesetzt", 10, lambda row: _yes(row.is_vacant), "Ja oder nein"),
        Column("Seit", 12, lambda row: dated(row.since, row.since_precision)),
        Column("Bis", 12, lambda row: dated(row.until, row.until_precision)),
        Column("Wie sicher", 14, Membership.get_sureness_display, "Wie sicher"),
        Column("Bemerkung", 30, lambda row: row.note if extract.reader.sees_notes(row.network_id) else ""),
        Column("Quelle", 24, lambda row: "" if extract.reader.public else row.source),
    ]


def offers(extract: Extract) -> list[Column]:
    return [
        Column("Organisation-ID", 14, lambda row: str(row.actor.uid)),
        Column("Organisation", 38, lambda row: row.actor.name, "=Organisationen"),
        Column("Angebot", 34, lambda row: row.name),
        Column("Beschreibung", 44, lambda row: row.description),
        Column("Handlungsfeld", 26, lambda row: str(row.field or ""), "Handlungsfelder"),
        Column("Altersgruppen", 24, partial(_names, "age_groups")),
        Column("Zielgruppen", 24, partial(_names, "target_groups")),
        Column("Sprachen", 20, partial(_names, "languages")),
        Column("Im ganzen Kreis", 10, lambda row: _yes(row.county_wide), "Ja oder nein"),
        Column("Angebot in", 26, lambda row: _joined(extract.places_of(row))),
        Column("Internetseite", 30, lambda row: row.url),
        Column("Öffentlich", 10, lambda row: _yes(row.is_public), "Ja oder nein"),
    ]


def targets() -> list[Column]:
    return [
        Column("Netzwerk-ID", 14, lambda row: str(row.network.uid)),
        Column("Netzwerk", 34, lambda row: row.network.name, "=Netzwerke"),
        Column("Wer soll hier sitzen", 34, lambda row: row.label),
        Column("Art der Organisation", 24, lambda row: str(row.kind or ""), "Arten von Organisationen"),
        Column("Gruppe am Tisch", 16, TargetSeat.get_group_display, "Gruppen am Tisch"),
        Column("Kommune", 20, lambda row: str(row.municipality or ""), "Kommunen"),
        Column("Mindestens", 10, lambda row: row.minimum),
        Column("Woher die Anforderung kommt", 30, lambda row: row.source),
        Column("Gibt es hier nicht", 10, lambda row: _yes(row.not_applicable), "Ja oder nein"),
    ]


def lists() -> dict[str, list[str]]:
    """The words of the county's lists and of the register's own, by heading: what the cells are checked against."""
    return {
        "Handlungsfelder": _all(FieldOfAction),
        "Herausforderungen": _all(Challenge),
        "Kompetenzen": _all(Competence),
        "Zielgruppen": _all(TargetGroup),
        "Altersgruppen": _all(AgeGroup),
        "Sprachen": _all(Language),
        "Arten von Organisationen": _all(ActorKind),
        "Kommunen": _all(Municipality),
        "Arten von Netzwerken": _labels(Network.Kind.choices),
        "Stand von Netzwerken": _labels(Network.Status.choices),
        "Wer führt": _labels(Network.Governance.choices),
        "Gruppen am Tisch": _labels(StakeholderGroup.choices),
        "Rollen": _labels(Membership.Role.choices),
        "Wie sicher": _labels(Membership.Sureness.choices),
        "Ja oder nein": [YES, NO],
    }


def dated(day: date | None, precision: str) -> Cell:
    """A day, or as much of it as is known: 03/2020, 2020."""
    if day is None or precision == Membership.Precision.DAY:
        return day
    return f"{day:%m/%Y}" if precision == Membership.Precision.MONTH else f"{day.year}"


def _all(model: Any) -> list[str]:
    return [str(row) for row in model._default_manager.all()]


def _labels(choices: Iterable[tuple[Any, Any]]) -> list[str]:
    return [str(label) for _value, label in choices]


def _names(relation: str, row: Any) -> str:
    return _joined(getattr(row, relation).all())


def _joined(rows: Iterable[object]) -> str:
    return BETWEEN.join(str(row) for row in rows)


def _yes(value: bool) -> str:
    return YES if value else NO


def _of(person: Person | None, name: str, otherwise: str = "") -> str:
    return str(getattr(person, name)) if person else otherwise


def _ways(kind: str, person: Person) -> str:
    return _joined(channel for channel in person.channels.all() if channel.kind == kind)


def _ways_of_actor(extract: Extract, kind: str, actor: Actor) -> str:
    return _joined(channel for channel in extract.channels_of(actor) if channel.kind == kind)


def _links(extract: Extract, network: Network) -> str:
    return BETWEEN.join(f"{link.title} ({link.url})" if link.url else link.title for link in extract.links_of(network))
