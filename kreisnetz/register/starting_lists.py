"""Lists a county can start with: challenges, kinds of organisation, age groups, target groups, competences, languages.

Nothing here is fixed: the county renames, adds and removes on its list pages. add_missing() never touches what is there.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from kreisnetz.register import editing
from kreisnetz.register.history import By
from kreisnetz.register.models import (
    ActorKind,
    AgeGroup,
    Challenge,
    Competence,
    FieldOfAction,
    Language,
    ListEntry,
    StakeholderGroup,
    TargetGroup,
)

G = StakeholderGroup
FIELDS: Mapping[str, tuple[str, ...]] = {
    "Frühe Hilfen": ("Schwangerschaft und Geburt", "Familien mit Kindern bis drei"),
    "Schutz vor Gewalt": ("Häusliche Gewalt", "Kinderschutz"),
    "Jugendarbeit und Jugendbildung": ("Offene Jugendarbeit", "Schulsozialarbeit"),
    "Bildung": ("Kindertagesbetreuung", "Schule", "Erwachsenenbildung"),
    "Arbeit": ("Übergang Schule und Beruf", "Rückkehr in Arbeit"),
    "Altenhilfe": ("Pflege", "Wohnen im Alter", "Demenz"),
    "Integration": ("Sprache", "Aufnahme Geflüchteter"),
    "Inklusion": (),
    "Gesundheit": ("Sucht", "Seelische Gesundheit"),
    "Existenzsicherung": ("Wohnungsnot", "Schulden"),
}
CHALLENGES = ("Demografischer Wandel", "Inklusion", "Integration", "Aufnahme von Geflüchteten", "Armut", "Fachkräftemangel", "Wohnraum", "Digitalisierung")  # fmt: skip
COMPETENCES: Mapping[str, tuple[str, ...]] = {
    "Recht": ("Aufenthaltsrecht", "Sozialrecht", "Familienrecht"),
    "Gesundheit": ("Trauma", "Demenz", "Sucht"),
    "Verständigung": ("Sprachmittlung", "Leichte Sprache", "Gebärdensprache"),
    "Organisation": ("Fördermittel", "Moderation", "Öffentlichkeitsarbeit", "Ehrenamt"),
}
TARGET_GROUPS = ("Schwangere", "Familien", "Kinder", "Jugendliche", "Alleinerziehende", "Menschen mit Behinderung", "Geflüchtete", "Arbeitsuchende", "Pflegende Angehörige", "Ältere Menschen", "Fachkräfte", "Ehrenamtliche")  # fmt: skip
AGE_GROUPS: tuple[tuple[str, int, int | None], ...] = (
    ("0 bis 2 Jahre", 0, 2),
    ("3 bis 5 Jahre", 3, 5),
    ("6 bis 9 Jahre", 6, 9),
    ("10 bis 17 Jahre", 10, 17),
    ("18 bis 26 Jahre", 18, 26),
    ("27 bis 64 Jahre", 27, 64),
    ("65 bis 79 Jahre", 65, 79),
    ("80 Jahre und älter", 80, None),
)
LANGUAGES = {"de": "Deutsch", "en": "Englisch", "tr": "Türkisch", "ar": "Arabisch", "uk": "Ukrainisch", "ru": "Russisch", "pl": "Polnisch", "ro": "Rumänisch", "fa": "Persisch", "it": "Italienisch", "fr": "Französisch", "es": "Spanisch", "dgs": "Deutsche Gebärdensprache"}  # fmt: skip
KINDS: Mapping[str, str] = {
    "Beratungsstelle": G.PRACTICE,
    "Wohlfahrtsverband": G.PRACTICE,
    "Träger der freien Jugendhilfe": G.PRACTICE,
    "Kindertagesstätte": G.PRACTICE,
    "Schule": G.PRACTICE,
    "Hochschule": G.PRACTICE,
    "Krankenhaus": G.PRACTICE,
    "Pflegedienst oder Pflegeheim": G.PRACTICE,
    "Schutz vor Gewalt": G.PRACTICE,
    "Kirche oder Religionsgemeinschaft": G.PRACTICE,
    "Verein": G.PRACTICE,
    "Unternehmen oder Kammer": G.PRACTICE,
    "Selbsthilfegruppe": G.AFFECTED,
    "Elternvertretung": G.AFFECTED,
    "Beirat oder Interessenvertretung": G.AFFECTED,
    "Fraktion oder Partei": G.POLITICS,
    "Ausschuss": G.POLITICS,
    "Kreisverwaltung": G.ADMINISTRATION,
    "Stadt- oder Gemeindeverwaltung": G.ADMINISTRATION,
    "Jugendamt": G.ADMINISTRATION,
    "Gesundheitsamt": G.ADMINISTRATION,
    "Sozialamt": G.ADMINISTRATION,
    "Polizei oder Ordnungsamt": G.ADMINISTRATION,
    "Agentur für Arbeit oder Jobcenter": G.ADMINISTRATION,
    "Gericht": G.ADMINISTRATION,
}


@transaction.atomic
def add_missing(*, by: By, now: datetime) -> int:
    """Add every entry whose name is not there yet; gives how many were added."""
    n = 0
    plain: tuple[tuple[type[ListEntry], Mapping[str, tuple[str, ...]]], ...] = (
        (FieldOfAction, FIELDS),
        (Competence, COMPETENCES),
        (Challenge, dict.fromkeys(CHALLENGES, ())),
        (TargetGroup, dict.fromkeys(TARGET_GROUPS, ())),
    )
    for model, tree in plain:
        for upper, below in tree.items():
            parent, made = _entry(model, upper, {}, by=by, now=now)
            n += made
            n += sum(_entry(model, name, {"parent": parent}, by=by, now=now)[1] for name in below)
    for name, first, last in AGE_GROUPS:
        n += _entry(AgeGroup, name, {"from_age": first, "to_age": last}, by=by, now=now)[1]
    for code, name in LANGUAGES.items():
        n += _entry(Language, name, {"code": code}, by=by, now=now)[1]
    for name, group in KINDS.items():
        n += _entry(ActorKind, name, {"default_group": group}, by=by, now=now)[1]
    return n


def kind_named(name: str, *, group: str, by: By, now: datetime) -> ActorKind:
    """The kind of organisation with this name; made if the county has none."""
    return cast(ActorKind, _entry(ActorKind, name, {"default_group": group}, by=by, now=now)[0])


def _entry(
    model: type[ListEntry], name: str, values: Mapping[str, Any], *, by: By, now: datetime
) -> tuple[ListEntry, bool]:
    found = model._default_manager.filter(name=name).first()
    if found is not None:
        return found, False
    return cast(ListEntry, editing.create(model(name=name, **values), by=by, now=now)), True
