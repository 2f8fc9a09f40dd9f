"""A small register with everything that must not slip out: a protected address, inner ways, notes, people, formulas."""

from dataclasses import dataclass
from datetime import date

from kreisnetz.register import editing
from kreisnetz.register.models import Actor, ContactChannel, Membership, Network, NetworkLink, Offer, Person, TargetSeat
from tests import make

EVIL = '=HYPERLINK("https://example.org","Beispiel")'
SECRET = "Geheimweg 1"


@dataclass
class World:
    early: Network
    shelter_table: Network
    office: Actor
    shelter: Actor
    ada: Person
    bo: Person


def build() -> World:
    town = make.make_municipality("Beispielstadt", ags="06999001")
    field = make.make_field()
    early = make.make_network(
        "Netzwerk Frühe Hilfen (Beispiel)",
        short_name="Frühe Hilfen",
        is_public=True,
        purpose="Familien früh erreichen",
        note="Interne Netznotiz",
        where_things_are="Schrank 3",
        fields_of_action=[field],
        founded_on=date(2012, 1, 1),
        meetings_per_year=4,
        meeting_hours=2,
    )
    table = make.make_network("Runder Tisch Schutz (Beispiel)", kind=Network.Kind.ROUND_TABLE)
    office = make.make_actor(
        "Beratung Änderung (Beispiel)",
        kind_name="Beratungsstelle",
        public=True,
        street="Beispielstraße 1",
        postcode="00000",
        town="Beispielstadt",
        municipality=town,
        about="Berät Familien",
        fields_of_action=[field],
        municipalities=[town],
    )
    shelter = make.make_actor(
        "Frauenhaus (Beispiel)",
        public=True,
        protected_address=True,
        street=SECRET,
        postcode="00001",
        town="Schutzort",
        municipality=town,
        municipalities=[town],
    )
    _ways(office, ("phone", "06000 111", True), ("email", "intern@example.org", False))
    rows = [(None, {"name": EVIL, "field": field, "description": "Beratung"}, {"municipalities": [town]})]
    editing.set_rows(office, Offer, rows, by=None, now=make.NOW)
    editing.set_rows(
        early, TargetSeat, [(None, {"label": "Eine Beratung", "kind": office.kind}, {})], by=None, now=make.NOW
    )
    editing.set_rows(
        early,
        NetworkLink,
        [(None, {"kind": "legal_basis", "title": "KKG", "url": "https://example.org/kkg", "is_public": True}, {})],
        by=None,
        now=make.NOW,
    )
    ada = make.make_person("Beispielin", "Ada", email="ada@example.org", actor=office, title="Dr.", function="Leitung")
    bo = make.make_person("Beispiel; Rat", "Bo", email="bo@example.org", actor=shelter)
    _seat(office, early, person=ada, since=date(2020, 3, 1), since_precision="month", note="Interne Sitznotiz")
    _seat(shelter, table, person=bo, since=date(2021, 5, 4), sureness="likely")
    _seat(office, table, since=date(2015, 1, 1), since_precision="year", until=date(2018, 12, 31))
    _seat(shelter, early, is_vacant=True, role="adviser")
    return World(early, table, office, shelter, ada, bo)


def _seat(actor: Actor, network: Network, **kwargs: object) -> Membership:
    return make.make_membership(actor, network, **kwargs)


def _ways(actor: Actor, *ways: tuple[str, str, bool]) -> None:
    rows = [(None, {"kind": kind, "value": value, "is_public": public}, {}) for kind, value, public in ways]
    editing.set_rows(actor, ContactChannel, rows, by=None, now=make.NOW)
