"""The example county's register: the five networks that the press named, with invented organisations marked "Beispiel".

The networks are real, what stands here about their members, days and people is not: every row says so. Days are relative to today, so
that vacancies, stale entries and a review that is due always show.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from django.db import transaction

from kreisnetz.register import editing, kkg, starting_lists
from kreisnetz.register.history import Writer
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
    NetworkEntry,
    NetworkLink,
    Offer,
    Person,
    ResponsibleArea,
    StakeholderGroup,
    TargetGroup,
    TargetSeat,
)

BY = "example"
Rows = list[tuple[int | None, dict[str, Any], dict[str, Any]]]
SOURCE = "erfunden (Beispiel)"
G = StakeholderGroup
A, P, K, V = G.AFFECTED, G.PRACTICE, G.POLITICS, G.ADMINISTRATION
FIRST = (
    "Ada Ben Carla Deniz Emil Fatma Georg Hanna Ilker Jana Kai Leyla Mara Nils Olga Paul Ronja Samir Tessa Uwe".split()
)
LAST = "Ahorn Birke Buche Distel Efeu Erle Fichte Ginster Hasel Holunder Kiefer Lärche Linde Malve Nelke Pappel".split()


@dataclass(frozen=True)
class Table:
    """One of the networks: short name, name, field, purpose, meetings a year, hours, founded, challenges, groups, ages."""

    short: str
    name: str
    field: str
    purpose: str
    meetings: str
    hours: str
    founded: int
    challenges: tuple[str, ...]
    targets: tuple[str, ...]
    ages: tuple[int, ...]
    kind: str = Network.Kind.NETWORK
    parent: str = ""


TABLES = (
    Table("FH", "Netzwerk Frühe Hilfen", "Frühe Hilfen", "Familien mit kleinen Kindern finden früh die Hilfe, die sie brauchen.", "4", "3", 2008, ("Demografischer Wandel", "Integration"), ("Schwangere", "Familien"), (0, 3)),
    Table("GG", "Netzwerk gegen Gewalt", "Schutz vor Gewalt", "Wer Gewalt erlebt, wird geschützt; die Stellen handeln abgestimmt.", "4", "2.5", 2002, ("Inklusion", "Aufnahme von Geflüchteten"), ("Familien", "Alleinerziehende"), (18, 27), Network.Kind.ROUND_TABLE),
    Table("JJ", "Netzwerk Jugendarbeit und Jugendbildung", "Jugendarbeit und Jugendbildung", "Jugendliche haben in jeder Kommune Räume und Menschen, die ihnen etwas zutrauen.", "6", "2", 2005, ("Demografischer Wandel", "Integration"), ("Jugendliche",), (10, 18)),
    Table("BI", "Netzwerk Bildung", "Bildung", "Bildungswege brechen an keinem Übergang ab.", "3", "3", 2011, ("Integration", "Digitalisierung"), ("Kinder", "Jugendliche"), (3, 6, 10)),
    Table("AR", "Netzwerk Arbeit", "Arbeit", "Menschen finden in Arbeit, die trägt, und Betriebe finden Menschen.", "4", "2", 2003, ("Fachkräftemangel", "Integration"), ("Arbeitsuchende", "Geflüchtete"), (18, 27)),
    Table("ÜSB", "Arbeitskreis Übergang Schule und Beruf", "Arbeit", "Niemand geht zwischen Schule und Ausbildung verloren.", "6", "2", 2014, ("Fachkräftemangel",), ("Jugendliche",), (10, 18), Network.Kind.WORKING_GROUP, "AR"),
)  # fmt: skip

# Name, kind, group, place ("" = whole county), seats: short name of the network and year since (a minus: until).
ACTORS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Beispiel-Kreisverwaltung, Fachbereich Soziales", "Kreisverwaltung", V, "", "FH2008 GG2002 JJ2005 BI2011 AR2003"),
    ("Beispiel-Kreisverwaltung, Jugendamt", "Jugendamt", V, "", "FH2008 GG2003 JJ2005 BI2011 ÜSB2014"),
    ("Beispiel-Gesundheitsamt", "Gesundheitsamt", V, "", "FH2008 GG2009"),
    ("Beispiel-Stadtjugendamt", "Jugendamt", V, "Rüsselsheim am Main", "FH2009 JJ2006"),
    ("Beispiel-Jobcenter", "Agentur für Arbeit oder Jobcenter", V, "", "AR2005 ÜSB2014 BI2015"),
    ("Beispiel-Arbeitsagentur", "Agentur für Arbeit oder Jobcenter", V, "", "AR2003 ÜSB2014"),
    ("Beispiel-Polizeidirektion", "Polizei oder Ordnungsamt", V, "", "GG2002 JJ2012-2021"),
    ("Beispiel-Familiengericht", "Gericht", V, "Groß-Gerau", "GG2004"),
    ("Beispiel-Schulamt", "Kreisverwaltung", V, "", "BI2011 ÜSB2014"),
    ("Beispiel-Stadtverwaltung Nord", "Stadt- oder Gemeindeverwaltung", V, "Kelsterbach", "JJ2008 BI2013"),
    ("Beispiel-Stadtverwaltung Süd", "Stadt- oder Gemeindeverwaltung", V, "Gernsheim", "JJ2010 AR2016"),
    ("Beispiel-Gemeindeverwaltung Ried", "Stadt- oder Gemeindeverwaltung", V, "Riedstadt", "JJ2007 FH2016"),
    ("Beispiel-Wohlfahrtsverband Kreisverband e. V.", "Wohlfahrtsverband", P, "", "FH2008 GG2002 AR2003 BI2012"),
    ("Beispiel-Diakonie", "Wohlfahrtsverband", P, "", "FH2008 GG2002 AR2004"),
    ("Beispiel-Caritas", "Wohlfahrtsverband", P, "", "FH2010 AR2003 GG2006-2019"),
    ("Beispiel-Familienzentrum West", "Familienbildung", P, "Ginsheim-Gustavsburg", "FH2011 BI2014"),
    ("Beispiel-Familienzentrum Mitte", "Familienbildung", P, "Groß-Gerau", "FH2009"),
    ("Beispiel-Mehrgenerationenhaus", "Mehrgenerationenhaus", P, "Groß-Gerau", "FH2013 BI2013"),
    ("Beispiel-Hebammenverbund", "Arztpraxis oder Hebamme", P, "", "FH2012"),
    ("Beispiel-Kinderarztpraxis", "Arztpraxis oder Hebamme", P, "Rüsselsheim am Main", "FH2014-2022"),
    ("Beispiel-Kreisklinik", "Krankenhaus", P, "Groß-Gerau", "FH2010 GG2011"),
    ("Beispiel-Frühförderstelle", "Frühförderstelle", P, "", "FH2009"),
    ("Beispiel-Schwangerenberatung", "Schwangerschaftsberatung", P, "Rüsselsheim am Main", "FH2008"),
    ("Beispiel-Erziehungsberatung", "Beratungsstelle", P, "", "FH2008 GG2007 JJ2011"),
    ("Beispiel-Frauenhaus", "Schutz vor Gewalt", P, "", "GG2002 FH2017"),
    ("Beispiel-Interventionsstelle", "Schutz vor Gewalt", P, "Rüsselsheim am Main", "GG2003"),
    ("Beispiel-Täterarbeit", "Schutz vor Gewalt", P, "", "GG2015"),
    ("Beispiel-Opferhilfe e. V.", "Verein", P, "", "GG2005"),
    ("Beispiel-Schuldnerberatung", "Beratungsstelle", P, "", "AR2006 GG2018"),
    ("Beispiel-Jugendhaus Nord", "Träger der freien Jugendhilfe", P, "Raunheim", "JJ2006 ÜSB2016"),
    ("Beispiel-Jugendhaus Süd", "Träger der freien Jugendhilfe", P, "Biebesheim am Rhein", "JJ2009"),
    ("Beispiel-Jugendring", "Träger der freien Jugendhilfe", P, "", "JJ2005 BI2012"),
    ("Beispiel-Sportjugend", "Verein", P, "", "JJ2005"),
    ("Beispiel-Pfadfinder Mörfelden", "Verein", P, "Mörfelden-Walldorf", "JJ2013-2020"),
    ("Beispiel-Schulsozialarbeit", "Träger der freien Jugendhilfe", P, "", "JJ2010 BI2011 ÜSB2014"),
    ("Beispiel-Gesamtschule", "Schule", P, "Büttelborn", "BI2011 ÜSB2014"),
    ("Beispiel-Gymnasium", "Schule", P, "Rüsselsheim am Main", "BI2011"),
    ("Beispiel-Grundschule am Rhein", "Schule", P, "Stockstadt am Rhein", "BI2015"),
    ("Beispiel-Berufsschule", "Schule", P, "Groß-Gerau", "BI2012 AR2008 ÜSB2014"),
    ("Beispiel-Kindertagesstätte Sonnenhof", "Kindertagesstätte", P, "Trebur", "FH2014 BI2014"),
    ("Beispiel-Kindertagesstätte Auenland", "Kindertagesstätte", P, "Nauheim", "BI2016"),
    ("Beispiel-Volkshochschule", "Hochschule", P, "", "BI2011 AR2010"),
    ("Beispiel-Bücherei", "Verein", P, "Bischofsheim", "BI2017"),
    ("Beispiel-Musikschule", "Verein", P, "", "BI2013"),
    ("Beispiel-Handwerkskammer", "Unternehmen oder Kammer", P, "", "AR2003 ÜSB2014"),
    ("Beispiel-Industrie- und Handelskammer", "Unternehmen oder Kammer", P, "", "AR2003 ÜSB2015"),
    ("Beispiel-Werk AG", "Unternehmen oder Kammer", P, "Rüsselsheim am Main", "AR2005 ÜSB2014-2020"),
    ("Beispiel-Logistik GmbH", "Unternehmen oder Kammer", P, "Kelsterbach", "AR2012"),
    ("Beispiel-Gewerkschaft", "Beirat oder Interessenvertretung", A, "", "AR2003"),
    ("Beispiel-Beschäftigungsgesellschaft gGmbH", "Träger der freien Jugendhilfe", P, "", "AR2004 ÜSB2014"),
    ("Beispiel-Migrationsberatung", "Beratungsstelle", P, "", "AR2016 FH2018 BI2016"),
    ("Beispiel-Ausländerbeirat", "Beirat oder Interessenvertretung", A, "", "BI2013 AR2014-2021"),
    ("Beispiel-Kreiselternbeirat", "Elternvertretung", A, "", "BI2011 JJ2014"),
    ("Beispiel-Kreisschülerrat", "Beirat oder Interessenvertretung", A, "", "JJ2007 BI2011"),
    ("Beispiel-Selbsthilfegruppe Alleinerziehende", "Selbsthilfegruppe", A, "Riedstadt", "FH2015"),
    ("Beispiel-Betroffenenrat", "Selbsthilfegruppe", A, "", "GG2020"),
    ("Beispiel-Kreistagsfraktion Rot", "Fraktion oder Partei", K, "", "BI2016 AR2016"),
    ("Beispiel-Kreistagsfraktion Blau", "Fraktion oder Partei", K, "", "GG2016 JJ2016"),
    ("Beispiel-Sozialausschuss", "Ausschuss", K, "", "FH2011 AR2011"),
    ("Beispiel-Jugendhilfeausschuss", "Ausschuss", K, "", "JJ2005 FH2012"),
)  # fmt: skip
# Seats nobody sits on at the moment.
VACANT = {("Beispiel-Gesundheitsamt", "GG"), ("Beispiel-Kreisschülerrat", "BI"), ("Beispiel-Logistik GmbH", "AR")}
PROTECTED = "Beispiel-Frauenhaus"


@transaction.atomic
def build(*, now: datetime) -> None:
    """Fill the register of an example county that has its municipalities."""
    starting_lists.add_missing(by=BY, now=now)
    networks = {table.short: _network(table, now=now) for table in TABLES}
    for table in TABLES:
        if table.parent:
            editing.change(networks[table.short], {"parent": networks[table.parent]}, by=BY, now=now)
    _targets(networks, now=now)
    for number, line in enumerate(ACTORS):
        _actor(number, line, networks, now=now)
    _what_a_successor_must_know(networks, now=now)
    area = ResponsibleArea(field=FieldOfAction.objects.get(name="Frühe Hilfen"), name="Eigenes Jugendamt der Stadt")
    with Writer(BY, now) as writer:
        writer.create(area, {"municipalities": Municipality.objects.filter(name="Rüsselsheim am Main")})


def _network(table: Table, *, now: datetime) -> Network:
    today = now.date()
    network = Network(
        name=table.name,
        short_name=table.short,
        kind=table.kind,
        purpose=table.purpose,
        tasks="Sich kennen, Angebote abstimmen, Lücken benennen, gemeinsam handeln. (Beispieltext)",
        mandate=f"Beschluss des Kreisausschusses von {table.founded} (Beispiel)",
        rhythm=f"{table.meetings}-mal im Jahr",
        meetings_per_year=Decimal(table.meetings),
        meeting_hours=Decimal(table.hours),
        founded_on=date(table.founded, 3, 1),
        review_due_on=today + timedelta(days={"FH": 20, "AR": -40}.get(table.short, 300)),
        governance=Network.Governance.LEAD if table.short in {"FH", "GG"} else Network.Governance.SHARED,
        where_things_are="Laufwerk K, Ordner „Netzwerke“ (Beispiel)",
        confirmed_on=today - timedelta(days=500 if table.short == "JJ" else 90),
        note="Mitglieder, Tage und Personen sind erfunden.",
        is_public=True,
        is_example=True,
    )
    many = {
        "fields_of_action": FieldOfAction.objects.filter(name=table.field),
        "challenges": Challenge.objects.filter(name__in=table.challenges),
        "target_groups": TargetGroup.objects.filter(name__in=table.targets),
        "age_groups": AgeGroup.objects.filter(from_age__in=table.ages),
    }
    return cast(Network, editing.create(network, many, by=BY, now=now))


def _actor(number: int, line: tuple[str, str, str, str, str], networks: dict[str, Network], *, now: datetime) -> None:
    name, kind, group, town, seats = line
    place = Municipality.objects.filter(name=town).first()
    fields = FieldOfAction.objects.filter(networks__in=[networks[seat.rstrip("0123456789-")] for seat in seats.split()])
    actor = Actor(
        name=name,
        kind=ActorKind.objects.filter(name=kind).first(),
        default_group=group,
        county_wide=not town,
        municipality=place,
        street="" if name == PROTECTED else f"Beispielweg {number + 1}",
        postcode=place.postcode if place else "",
        town=place.name if place else "",
        protected_address=name == PROTECTED,
        about="Erfundene Organisation des Beispielkreises.",
        sits_everywhere=number == 0,
        is_public=number % 9 != 7,
        agreed_on=None if number % 9 == 7 else now.date() - timedelta(days=200),
        confirmed_on=now.date() - timedelta(days=(30 + number * 41) % 700),
        is_example=True,
    )
    many: dict[str, Any] = {"fields_of_action": fields.distinct(), "municipalities": [place] if place else []}
    many["languages"] = Language.objects.filter(code__in=("de", ("tr", "ar", "en", "uk")[number % 4]))
    many["competences"] = Competence.objects.filter(parent__isnull=False).order_by("id")[number % 13 : number % 13 + 2]
    editing.create(actor, many, by=BY, now=now)
    phone = {"kind": "phone", "value": f"06000 {2000 + number}", "is_public": True}
    mail = {"kind": "email", "value": f"stelle{number}@example.org", "is_public": True}
    editing.set_rows(actor, ContactChannel, [(None, mail, {}), (None, phone, {})], by=BY, now=now)
    person = _person(number, actor, now=now)
    for seat in seats.split():
        _seat(seat, actor, person, networks, now=now)
    if group == P and number % 2 == 0:
        _offer(actor, place, now=now)


def _person(number: int, actor: Actor, *, now: datetime) -> Person:
    person = Person(
        actor=actor,
        first_name=FIRST[number % len(FIRST)],
        last_name=f"{LAST[(number * 5) % len(LAST)]}-Beispiel",
        function=("Leitung", "Beratung", "Koordination", "Geschäftsführung")[number % 4],
        source=SOURCE,
        told_at=now,
        is_example=True,
    )
    editing.create(person, by=BY, now=now)
    mail = {"kind": "email", "value": f"kontakt{number}@example.org"}
    editing.set_rows(person, ContactChannel, [(None, mail, {})], by=BY, now=now)
    return person


def _seat(text: str, actor: Actor, person: Person, networks: dict[str, Network], *, now: datetime) -> None:
    short = text.rstrip("0123456789-")
    since, _, until = text.removeprefix(short).partition("-")
    vacant = (actor.name, short) in VACANT
    editing.create(
        Membership(
            network=networks[short],
            actor=actor,
            role=Membership.Role.COORDINATION if actor.sits_everywhere else Membership.Role.MEMBER,
            group=actor.default_group,
            person=None if vacant else person,
            is_vacant=vacant,
            since=date(int(since), 1, 1),
            since_precision=Membership.Precision.YEAR,
            until=date(int(until), 12, 31) if until else None,
            until_precision=Membership.Precision.YEAR,
            source=SOURCE,
        ),
        by=BY,
        now=now,
    )


def _offer(actor: Actor, place: Municipality | None, *, now: datetime) -> None:
    field = actor.fields_of_action.order_by("id").first()
    values = {
        "name": f"Sprechstunde {field.name if field else ''} (Beispiel)".strip(),
        "field": field,
        "county_wide": place is None,
    }
    many = {
        "municipalities": [place] if place else [],
        "age_groups": AgeGroup.objects.filter(networks__fields_of_action=field).distinct(),
        "languages": actor.languages.all(),
    }
    editing.set_rows(actor, Offer, [(None, values, many)], by=BY, now=now)


def _what_a_successor_must_know(networks: dict[str, Network], *, now: datetime) -> None:
    today = now.date()
    law = {
        "kind": NetworkLink.Kind.LEGAL_BASIS,
        "title": "§ 3 KKG",
        "url": "https://www.gesetze-im-internet.de/kkg/__3.html",
        "is_public": True,
    }
    paper = {
        "kind": NetworkLink.Kind.AGREEMENT,
        "title": "Kooperationsvereinbarung (Beispiel)",
        "dated_on": date(2012, 5, 2),
        "parties": "Beispiel-Kreis, Beispiel-Liga",
    }
    editing.set_rows(networks["FH"], NetworkLink, [(None, law, {}), (None, paper, {})], by=BY, now=now)
    lines = (
        (
            NetworkEntry.Kind.DECISION,
            "Ein gemeinsamer Elternbrief geht an alle Familien mit Neugeborenen. (Beispiel)",
            -200,
            None,
        ),
        (
            NetworkEntry.Kind.OPEN_POINT,
            "Hebammen fehlen im Südkreis: Wer spricht mit den Kommunen? (Beispiel)",
            -60,
            30,
        ),
    )
    rows: Rows = [
        (
            None,
            {
                "kind": kind,
                "text": text,
                "dated_on": today + timedelta(days=since),
                "due_on": today + timedelta(days=due) if due else None,
                "responsible": "Netzwerkkoordination",
            },
            {},
        )
        for kind, text, since, due in lines
    ]
    editing.set_rows(networks["FH"], NetworkEntry, rows, by=BY, now=now)


def _targets(networks: dict[str, Network], *, now: datetime) -> None:
    kkg.add_target_list(networks["FH"], by=BY, now=now)
    rows: Rows = [
        (None, {"label": f"Jemand aus {town.name}", "municipality": town, "source": "Beschluss (Beispiel)"}, {})
        for town in Municipality.objects.all()
    ]
    editing.set_rows(networks["JJ"], TargetSeat, rows, by=BY, now=now)
    four: Rows = [
        (None, {"label": str(group.label), "group": group, "source": "Leitbild (Beispiel)"}, {})
        for group in StakeholderGroup
    ]
    editing.set_rows(networks["AR"], TargetSeat, four, by=BY, now=now)
