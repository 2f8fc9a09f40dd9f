"""Who belongs in a network for Frühe Hilfen: § 3 Abs. 2 KKG as a target list that the county edits.

The wording follows the law of 2011 (Gesetz zur Kooperation und Information im Kinderschutz); two items were amended in 2021
(KJSG). The list is "insbesondere": not closed. Not legal advice; the page that offers it says so.
"""

from datetime import datetime

from django.db import transaction

from kreisnetz.core import audit
from kreisnetz.register.history import By, Writer
from kreisnetz.register.models import ActorKind, Network, StakeholderGroup, TargetSeat
from kreisnetz.register.starting_lists import kind_named

SOURCE = "§ 3 Abs. 2 KKG"
PRACTICE, ADMINISTRATION = StakeholderGroup.PRACTICE, StakeholderGroup.ADMINISTRATION
# Label of the line, kind of organisation, group of its seat.
LINES: tuple[tuple[str, str, str], ...] = (
    ("Öffentliche Jugendhilfe", "Jugendamt", ADMINISTRATION),
    ("Freie Jugendhilfe", "Träger der freien Jugendhilfe", PRACTICE),
    ("Leistungserbringer der Eingliederungshilfe", "Eingliederungshilfe", PRACTICE),
    ("Gesundheitsamt", "Gesundheitsamt", ADMINISTRATION),
    ("Sozialamt", "Sozialamt", ADMINISTRATION),
    ("Schulen", "Schule", PRACTICE),
    ("Polizei- und Ordnungsbehörden", "Polizei oder Ordnungsamt", ADMINISTRATION),
    ("Agentur für Arbeit", "Agentur für Arbeit oder Jobcenter", ADMINISTRATION),
    ("Krankenhäuser", "Krankenhaus", PRACTICE),
    ("Sozialpädiatrische Zentren", "Sozialpädiatrisches Zentrum", PRACTICE),
    ("Frühförderstellen", "Frühförderstelle", PRACTICE),
    ("Beratungsstellen für soziale Problemlagen", "Beratungsstelle", PRACTICE),
    ("Schwangerschaftsberatung", "Schwangerschaftsberatung", PRACTICE),
    ("Müttergenesung", "Müttergenesung", PRACTICE),
    ("Schutz vor Gewalt in engen sozialen Beziehungen", "Schutz vor Gewalt", PRACTICE),
    ("Mehrgenerationenhäuser", "Mehrgenerationenhaus", PRACTICE),
    ("Familienbildung", "Familienbildung", PRACTICE),
    ("Familiengericht", "Gericht", ADMINISTRATION),
    ("Heilberufe", "Arztpraxis oder Hebamme", PRACTICE),
)


@transaction.atomic
def add_target_list(network: Network, *, by: By, now: datetime) -> int:
    """Add the lines that the network's target list does not have yet; gives how many."""
    there = set(network.target_seats.filter(source=SOURCE).values_list("label", flat=True))
    first = network.target_seats.count()
    rows: list[TargetSeat] = []
    for label, kind, group in LINES:
        if label in there:
            continue
        chosen: ActorKind = kind_named(kind, group=group, by=by, now=now)
        rows.append(TargetSeat(network=network, label=label, kind=chosen, source=SOURCE, position=first + len(rows)))
    with Writer(by, now) as writer:
        writer.create_many(rows)
    if rows:
        audit.record(by, "edit", network, now=now, fields=["targetseat"])
    return len(rows)
