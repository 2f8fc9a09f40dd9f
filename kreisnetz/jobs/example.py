"""The example county: real public facts of Kreis Groß-Gerau, and invented events and people marked "Beispiel".

Goes through the same doors as real data. Real organisations and persons get no invented data. Dates of open events are relative
to today.
"""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.names import slug
from kreisnetz.core.rights import Role
from kreisnetz.events import door, editing
from kreisnetz.events.editing import Capacity, Content, PartLine, Span
from kreisnetz.events.models import BERLIN, Event, Part, Participant, Registration, Series, Venue
from kreisnetz.events.registration import Application, Attendee, Needs, RegistrationRefused, cancel, confirm, register
from kreisnetz.jobs import example_register
from kreisnetz.register import municipalities
from kreisnetz.register.models import Actor, FieldOfAction, Municipality, Network

NEXT_CONFERENCE = "Jahrestagung Soziale Netzwerke"
PASSWORD = "Beispiel-2019-Kreis"
MENU = ("mit Fleisch", "vegetarisch", "vegan", "Ich esse nicht mit")
FIRST = (
    "Ada Ben Carla Deniz Emil Fatma Georg Hanna Ilker Jana Kai Leyla Mara Nils Olga Paul Ronja Samir Tessa Uwe".split()
)
LAST = "Ahorn Birke Buche Distel Efeu Erle Fichte Ginster Hasel Holunder Kiefer Lärche Linde Malve Nelke Pappel".split()
ORGANISATIONS = (
    "Beispiel-Beratungsstelle", "Beispiel-Familienzentrum", "Beispiel-Schule", "Beispiel-Sozialstation", "Beispiel-Verein e. V.", "",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """One invented event: days from today, hours, and what makes it worth showing."""

    title: str
    days: int
    hours: tuple[int, int]
    town: str
    fields: tuple[str, ...]
    kind: str = Event.Kind.TALK
    audience: str = Event.Audience.EVERYONE
    text: str = ""
    seats: int | None = None
    guests: int = 0
    all_day: bool = False
    more_days: tuple[int, ...] = ()
    draft: bool = False
    opt_in: bool = False


PLANS = (
    Plan("Elterncafé mit Hebammensprechstunde", 4, (10, 12), "Trebur", ("Frühe Hilfen",), Event.Kind.CONSULTATION, Event.Audience.FAMILIES, "Offener Vormittag für Familien mit Kindern bis drei Jahre. Kommen Sie einfach vorbei.", 20, 6),
    Plan("Runder Tisch gegen häusliche Gewalt", 9, (9, 12), "Rüsselsheim am Main", ("Schutz vor Gewalt",), Event.Kind.MEETING, Event.Audience.PROFESSIONALS, "Öffentlicher Teil der Herbstsitzung: Wie gelingt die Zusammenarbeit in den Kommunen?", 40, 12),
    Plan("Ausbildungsbörse im Südkreis", 16, (9, 14), "Gernsheim", ("Arbeit", "Bildung"), Event.Kind.FAIR, Event.Audience.YOUTH, "Betriebe aus der Region stellen ihre Ausbildungsplätze vor. Ein Gespräch dauert zehn Minuten.", None, 5),
    Plan("Pflege zu Hause: Was hilft, was zahlt wer?", 12, (18, 20), "Riedstadt", ("Altenhilfe",), Event.Kind.TALK, Event.Audience.SENIORS, "Ein Abend für Angehörige. Mit Zeit für Ihre Fragen.", 12, 15),
    Plan("Sprachmittlung in der Beratung", 23, (9, 16), "Kelsterbach", ("Integration",), Event.Kind.COURSE, Event.Audience.PROFESSIONALS, "Zweitägige Fortbildung mit Übungen. Eine Anmeldung gilt für beide Tage.", 18, 9, False, (30,)),
    Plan("Tag der offenen Netzwerke", 37, (10, 17), "Mörfelden-Walldorf", ("Inklusion", "Bildung"), Event.Kind.FAIR, Event.Audience.EVERYONE, "Netzwerke aus dem ganzen Kreis zeigen, woran sie arbeiten.", None, 0, True),
    Plan("Jugendforum: Was fehlt bei uns?", 30, (16, 19), "Raunheim", ("Jugendarbeit und Jugendbildung",), Event.Kind.WORKSHOP, Event.Audience.YOUTH, "Jugendliche sagen Politik und Verwaltung, was in ihrer Stadt fehlt.", 50, 11, opt_in=True),
    Plan("Fachtag Übergang Schule und Beruf", 44, (9, 15), "Büttelborn", ("Bildung", "Arbeit"), Event.Kind.CONFERENCE, Event.Audience.PROFESSIONALS, "Vorträge am Morgen, Werkstätten am Nachmittag.", 80, 14),
    Plan("Nachbarschaftshilfe gründen: erste Schritte", 58, (17, 19), "Nauheim", ("Altenhilfe",), Event.Kind.WORKSHOP, Event.Audience.VOLUNTEERS, "Für alle, die in ihrer Straße etwas anfangen möchten.", 25, 0, draft=True),
    Plan("Frühe Hilfen: Rückblick und Ausblick", -20, (14, 16), "Bischofsheim", ("Frühe Hilfen",), Event.Kind.MEETING, Event.Audience.PROFESSIONALS, "Offene Sitzung mit Bericht aus den Kommunen.", 30, 17),
    Plan("Vorlesenachmittag in vielen Sprachen", -48, (15, 17), "Ginsheim-Gustavsburg", ("Bildung", "Integration"), Event.Kind.OTHER, Event.Audience.FAMILIES, "Geschichten auf Deutsch, Türkisch, Arabisch und Polnisch.", None, 0),
)  # fmt: skip


def is_empty() -> bool:
    return not (Event.objects.exists() or User.objects.exists() or Municipality.objects.exists())


@transaction.atomic
def build(*, now: datetime, accounts: bool) -> None:
    """Fill an empty database. accounts: also the sign-ins with the known password; only for a set-up nobody else can reach."""
    municipalities.load()
    example_register.build(now=now)
    series = Series.objects.create(
        name="Jahrestagung Soziale Netzwerke",
        slug="jahrestagung-soziale-netzwerke",
        description="Einmal im Jahr laden der Kreis und die Liga der freien Wohlfahrt alle Bürgerinnen und Bürger ein.",
    )
    _past_conferences(series, now=now)
    _next_conference(series, now=now)
    for plan in PLANS:
        _invented(plan, now=now)
    _changed_events(now=now)
    if accounts:
        _accounts(now=now)


def _accounts(*, now: datetime) -> None:
    for role, name in (
        (Role.ADMINISTRATION, "verwaltung"),
        (Role.EVENT_EDITOR, "redaktion"),
        (Role.COORDINATION, "koordination"),
        (Role.OFFICE, "buero"),
        (Role.READER, "leitung"),
    ):
        user = User.objects.create_user(f"{name}@example.org", PASSWORD, f"{Role(role).label} (Beispiel)")
        RoleGrant.objects.create(user=user, role=role)
    network = Network.objects.get(short_name="FH")
    user = User.objects.create_user("fruehe-hilfen@example.org", PASSWORD, "Koordination Frühe Hilfen (Beispiel)")
    RoleGrant.objects.create(user=user, role=Role.COORDINATION, scope=network.scope())
    actor = Actor.objects.get(name="Beispiel-Diakonie")
    user = User.objects.create_user("traeger@example.org", PASSWORD, f"{Role.MEMBER.label} (Beispiel)")
    RoleGrant.objects.create(user=user, role=Role.MEMBER, scope=actor.scope())
    conference = Event.objects.get(title=NEXT_CONFERENCE, is_example=True)
    user = User.objects.create_user("einlass@example.org", PASSWORD, f"{Role.DOOR.label} (Beispiel)")
    expires_at = conference.last_at + timedelta(days=1)
    RoleGrant.objects.create(user=user, role=Role.DOOR, scope=conference.scope(), expires_at=expires_at)


def sign_ins() -> list[str]:
    """The accounts of the example, for the one who started it."""
    return list(User.objects.filter(email__endswith="@example.org").order_by("id").values_list("email", flat=True))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN)


def _workday(now: datetime, days: int) -> date:
    """That many days from today, moved on from a weekend."""
    day = now.astimezone(BERLIN).date() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _past_conferences(series: Series, *, now: datetime) -> None:
    """Public facts only: announcement and press reports of the county."""
    hosts = (
        PartLine(Part.Role.HOST, "Kreis Groß-Gerau", is_controller=True),
        PartLine(Part.Role.HOST, "Liga der freien Wohlfahrt", is_controller=True),
    )
    landratsamt = Venue.objects.create(
        name="Landratsamt Groß-Gerau",
        street="Wilhelm-Seipp-Straße 4",
        postcode="64521",
        town="Groß-Gerau",
        municipality=Municipality.objects.get(name="Groß-Gerau"),
    )
    for day, text in (
        (date(2018, 10, 23), "Sozialräumliche Entwicklungen in den Städten und Gemeinden, mit vier Vorträgen von Bürgermeistern und Arbeitsgruppen zu Erfolgsfaktoren, Stolpersteinen und Empfehlungen."),
        (date(2018, 11, 3), "Tagung mit einem Baum aus Papierzetteln für Rückmeldungen."),
    ):  # fmt: skip
        content = Content(
            values={
                "title": "Jahrestagung des Kreises und der Liga",
                "kind": Event.Kind.CONFERENCE,
                "series": series,
                "starts_at": _at(day, 0),
                "all_day": True,
                "description": text,
                "attended_estimate": 100,
            },
            parts=hosts,
        )
        editing.publish(editing.create(content, by="example", now=now), by="example", now=now)
    content = Content(
        values={
            "title": "Austausch über soziale Netzwerke im Kreis Groß-Gerau",
            "subtitle": "Soziale Netzwerke im Kreis Groß-Gerau – für was sind sie gut?",
            "kind": Event.Kind.CONFERENCE,
            "series": series,
            "starts_at": _at(date(2019, 6, 27), 15),
            "ends_at": _at(date(2019, 6, 27), 18),
            "venue": landratsamt,
            "description": (
                "Bei der Veranstaltung ging es um eine Standortbestimmung der Netzwerkstrukturen im Kreis Groß-Gerau und ihre "
                "Funktion bei der Bewältigung sozialpolitischer Herausforderungen wie demografische Entwicklung, Inklusion und "
                "Integration in den Städten und Kommunen.\n\nDer Fokus lag auf den kreisweiten sozialen Netzwerken, die der Kreis "
                "mit verschiedenen sozialen Akteuren zu den jeweiligen Handlungsfeldern geknüpft hat."
            ),
            "audience_note": "Alle interessierten Bürgerinnen und Bürger",
            "attended_estimate": 100,
        },
        parts=(*hosts, PartLine(Part.Role.SPEAKER, "Prof. Dr. Peter Löcherbach", "Katholische Hochschule Mainz")),
    )
    editing.publish(editing.create(content, by="example", now=now), by="example", now=now)


def _next_conference(series: Series, *, now: datetime) -> None:
    """The next conference, open for registration; invented, and says so."""
    day = _workday(now, 26)
    venue = _venue("Beispielhalle", "Groß-Gerau")
    content = Content(
        values={
            "title": NEXT_CONFERENCE,
            "subtitle": "Was wurde aus unseren Ideen?",
            "kind": Event.Kind.CONFERENCE,
            "series": series,
            "starts_at": _at(day, 15),
            "ends_at": _at(day, 18),
            "doors_at": _at(day, 14, 30),
            "venue": venue,
            "description": (
                "Dies ist eine Beispielveranstaltung.\n\nBei der Tagung schauen wir zurück: Welche Ideen der letzten Tagung sind "
                "umgesetzt, welche nicht, und warum? Danach arbeiten wir an Tischen weiter: Betroffene, Fachleute, Politik und "
                "Verwaltung gemeinsam."
            ),
            "programme": "15:00 Begrüßung\n15:20 Was aus den Ideen wurde\n16:00 Arbeit an Tischen\n17:30 Buffet",
            "audience_note": "Alle interessierten Bürgerinnen und Bürger",
            "languages": "Deutsch, Deutsche Gebärdensprache",
            "plain_language": "Das ist ein Treffen.\nViele Gruppen im Kreis arbeiten zusammen.\nWir sprechen darüber:\nWas ist gut?\nWas soll besser werden?\nAlle dürfen kommen.\nEs kostet nichts.",
            "contact_name": "Geschäftsstelle Beispiel",
            "contact_email": "anmeldung@example.org",
            "contact_phone": "06152 000-100",
            "contact_fax": "06152 000-101",
            "registration_open": True,
            "deadline_at": _at(day - timedelta(days=7), 23, 59),
            "catering": True,
            "ask_group": True,
            "is_example": True,
        },
        parts=(
            PartLine(Part.Role.HOST, "Beispiel-Kreis", is_controller=True),
            PartLine(Part.Role.HOST, "Beispiel-Liga", is_controller=True),
            PartLine(Part.Role.SPEAKER, "Dr. Erika Beispiel", "Beispiel-Hochschule"),
        ),
        menu=MENU,
        capacity=Capacity(120, {"affected": 20}),
        fields_of_action=tuple(FieldOfAction.objects.filter(name__in=("Bildung", "Integration", "Inklusion"))),
    )
    event = editing.publish(editing.create(content, by="example", now=now), by="example", now=now)
    _sign_up(event, 38, since=now - timedelta(days=6), now=now, mixed=True)


def _venue(name: str, town: str) -> Venue:
    municipality = Municipality.objects.get(name=town)
    return Venue.objects.create(
        name=f"{name} (Beispiel)",
        street="Beispielweg 1",
        postcode=municipality.postcode,
        town=town,
        municipality=municipality,
        step_free=True,
        accessible_toilet=True,
        induction_loop=None,
        accessible_parking=True,
        directions="Mit dem Bus bis „Beispielplatz“, von dort zwei Minuten zu Fuß.",
    )


def _invented(plan: Plan, *, now: datetime) -> None:
    day = _workday(now, plan.days)
    more = tuple(
        Span(_at(_workday(now, d), plan.hours[0]), _at(_workday(now, d), plan.hours[1])) for d in plan.more_days
    )
    content = Content(
        values={
            "title": plan.title,
            "kind": plan.kind,
            "audience": plan.audience,
            "starts_at": _at(day, 0 if plan.all_day else plan.hours[0]),
            "ends_at": None if plan.all_day else _at(day, plan.hours[1]),
            "all_day": plan.all_day,
            "venue": _venue("Beispielhaus", plan.town),
            "description": f"{plan.text}\n\nDies ist eine Beispielveranstaltung.",
            "contact_name": "Geschäftsstelle Beispiel",
            "contact_email": "anmeldung@example.org",
            "contact_phone": "06152 000-100",
            "registration_open": True,
            "double_opt_in": plan.opt_in,
            "is_example": True,
        },
        dates=more,
        parts=(PartLine(Part.Role.HOST, "Beispiel-Netzwerk", is_controller=True),),
        capacity=Capacity(plan.seats),
        fields_of_action=tuple(FieldOfAction.objects.filter(name__in=plan.fields)),
    )
    event = editing.create(content, by="example", now=now)
    if not plan.draft:
        editing.publish(event, by="example", now=now)
        before = min(now, event.starts_at) - timedelta(days=3)
        _sign_up(event, plan.guests, since=before, now=before + timedelta(days=2), mixed=False)
        if event.is_over(now=now):
            _let_in(event)


def _sign_up(event: Event, n: int, *, since: datetime, now: datetime, mixed: bool) -> None:
    """Invented people between the two moments; mixed: all channels, parties, menus, needs and some who cancelled.

    A few of the last ones have not followed the link in their mail yet.
    """
    menu = [choice.pk for choice in event.menu.all()]
    channels = itertools.cycle(("web", "web", "email", "web", "phone", "web", "fax", "letter") if mixed else ("web",))
    for number in range(n):
        moment = since + (now - since) * number / n
        channel = next(channels)
        registration = _one(event, number, channel, menu, mixed=mixed, now=moment)
        late = number * 4 > 3 * n and number % 2
        if registration and registration.email_confirmed_at is None and not late:
            confirm(registration, now=moment + timedelta(minutes=20))
        if registration and mixed and number % 13 == 5:
            cancel(registration, now=moment + timedelta(hours=1))


def _let_in(event: Event) -> None:
    """Nearly all of those who were registered came."""
    guests = Participant.objects.filter(registration__event=event, registration__state=Registration.State.CONFIRMED)
    for number, participant in enumerate(guests.order_by("id")):
        if number % 7 != 3:
            door.check_in(participant, now=event.starts_at, by="example")


def _one(
    event: Event, number: int, channel: str, menu: list[int], *, mixed: bool, now: datetime
) -> Registration | None:
    first, last = FIRST[number % len(FIRST)], f"{LAST[(number * 7) % len(LAST)]}-Beispiel"
    n_seats = 3 if mixed and number % 9 == 2 else 1
    by_mail = channel in {"web", "email"}
    application = Application(
        first_name=first,
        last_name=last,
        organisation=ORGANISATIONS[number % len(ORGANISATIONS)],
        email=f"{slug(first)}.{slug(last)}.{number}@example.org" if by_mail else "",
        phone=f"06000 {1000 + number}" if channel == "phone" else "",
        fax=f"06000 {5000 + number}" if channel == "fax" else "",
        postal_address=f"Beispielweg {number + 1}\n64521 Groß-Gerau" if channel == "letter" else "",
        group=("", "practice", "administration", "affected", "politics")[number % 5] if mixed else "",
        people=(Attendee(first, last, menu[number % len(menu)] if menu else None),),
        n_seats=n_seats,
        access_needs=Needs(("hoeranlage",)) if mixed and number % 17 == 4 else None,
        remarks="Kommt etwas später (Beispiel)." if mixed and number % 15 == 3 else "",
    )
    try:
        return register(event, application, channel=channel, now=now).registration
    except RegistrationRefused:
        return None


def _changed_events(*, now: datetime) -> None:
    """One event that is cancelled and one that moved, so that everybody sees how that looks."""
    cancelled = Event.objects.get(title="Runder Tisch gegen häusliche Gewalt")
    editing.cancel_event(cancelled, note="Erkrankung im Team. Wir suchen einen neuen Tag.", by="example", now=now)
    moved = Event.objects.get(title="Jugendforum: Was fehlt bei uns?")
    week = timedelta(days=7)
    ends_at = moved.ends_at + week if moved.ends_at else None
    editing.move_event(
        moved, Content(values={"starts_at": moved.starts_at + week, "ends_at": ends_at}), by="example", now=now
    )
