"""What the announcement reader found, laid into the event's form: each field with the words it was read from.

Nothing is decided here: what is doubtful is shown beside the field and stays the clerk's matter.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from kreisnetz.core.names import search_key
from kreisnetz.events.announcement.proposal import Doubt, Found, Proposal, Span, Status, Sure, When
from kreisnetz.events.models import Event, Part, Series, Venue
from kreisnetz.events.models.event import BERLIN
from kreisnetz.register.models import Municipality
from kreisnetz.staff.forms_content import Filled

_KINDS = {
    Event.Kind.CONFERENCE: ("tagung", "konferenz", "fachtag", "kongress", "symposium", "forum"),
    Event.Kind.WORKSHOP: ("workshop", "werkstatt", "seminar"),
    Event.Kind.COURSE: ("kurs", "lehrgang", "schulung", "fortbildung"),
    Event.Kind.TALK: ("vortrag", "lesung", "podium", "diskussion"),
    Event.Kind.CONSULTATION: ("sprechstunde", "beratung", "sprechtag"),
    Event.Kind.MEETING: ("sitzung", "treffen", "austausch", "runder tisch", "arbeitskreis", "versammlung"),
    Event.Kind.FAIR: ("messe", "markt", "börse", "fest"),
}
_AUDIENCES = {
    Event.Audience.EVERYONE: ("buerger", "alle interessierten", "oeffentlich", "jede"),
    Event.Audience.PROFESSIONALS: ("fachkraeft", "fachleute", "fachpublikum", "paedagog"),
    Event.Audience.FAMILIES: ("famili", "eltern", "muetter", "vaeter"),
    Event.Audience.YOUTH: ("jugend", "schueler", "junge menschen"),
    Event.Audience.SENIORS: ("senior", "aeltere"),
    Event.Audience.VOLUNTEERS: ("ehrenamt", "freiwillig"),
    Event.Audience.POLITICS: ("politik", "verwaltung", "mandat"),
}


_LOOKS_LIKE_HTML = re.compile(r"</(?:p|div|body|html|h[1-6]|table|ul|span)\s*>|<br\s*/?>", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"<(script|style|head|nav|noscript|template|svg|select)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_LINE_END = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/tr|/section|/article)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"""<[^<>]*>|<[a-zA-Z/][^<>]*$|^[^<>]*["']\s*>""")


@dataclass
class Reading:
    """Where one field was read: the numbers of its marks in the text, and what is doubtful about it."""

    spans: list[Span] = field(default_factory=list)
    sure: str = Sure.CERTAIN
    numbers: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubts) or self.sure == Sure.DOUBTFUL


@dataclass(frozen=True)
class Segment:
    """A stretch of the announcement: plain, or marked with the fields it was read into.

    starts: numbers of the marks that begin here; ends: number and field of the marks that end here.
    """

    text: str
    fields: str = ""
    starts: tuple[int, ...] = ()
    ends: tuple[tuple[int, str], ...] = ()


@dataclass
class Read(Filled):
    """A form filled from an announcement."""

    readings: dict[str, Reading] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def put(self, name: str, found: Found[Any] | None, value: object = None) -> None:
        """Into the form goes the value (or the found one); the field remembers where it was read."""
        if found is None:
            return
        self.values[name] = found.value if value is None else value
        self.note(name, found)

    def note(self, name: str, found: Found[Any]) -> None:
        reading = self.readings.setdefault(name, Reading())
        reading.spans.extend(span for span in found.spans if span not in reading.spans)
        if found.sure == Sure.DOUBTFUL:
            reading.sure = found.sure


def filled_from_proposal(proposal: Proposal, text: str) -> Read:
    """The form as read from the text."""
    read = Read()
    read.put("title", _cut(proposal.title, 250))
    read.put("subtitle", _cut(proposal.subtitle, 300))
    read.put("description", _cut(proposal.description, 20000))
    kind = _matching(proposal.kind, _KINDS)
    if kind:
        read.put("kind", proposal.kind, kind)
    _fill_dates(read, proposal)
    _fill_series(read, proposal)
    _fill_venue(read, proposal)
    _fill_parts(read, proposal)
    _fill_audience_and_fee(read, proposal)
    _fill_registration(read, proposal)
    _fill_doubts(read, proposal)
    _number(read)
    read.segments = _segments(read, text)
    return read


def _cut(found: Found[str] | None, length: int) -> Found[str] | None:
    return Found(found.value[:length], found.spans, found.sure) if found else None


def _matching(found: Found[str] | None, words: dict[Any, tuple[str, ...]]) -> str:
    text = search_key(found.value) if found else ""
    return next((str(value) for value, stems in words.items() if any(stem in text for stem in stems)), "")


def _row(when: When) -> dict[str, Any]:
    return {"starts_on": when.start_on, "starts_time": when.start_at, "ends_time": when.end_at}


def _fill_dates(read: Read, proposal: Proposal) -> None:
    if not proposal.dates:
        return
    first, further = proposal.dates[0], proposal.dates[1:]
    for name, value in (
        ("starts_on", first.value.start_on),
        ("starts_time", first.value.start_at),
        ("ends_time", first.value.end_at),
        ("ends_on", first.value.end_on if first.value.end_on != first.value.start_on else None),
        ("all_day", first.value.all_day or first.value.start_at is None or None),
    ):
        if value is not None:
            read.put(name, first, value)
    read.put("doors_time", proposal.doors)
    read.dates = [_row(found.value) for found in further]
    for index, found in enumerate(further):
        read.note(f"tage-{index}-starts_on", found)


def _fill_series(read: Read, proposal: Proposal) -> None:
    found = proposal.series.name
    if found is None or found.sure == Sure.DOUBTFUL:
        return
    key = search_key(found.value)
    known = next((s for s in Series.objects.all() if _same_words(search_key(s.name), key)), None)
    if known:
        read.put("series", found, known.pk)
    else:
        read.put("new_series", _cut(found, 200))


def _same_words(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or one in other or other in one)


def _fill_venue(read: Read, proposal: Proposal) -> None:
    place = proposal.place
    parts = {"name": place.name, "street": place.street, "postcode": place.postcode, "town": place.town}
    found_parts = [found for found in parts.values() if found]
    known = _known_venue({name: found.value if found else "" for name, found in parts.items()})
    if known:
        for found in found_parts:
            read.put("venue", found, known.pk)
        return
    for name, found in parts.items():
        read.put(f"venue_{name}", _cut(found, 200 if name in {"name", "street"} else 100))
    if place.name is None and place.street is not None:
        read.put("venue_name", place.street)
    if place.town:
        key = search_key(place.town.value)
        match = next((m for m in Municipality.objects.all() if search_key(m.name) == key), None)
        if match:
            read.put("venue_municipality", place.town, match.pk)


def _known_venue(parts: dict[str, str]) -> Venue | None:
    """A venue with the same name (and no other town), or at the same street and postcode."""
    name, street, town = search_key(parts["name"]), _street_key(parts["street"]), search_key(parts["town"])
    for venue in Venue.objects.all():
        same_town = not town or not venue.town or search_key(venue.town) == town
        if name and search_key(venue.name) == name and same_town:
            return venue
        if street and _street_key(venue.street) == street and venue.postcode == parts["postcode"]:
            return venue
    return None


def _street_key(street: str) -> str:
    return search_key(street).replace("strasse", "str").replace(" ", "")


def _fill_parts(read: Read, proposal: Proposal) -> None:
    for host in proposal.hosts:
        read.note(f"personen-{len(read.parts)}-name", host)
        read.parts.append({"role": Part.Role.HOST, "name": host.value[:200], "is_controller": True})
    for speaker in proposal.speakers:
        moderates = "moderat" in search_key(speaker.value.role)
        role = Part.Role.MODERATOR if moderates else Part.Role.SPEAKER
        read.note(f"personen-{len(read.parts)}-name", speaker)
        read.parts.append({"role": role, "name": speaker.value.name[:200], "function": speaker.value.role[:200]})


def _fill_audience_and_fee(read: Read, proposal: Proposal) -> None:
    read.put("audience_note", _cut(proposal.audience, 300))
    audience = _matching(proposal.audience, _AUDIENCES)
    if audience:
        read.put("audience", proposal.audience, audience)
    fee = proposal.fee
    if fee is None:
        return
    key = search_key(fee.value)
    if "frei" in key and not any(c.isdigit() for c in key):
        read.put("is_free", fee, True)
    else:
        read.values["is_free"] = False
        read.put("fee", _cut(fee, 200))


def _fill_registration(read: Read, proposal: Proposal) -> None:
    found = proposal.registration
    read.put("contact_email", found.email)
    read.put("contact_phone", _cut(found.phone, 60))
    read.put("contact_fax", _cut(found.fax, 60))
    read.put("external_registration_url", _cut(found.url, 200))
    contacts = [one for one in (found.email, found.phone, found.fax) if one]
    wanted = found.required.value if found.required else bool(contacts)
    read.values["registration_open"] = wanted and not found.url
    if found.required:
        read.note("registration_open", found.required)
    if found.deadline:
        at = found.deadline.value
        read.put("deadline_on", found.deadline, at.date() if isinstance(at, datetime) else at)
        if isinstance(at, datetime):
            read.put("deadline_time", found.deadline, at.time())
    read.put("seats", proposal.capacity)
    if proposal.catering:
        read.put("catering", proposal.catering, True)


def _fill_doubts(read: Read, proposal: Proposal) -> None:
    """All doubts on top; each also beside the fields that were read from the same words."""
    read.doubts = [doubt.text for doubt in proposal.warnings]
    for doubt in proposal.warnings:
        for reading in _touched(read, doubt):
            reading.doubts.append(doubt.text)
    said = {
        Status.CANCELLED: _(
            "Der Text sagt: abgesagt. Gibt es den Termin hier schon, sagen Sie ihn auf seiner Seite ab."
        ),
        Status.MOVED: _("Der Text sagt: verlegt. Gibt es den Termin hier schon, verlegen Sie ihn auf seiner Seite."),
        Status.POSTPONED: _(
            "Der Text sagt: verschoben. Gibt es den Termin hier schon, ändern Sie ihn auf seiner Seite."
        ),
    }.get(proposal.status.value)
    if said:
        read.doubts.insert(0, said)
    if not proposal.is_event.value:
        read.doubts.insert(0, _("Das sieht nicht nach der Ankündigung eines Termins aus. Bitte prüfen Sie jedes Feld."))


def past_warning(day: date | None, *, now: datetime) -> str:
    """A sentence when the event is over; it may be published all the same."""
    if day is None or day >= now.astimezone(BERLIN).date():
        return ""
    return _(
        "Der Termin liegt in der Vergangenheit. Sie können ihn trotzdem veröffentlichen, zum Beispiel fürs Archiv."
    )


def _touched(read: Read, doubt: Doubt) -> Iterable[Reading]:
    for name, reading in read.readings.items():
        if name == "description" or name.startswith("venue_municipality"):
            continue
        if any(a.start < b.end and b.start < a.end for a in reading.spans for b in doubt.spans):
            yield reading


def _places(read: Read) -> dict[tuple[int, int], int]:
    """All marked stretches, numbered in the order of the text. The description is long: it gets no mark."""
    spans = (span for name, reading in read.readings.items() if name != "description" for span in reading.spans)
    places = sorted({(span.start, span.end) for span in spans if span.start < span.end})
    return {place: number for number, place in enumerate(places, start=1)}


def _number(read: Read) -> None:
    places = _places(read)
    for reading in read.readings.values():
        reading.numbers = sorted({places[at] for span in reading.spans if (at := (span.start, span.end)) in places})


def _segments(read: Read, text: str) -> list[Segment]:
    """The text cut at every border of a mark."""
    places = _places(read)
    is_html = bool(_LOOKS_LIKE_HTML.search(text[:20_000]))
    marks: dict[tuple[int, int], list[str]] = {}
    for name, reading in read.readings.items():
        for span in reading.spans:
            if (span.start, span.end) in places and name != "description":
                marks.setdefault((span.start, span.end), []).append(name)
    borders = sorted({0, len(text), *(start for start, _end in marks), *(min(end, len(text)) for _start, end in marks)})
    segments = []
    for start, end in pairwise(borders):
        covering = [place for place in marks if place[0] <= start and end <= place[1]]
        names = dict.fromkeys(name for place in covering for name in marks[place])
        segments.append(
            Segment(
                text=_shown(text[start:end], is_html=is_html),
                fields=" ".join(names),
                starts=tuple(places[place] for place in covering if place[0] == start),
                ends=tuple((places[place], marks[place][0]) for place in covering if place[1] == end),
            )
        )
    return segments


def _shown(piece: str, *, is_html: bool) -> str:
    """A stretch of the text for the eye: of a web page only the words, even where a mark lies inside a tag."""
    if not is_html:
        return piece
    words = re.sub(r"\s+", " ", _NOT_SHOWN.sub(" ", piece))
    return html.unescape(_TAG.sub("", _LINE_END.sub("\n", words)))
