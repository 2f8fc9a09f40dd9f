"""From what was read to what would change: new, changed, ended, unclear, unchanged; each with its cell. Writes nothing.

The same reading, register and decisions give the same plan, so it is made anew when it is shown and when it is applied.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kreisnetz.core.names import email_key, person_key, search_key
from kreisnetz.register.importing.compare import (
    both_without_person,
    channel_key,
    differences,
    person_details,
    same_person,
    same_span_and_person,
)
from kreisnetz.register.importing.known import Known, emails_of
from kreisnetz.register.importing.wishes import (
    AS_NEW,
    CHANGED,
    ENDED,
    NEW,
    SAME,
    SAME_AS,
    SKIP,
    UNCLEAR,
    ActorWish,
    Detail,
    Item,
    NetworkWish,
    PersonWish,
    Plan,
    SeatWish,
)
from kreisnetz.register.matching import Names, actor_key
from kreisnetz.register.models import Actor, ContactChannel, Person
from kreisnetz.register.sheets.contract import PersonValue, Reading, SeatRow, Value


def make(
    reading: Reading,
    known: Known,
    decisions: Mapping[str, str],
    *,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """decisions: key of an item -> "skip", "new", "same:<key>"; "complete:<network key>" -> "yes" ends who is not in the file."""
    return _Maker(reading, known, decisions, today, progress).run()


class _Maker:
    def __init__(
        self,
        reading: Reading,
        known: Known,
        decisions: Mapping[str, str],
        today: date,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.reading, self.known, self.decisions, self.today = reading, known, decisions, today
        self.progress = progress
        self.plan = Plan()
        self.networks: dict[str, NetworkWish] = {}
        self.actors: dict[str, ActorWish] = {}
        self.people: dict[tuple[str, str], PersonWish] = {}
        self.names = Names({row.name_key: row.name for row in known.actors.values()})
        self.unknown_words: Counter[tuple[str, str]] = Counter()

    def run(self) -> Plan:
        rows = self.reading.rows
        for number, row in enumerate(rows):
            if self.progress and number % 500 == 0:
                self.progress(number, len(rows))
            self._take(row)
        self._spells()
        self._match_seats()
        self._missing()
        self._lines()
        self.plan.networks, self.plan.actors = list(self.networks.values()), list(self.actors.values())
        self.plan.people = list(self.people.values())
        for (label, word), n in self.unknown_words.most_common(30):
            words = _("%(label)s „%(word)s“ steht in keiner Liste und wird nicht übernommen (%(n)s-mal).")
            self.plan.notes.append(words % {"label": label, "word": word, "n": n})
        if self.progress:
            self.progress(len(rows), len(rows))
        return self.plan

    def _take(self, row: SeatRow) -> None:
        network = self._network(row)
        actor = self._actor(row)
        if actor is None:
            return
        person = self._person(row, actor, row.person, row.emails, row.phones, row.mobiles, row.faxes)
        if network is None:
            return
        wish = SeatWish(f"seat:{row.sheet}:{row.row}:{row.part}:{network.key}", network, actor, row)
        wish.person = person
        if row.deputies:
            wish.deputy = self._person(row, actor, row.deputies[0], row.deputy_emails, row.deputy_phones, (), ())
        self.plan.seats.append(wish)

    def _network(self, row: SeatRow) -> NetworkWish | None:
        name = row.network or row.network_short or row.network_id
        if name is None:
            return None
        found = None
        for said, fold in ((row.network_id, str), (row.network, search_key), (row.network_short, search_key)):
            if said is not None and found is None:
                found = self.known.networks.get(fold(said.text))
        if found is None and row.network is None and row.network_short is None:
            found = self.known.networks.get(search_key(name.text))  # a file that names networks by their number only
        key = f"network:{found.pk}" if found else f"network:{search_key(name.text)}"
        wish = self.networks.get(key)
        if wish is None:
            short = row.network_short.text if row.network_short and row.network else ""
            kind = row.network_kind.code if row.network_kind else ""
            wish = self.networks[key] = NetworkWish(key, name.text[:250], short[:60], kind, found)
        return wish

    def _actor(self, row: SeatRow) -> ActorWish | None:
        name = row.organisation or row.organisation_short or row.organisation_id
        if name is None:
            return None
        folded = actor_key(name.text)
        key = f"actor:{row.organisation_id.text}" if row.organisation_id else f"actor:{folded}"
        if key not in self.actors:
            self.actors[key] = self._find_actor(key, folded, name, row)
        wish = self.actors[key]
        self._say(wish, row)
        return wish

    def _find_actor(self, key: str, folded: str, name: Value, row: SeatRow) -> ActorWish:
        wish = ActorWish(key, name.text[:250], name.cell.place)
        decided = self.decisions.get(key, "")
        by_id = self.known.actors.get(row.organisation_id.text) if row.organisation_id else None
        wish.row = by_id or self.known.actors.get(folded)
        if wish.row is not None or decided == AS_NEW:
            return wish
        if decided == SKIP:
            wish.skipped = True
            near = self.names.like(folded)
            wish.row = self.known.actors.get(near.other) if near else None
            return wish
        if decided.startswith(f"{SAME_AS}:"):
            wish.row = self.known.actors.get(decided.partition(":")[2])
            if wish.row is not None:
                return wish
        pair = self.names.like(folded)
        if pair is None:
            return wish
        other = self.known.actors.get(pair.other)
        if other is None:
            return wish
        question = _("Ist „%(one)s“ dieselbe Organisation wie „%(other)s“? (%(reason)s)")
        item = Item(key, "actor", UNCLEAR, wish.name, wish.place)
        item.question = question % {"one": wish.name, "other": other.name, "reason": pair.reason}
        item.choices = [
            (f"{SAME_AS}:{other.uid}", _("ja, dieselbe")),
            (AS_NEW, _("nein, eine neue")),
            (SKIP, _("nicht einlesen")),
        ]
        self.plan.items.append(item)
        wish.skipped = True
        return wish

    def _say(self, wish: ActorWish, row: SeatRow) -> None:
        """Collect what this row says of the organisation; the first word for each thing counts."""
        said = wish.values
        for name, value in (
            ("street", row.street),
            ("postcode", row.postcode),
            ("town", row.town),
            ("website", row.website),
        ):
            if value is not None and value.text:
                said.setdefault(name, value.text[:200])
        if row.organisation_short is not None and row.organisation is not None:
            said.setdefault("short_names", row.organisation_short.text[:250])
        if row.organisation_kind is not None:
            self._listed(said, "kind", row.organisation_kind.text, self.known.kinds, _("Art"))
        place = row.ags or row.municipality
        if place is not None:
            self._listed(
                said, "municipality", place.text, self.known.municipalities, _("Kommune"), fold=row.ags is None
            )
        for value in row.fields_of_action:
            found = self.known.fields.get(search_key(value.text))
            if found is None:
                self.unknown_words[(_("Handlungsfeld"), value.text)] += 1
            elif row.organisation is not None and row.network is None:
                wish.fields.add(found.pk)
        ways = [("email", value) for value in row.organisation_emails] + [
            ("phone", value) for value in row.organisation_phones
        ]
        if row.person is None and not row.is_vacant:
            ways += [("email", v) for v in row.emails] + [("phone", v) for v in row.phones]
            ways += [("mobile", v) for v in row.mobiles] + [("fax", v) for v in row.faxes]
        for kind, value in ways:
            if (kind, value.text[:254]) not in wish.channels:
                wish.channels.append((kind, value.text[:254]))

    def _listed(
        self, said: dict[str, Any], name: str, text: str, words: Mapping[str, Any], label: str, *, fold: bool = True
    ) -> None:
        found = words.get(search_key(text) if fold else text)
        if found is None:
            self.unknown_words[(label, text)] += 1
        else:
            said.setdefault(name, found)

    def _person(
        self,
        row: SeatRow,
        actor: ActorWish,
        said: PersonValue | None,
        emails: Iterable[Value],
        phones: Iterable[Value],
        mobiles: Iterable[Value],
        faxes: Iterable[Value],
    ) -> PersonWish | None:
        if said is None or not said.last_name:
            return None
        key = (actor.key, person_key(said.first_name, said.last_name))
        wish = self.people.get(key)
        if wish is None:
            wish = self.people[key] = PersonWish(actor, said, place=said.cell.place)
            wish.row = self._known_person(row, wish, emails)
        if row.person_function is not None and said is row.person:
            wish.function = wish.function or row.person_function.text[:150]
        for kind, values in (("email", emails), ("phone", phones), ("mobile", mobiles), ("fax", faxes)):
            for value in values:
                if (kind, value.text[:254]) not in wish.channels:
                    wish.channels.append((kind, value.text[:254]))
        return wish

    def _known_person(self, row: SeatRow, wish: PersonWish, emails: Iterable[Value]) -> Person | None:
        """By our own number, else the same name in the same organisation (a shared mail address decides between namesakes)."""
        number = (
            row.person_id.text.removeprefix("kreisnetz-person-") if row.person_id and wish.said is row.person else ""
        )
        if number.isascii() and number.isdigit():
            found = self.known.people_by_number.get(int(number))
            if found is not None and found.person_key == wish.key:
                return found
        if wish.actor.row is None:
            return None
        same = [person for person in self.known.people[wish.actor.row.pk] if person.person_key == wish.key]
        if len(same) > 1:
            mine = {email_key(value.text) for value in emails}
            same = [person for person in same if emails_of(person) & mine]
        if not same and not wish.said.first_name:
            named = [
                p
                for p in self.known.people[wish.actor.row.pk]
                if search_key(p.last_name) == search_key(wish.said.last_name)
            ]
            same = named if len(named) == 1 else []
        return same[0] if len(same) == 1 else None

    def _spells(self) -> None:
        """Rows of several snapshots become seats with days: held from the first snapshot that has them to the last in a row."""
        days: dict[str, set[date]] = defaultdict(set)
        groups: dict[tuple[str, str, str], list[SeatWish]] = defaultdict(list)
        for wish in self.plan.seats:
            if wish.said.snapshot is not None:
                days[wish.network.key].add(wish.said.snapshot.day)
                groups[(wish.network.key, wish.actor.key, wish.person.key if wish.person else "")].append(wish)
        gone: set[int] = set()
        for (network, _actor, _person), wishes in groups.items():
            order = {day: number for number, day in enumerate(sorted(days[network]))}
            if len(order) < 2:
                continue
            first: SeatWish | None = None
            before = -2
            for wish in sorted(wishes, key=lambda one: order[one.said.snapshot.day]):  # type: ignore[union-attr]
                day = wish.said.snapshot.day  # type: ignore[union-attr]
                here = order[day]
                if first is not None and here <= before + 1:
                    gone.add(id(wish))
                else:
                    first = wish
                since = (first.span or (day if here else None,))[0]
                first.span = (since, None if here == len(order) - 1 else day)
                before = here
        self.plan.seats = [wish for wish in self.plan.seats if id(wish) not in gone]

    def _match_seats(self) -> None:
        """Every seat of the file to one of the register: the same person, else the same kind of seat, else the only one left."""
        groups: dict[tuple[int, int], list[SeatWish]] = defaultdict(list)
        for wish in self.plan.seats:
            if wish.network.row is not None and wish.actor.row is not None and not wish.actor.skipped:
                groups[(wish.network.row.pk, wish.actor.row.pk)].append(wish)
        for key, wishes in groups.items():
            free = list(self.known.seats.get(key, ()))
            for fits in (same_span_and_person, same_person, both_without_person):
                for wish in wishes:
                    if wish.row is None:
                        wish.row = next((seat for seat in free if fits(wish, seat)), None)
                        if wish.row is not None:
                            free.remove(wish.row)
            rest = [wish for wish in wishes if wish.row is None]
            living = [seat for seat in free if seat.until is None]
            if len(rest) == 1 and len(living) == 1 and rest[0].until is None:
                rest[0].row = living[0]

    def _missing(self) -> None:
        """Seats of networks whose list is complete in the file, and that are not in it."""
        matched = {wish.row.pk for wish in self.plan.seats if wish.row is not None}
        # Nobody is taken for missing who may be the one that was left out.
        left_out = {wish.row.pk for wish in self.actors.values() if wish.skipped and wish.row is not None}
        for network in self.networks.values():
            if network.row is None or self.decisions.get(f"complete:{network.key}") != "yes":
                continue
            day = self._stand(network)
            for (network_pk, actor_pk), seats in self.known.seats.items():
                if network_pk != network.row.pk or actor_pk in left_out:
                    continue
                for seat in seats:
                    if seat.pk not in matched and (seat.until is None or seat.until > day):
                        self.plan.ends.append((seat, day))

    def _stand(self, network: NetworkWish) -> date:
        days = [w.said.snapshot.day for w in self.plan.seats if w.network is network and w.said.snapshot]
        return max(days, default=self.today)

    def _lines(self) -> None:
        for network in self.networks.values():
            verb = SAME if network.row else NEW
            self.plan.items.append(Item(network.key, "network", verb, network.name))
        asked = {item.key for item in self.plan.items if item.verb == UNCLEAR}
        for actor in self.actors.values():
            if actor.key not in asked and not actor.skipped:
                self._actor_line(actor)
        seen: set[int] = set()
        for seat in self.plan.seats:
            if not seat.actor.skipped and self.decisions.get(seat.key) != SKIP:
                self._seat_line(seat, seen)
        actors = {row.pk: row.name for row in self.known.actors.values()}
        for row, day in self.plan.ends:
            title = f"{actors.get(row.actor_id, '')} – {next(n.name for n in self.networks.values() if n.row and n.row.pk == row.network_id)}"
            details = [(_("bis"), "", f"{day:%d.%m.%Y}")]
            self.plan.items.append(Item(f"end:{row.pk}", "seat", ENDED, title, _("fehlt in der Datei"), details))

    def _actor_line(self, actor: ActorWish) -> None:
        if actor.row is None:
            self.plan.items.append(Item(actor.key, "actor", NEW, actor.name, actor.place))
            return
        row = actor.row
        changed: dict[str, Any] = {}
        details: list[Detail] = []
        for name, value in actor.values.items():
            old = getattr(row, name)
            if old != value:
                changed[name] = value
                details.append((str(Actor._meta.get_field(name).verbose_name), str(old or ""), str(value)))  # type: ignore[union-attr]
        there = {channel_key(channel.kind, channel.value) for channel in row.channels.all()}
        actor.channels = [way for way in actor.channels if channel_key(*way) not in there]
        details += [(str(ContactChannel.Kind(kind).label), "", value) for kind, value in actor.channels]
        actor.fields -= self.known.actor_fields[row.pk]
        if actor.fields:
            names = [found.name for found in self.known.fields.values() if found.pk in actor.fields]
            details.append((_("Handlungsfelder"), "", ", ".join(sorted(set(names)))))
        actor.values = changed
        verb = CHANGED if details else SAME
        self.plan.items.append(Item(actor.key, "actor", verb, row.name, actor.place, details))

    def _seat_line(self, seat: SeatWish, seen: set[int]) -> None:
        title = f"{seat.actor.row.name if seat.actor.row else seat.actor.name} – {seat.network.name}"
        place = seat.said.cell.place
        if seat.row is None:
            who = seat.person.said.text if seat.person else _("unbesetzt") if seat.said.is_vacant else ""
            details = [(_("Person"), "", who)] if who else []
            details += [
                (label, "", new) for label, _old, new in differences(seat, None, self.today) if label != _("Person")
            ]
            self.plan.items.append(Item(seat.key, "seat", NEW, title, place, details))
            return
        if seat.row.pk in seen:
            return
        seen.add(seat.row.pk)
        details = differences(seat, seat.row, self.today)
        extra = person_details(seat.person)
        ended = "until" in seat.values and seat.row.until is None
        verb = ENDED if ended else CHANGED if details or extra else SAME
        self.plan.items.append(Item(seat.key, "seat", verb, title, place, details + extra))
