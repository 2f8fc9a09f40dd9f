"""The hand-over dossier: what a successor must know of one network, or of everything that is in one coordinator's hands.

Gathers and words; how it looks on paper and in a workbook is in events.dossier, which also knows the meetings.
Contacts and inner notes only as far as the reader may see them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kreisnetz.core import dates
from kreisnetz.core.models import User
from kreisnetz.core.rights import Role
from kreisnetz.register import profile, wording
from kreisnetz.register.export.selection import Reader
from kreisnetz.register.export.tables import dated
from kreisnetz.register.models import Change, ContactChannel, Membership, Network, NetworkEntry, Person

HISTORY = 40


@dataclass(frozen=True)
class Section:
    """A heading with facts (word and value), paragraphs, or a table; nothing of them: the sentence for "nothing known"."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    paragraphs: Sequence[str] = ()
    columns: Sequence[str] = ()
    # How wide the columns are to each other.
    widths: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()
    nothing: str = ""


@dataclass(frozen=True)
class Chapter:
    """One network, or the overview at the beginning of a coordinator's dossier."""

    title: str
    sections: list[Section]


@dataclass(frozen=True)
class Dossier:
    title: str
    subtitle: str
    chapters: list[Chapter]
    notes: list[str] = field(default_factory=list)


def day(value: date | None) -> str:
    return dates.day(value, dates.language_now()) if value else ""


def of_network(network: Network, reader: Reader, meetings: Sequence[Section], *, today: date) -> Chapter:
    """Everything about one network, what is needed first comes first."""
    seats = list(profile.seats_of(network, day=today))
    notes = reader.sees_notes(network.pk)
    sections = [at_a_glance(network, seats, reader), purpose(network), documents(network)]
    if notes:
        sections += [open_points([network], with_network=False), where_things_are(network)]
    sections += [members(seats, reader), missing(network, seats)]
    if any(reader.contacts.covers_seat(seat) for seat in seats):
        sections.append(contacts(seats, reader))
    sections += meetings
    if notes:
        sections.append(decisions(network))
    sections.append(former_members(network, reader, today=today))
    if reader.contacts.everywhere or network.pk in reader.contacts.networks:
        sections.append(history(network))
    return Chapter(network.name, sections)


def at_a_glance(network: Network, seats: Sequence[Membership], reader: Reader) -> Section:
    coordinators = [seat for seat in seats if seat.role in {Membership.Role.COORDINATION, Membership.Role.CHAIR}]
    facts = [
        (_("Art"), network.get_kind_display()),
        (_("Stand"), network.get_status_display()),
        (_("Koordination und Leitung"), "; ".join(_who(seat, reader) for seat in coordinators)),
        (_("Träger des Netzwerks"), _joined(network.hosts.all())),
        (_("Wer führt?"), network.get_governance_display()),
        (_("Handlungsfelder"), _joined(network.fields_of_action.all())),
        (_("Herausforderungen"), _joined(network.challenges.all())),
        (_("Zielgruppen"), _joined([*network.target_groups.all(), *network.age_groups.all()])),
        (_("Wo"), _("im ganzen Kreis") if network.county_wide else _joined(network.municipalities.all())),
        (_("Wie oft trifft es sich?"), network.rhythm),
        (_("Sitze"), _seats_in_words(seats)),
        (_("Teil von"), str(network.parent or "")),
        (_("Untergruppen"), _joined(network.children.all())),
        (_("gegründet am"), day(network.founded_on)),
        (_("nächste Überprüfung bis"), day(network.review_due_on)),
        (_("endet am"), day(network.ends_on)),
        (_("zuletzt geprüft am"), day(network.confirmed_on) or _("noch nie")),
    ]
    return Section(_("Auf einen Blick"), facts=[(name, str(value)) for name, value in facts if value])


def purpose(network: Network) -> Section:
    facts = [(_("Zweck"), network.purpose), (_("Aufgaben"), network.tasks), (_("Auftrag"), network.mandate)]
    return Section(
        _("Zweck, Aufgaben und Auftrag"),
        facts=[(name, value) for name, value in facts if value],
        nothing=_("Zweck und Auftrag sind nicht eingetragen."),
    )


def documents(network: Network) -> Section:
    rows = [
        [link.get_kind_display(), _joined([link.title, link.parties]), day(link.dated_on), link.url]
        for link in network.links.all()
    ]
    return Section(
        _("Rechtsgrundlage, Vereinbarungen und Unterlagen"),
        columns=[_("Was"), _("Titel"), _("vom"), _("Adresse im Netz")],
        widths=[3, 5, 3, 5],
        rows=rows,
        nothing=_("Es sind keine Unterlagen eingetragen."),
    )


def open_points(networks: Sequence[Network], *, with_network: bool) -> Section:
    """Most urgent first; those without a day at the end."""
    found = list(
        NetworkEntry.objects.filter(network__in=networks, kind=NetworkEntry.Kind.OPEN_POINT, done_on=None)
        .select_related("network")
        .order_by("dated_on", "id")
    )
    found.sort(key=lambda entry: (entry.due_on is None, entry.due_on or date.max))
    rows = [
        [*([entry.network.label] if with_network else []), entry.text, entry.responsible, day(entry.due_on)]
        for entry in found
    ]
    return Section(
        _("Offene Punkte"),
        columns=[*([_("Netzwerk")] if with_network else []), _("Worum geht es?"), _("Wer kümmert sich?"), _("bis")],
        widths=[*([3] if with_network else []), 7, 3, 3],
        rows=rows,
        nothing=_("Es sind keine offenen Punkte eingetragen."),
    )


def where_things_are(network: Network) -> Section:
    text = [network.where_things_are, network.note]
    return Section(
        _("Wo liegt was?"),
        paragraphs=[part for part in text if part],
        nothing=_("Nicht eingetragen. Fragen Sie vor der Übergabe nach Ordnern, Laufwerken und Zugängen."),
    )


def members(seats: Sequence[Membership], reader: Reader) -> Section:
    groups = dict(Membership._meta.get_field("group").flatchoices)
    rows = [
        [
            seat.actor.name,
            _person(seat, reader),
            seat.role_note or seat.get_role_display(),
            str(groups.get(profile.group_of(seat), "")),
            _since(seat),
        ]
        for seat in seats
    ]
    return Section(
        _("Mitglieder heute"),
        columns=[_("Organisation"), _("Person"), _("Rolle"), _("Gruppe"), _("seit")],
        widths=[6, 4, 3, 3, 2],
        rows=rows,
        nothing=_("Zurzeit sitzt hier niemand."),
    )


def missing(network: Network, seats: Sequence[Membership]) -> Section:
    lines = [line for line in profile.target_lines(network, seats) if line.missing]
    rows = [[line.target.label, line.target.source, str(line.missing)] for line in lines]
    complete = _("Alle Plätze der Soll-Liste sind besetzt.")
    return Section(
        _("Wer am Tisch fehlt"),
        columns=[_("Wer soll hier sitzen?"), _("Woher kommt die Anforderung?"), _("fehlen")],
        widths=[6, 5, 2],
        rows=rows,
        nothing=complete if network.target_seats.exists() else _("Es gibt keine Soll-Liste."),
    )


def contacts(seats: Sequence[Membership], reader: Reader) -> Section:
    """Each person once, with the ways that still work."""
    people: dict[int, Person] = {}
    for seat in seats:
        for person in (seat.person, seat.deputy) if reader.contacts.covers_seat(seat) else ():
            if person and not person.anonymised_at:
                people[person.pk] = person
    ways: dict[int, list[ContactChannel]] = {}
    for way in ContactChannel.objects.filter(person__in=people).order_by("position", "id"):
        if way.bounced_at is None and way.person_id:
            ways.setdefault(way.person_id, []).append(way)
    actors = {seat.person_id: seat.actor.name for seat in seats} | {seat.deputy_id: seat.actor.name for seat in seats}
    rows = [
        [
            str(person),
            _joined([actors[pk], person.function]),
            "\n".join(f"{way.get_kind_display()}: {way.value}" for way in ways.get(pk, [])),
        ]
        for pk, person in sorted(people.items(), key=lambda pair: pair[1].person_key)
    ]
    return Section(
        _("Kontakte"),
        columns=[_("Name"), _("Organisation und Funktion"), _("Erreichbar")],
        widths=[4, 5, 6],
        rows=rows,
        nothing=_("Es sind keine Ansprechpersonen eingetragen."),
    )


def decisions(network: Network) -> Section:
    rows = [
        [day(entry.dated_on), entry.text, entry.responsible]
        for entry in network.entries.filter(kind=NetworkEntry.Kind.DECISION)
    ]
    return Section(
        _("Beschlüsse"),
        columns=[_("vom"), _("Beschluss"), _("Wer kümmert sich?")],
        widths=[3, 8, 3],
        rows=rows,
        nothing=_("Es sind keine Beschlüsse eingetragen."),
    )


def former_members(network: Network, reader: Reader, *, today: date) -> Section:
    seats = network.memberships.ended(today).select_related("actor", "person").order_by("-until", "actor__sort_key")
    rows = [
        [
            seat.actor.name,
            _person(seat, reader) if seat.person else "",
            seat.role_note or seat.get_role_display(),
            f"{_since(seat)} – {_until(seat)}".removeprefix(" – "),
        ]
        for seat in seats
    ]
    return Section(
        _("Frühere Mitglieder"),
        columns=[_("Organisation"), _("Person"), _("Rolle"), _("von – bis")],
        widths=[6, 4, 3, 4],
        rows=rows,
        nothing=_("Es gibt keine früheren Mitglieder im Register."),
    )


def history(network: Network) -> Section:
    changes = Change.objects.filter(shown_on=f"network:{network.pk}")[:HISTORY]
    rows = [[day(dates.as_day(line.change.at)), line.sentence] for line in wording.lines(changes)]
    return Section(
        _("Verlauf: die letzten Änderungen im Register"),
        columns=[_("am"), _("Was geschah")],
        widths=[3, 11],
        rows=rows,
        nothing=_("Im Register wurde noch nichts geändert."),
    )


def networks_of(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks in somebody's hands: those of their grants as coordination; a grant for everything is all of them."""
    scopes = {grant.scope for grant in user.live_grants(now=now) if grant.role == Role.COORDINATION}
    rows = Network.objects.exclude(status=Network.Status.ENDED)
    if "" in scopes:
        return rows
    numbers = [scope.partition(":")[2] for scope in scopes if scope.startswith("network:")]
    return rows.filter(pk__in=[number for number in numbers if number.isdigit()])


def overview(networks: Sequence[Network], meetings: Iterable[tuple[date, str, str]], *, today: date) -> Chapter:
    """What is in a coordinator's hands. meetings: day, network and title of those to come."""
    seats = Membership.objects.on(today).filter(network__in=networks, is_vacant=False)
    counts = Counter(seats.values_list("network_id", flat=True))
    rows = [
        [
            network.name,
            network.get_status_display(),
            str(counts[network.pk]),
            day(network.confirmed_on) or _("noch nie"),
            day(network.review_due_on),
        ]
        for network in networks
    ]
    table = Section(
        _("Netzwerke"),
        columns=[_("Netzwerk"), _("Stand"), _("Sitze"), _("zuletzt geprüft am"), _("nächste Überprüfung bis")],
        widths=[6, 3, 2, 3, 3],
        rows=rows,
        nothing=_("Diesem Konto ist kein Netzwerk zugeordnet."),
    )
    return Chapter(
        _("Überblick"), [table, open_points(networks, with_network=True), due(networks, meetings, today=today)]
    )


def due(networks: Sequence[Network], meetings: Iterable[tuple[date, str, str]], *, today: date) -> Section:
    """Everything with a day, in order: reviews, ends, open points, meetings, terms that end; also what is overdue."""
    found = [(on, name, title) for on, name, title in meetings]
    for network in networks:
        if network.review_due_on:
            found.append((network.review_due_on, network.label, _("Überprüfung")))
        if network.ends_on and network.ends_on >= today:
            found.append((network.ends_on, network.label, _("Das Netzwerk endet")))
    points = NetworkEntry.objects.filter(~Q(due_on=None), network__in=networks, done_on=None)
    found += [
        (entry.due_on, entry.network.label, entry.text) for entry in points.select_related("network") if entry.due_on
    ]
    ending = Membership.objects.filter(network__in=networks, until__gte=today).select_related("network", "actor")
    for seat in ending:
        if seat.until:
            text = _("Der Sitz von „%(actor)s“ endet") % {"actor": seat.actor.name}
            found.append((seat.until, seat.network.label, text))
    rows = [[day(on), name, text, _("überfällig") if on < today else ""] for on, name, text in sorted(found)]
    return Section(
        _("Fristen und Termine"),
        columns=[_("bis oder am"), _("Netzwerk"), _("Was"), _("Hinweis")],
        widths=[3, 4, 7, 2],
        rows=rows,
        nothing=_("Es steht keine Frist an."),
    )


def _who(seat: Membership, reader: Reader) -> str:
    person = _person(seat, reader)
    return f"{seat.actor.name} ({person})" if person and seat.person else seat.actor.name


def _person(seat: Membership, reader: Reader) -> str:
    """Name, or what else can be said of the seat."""
    if seat.is_vacant:
        return _("unbesetzt")
    if not seat.person or not reader.contacts.covers_seat(seat):
        return ""
    name = str(seat.person)
    return _("%(name)s, Vertretung: %(deputy)s") % {"name": name, "deputy": seat.deputy} if seat.deputy else name


def _since(seat: Membership) -> str:
    return _dated(seat.since, seat.since_precision)


def _until(seat: Membership) -> str:
    return _dated(seat.until, seat.until_precision)


def _dated(value: date | None, precision: str) -> str:
    known = dated(value, precision)
    return f"{known:%d.%m.%Y}" if isinstance(known, date) else str(known or "")


def _seats_in_words(seats: Sequence[Membership]) -> str:
    vacant = sum(seat.is_vacant for seat in seats)
    if not vacant:
        return str(len(seats))
    return _("%(n)s, davon %(vacant)s unbesetzt") % {"n": len(seats), "vacant": vacant}


def _joined(rows: Iterable[object]) -> str:
    return ", ".join(str(row) for row in rows if row)
