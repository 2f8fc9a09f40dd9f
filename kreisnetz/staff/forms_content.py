"""Between the event's form and the room: what was typed becomes a Content, an event becomes what stands in the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django import forms

from kreisnetz.events.editing import Capacity, Content, PartLine, Span, capacity_of
from kreisnetz.events.models import Event
from kreisnetz.events.models.event import BERLIN
from kreisnetz.register.models import StakeholderGroup
from kreisnetz.staff.forms_dates import end_of, moment
from kreisnetz.staff.forms_event import EventForm, VenueForm, WhenForm, when_of

# Columns of the event that stand in the form under the same name.
SAME_NAME = (
    "title",
    "subtitle",
    "kind",
    "description",
    "programme",
    "audience",
    "audience_note",
    "is_free",
    "fee",
    "registration_open",
    "external_registration_url",
    "double_opt_in",
    "waiting_list",
    "offer_hours",
    "max_party",
    "catering",
    "ask_access_needs",
    "ask_group",
    "languages",
    "plain_language",
    "sign_language_url",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_fax",
    "attended_estimate",
)


@dataclass
class Filled:
    """What stands in the form when it is opened."""

    values: dict[str, Any] = field(default_factory=dict)
    parts: list[dict[str, Any]] = field(default_factory=list)
    dates: list[dict[str, Any]] = field(default_factory=list)


def content_of(form: EventForm, part_rows: forms.BaseFormSet, date_rows: forms.BaseFormSet | None) -> Content:
    """A checked form as the room takes it. Without date_rows, time and place stay as they are."""
    data = form.cleaned_data
    values: dict[str, object] = {name: data[name] for name in SAME_NAME}
    values["description"] = _newlines(data["description"])
    values["programme"] = _newlines(data["programme"])
    values["plain_language"] = _newlines(data["plain_language"])
    values["series"] = data["series"]
    values["registration_opens_at"] = moment(data["registration_opens_on"]) if data["registration_opens_on"] else None
    values["deadline_at"] = deadline_of(data)
    when = when_content(form, date_rows) if date_rows is not None else Content()
    groups = {group: data[f"group_{group}"] for group in StakeholderGroup.values if data[f"group_{group}"]}
    return Content(
        values={**values, **when.values},
        dates=when.dates,
        parts=tuple(_part_lines(part_rows)),
        menu=data["menu"] if data["catering"] or data["menu"] else (),
        fields_of_action=tuple(data["fields_of_action"]),
        capacity=Capacity(data["seats"], groups),
        new_venue=when.new_venue,
        new_series=data["new_series"],
    )


def when_content(form: WhenForm | VenueForm, date_rows: forms.BaseFormSet | None) -> Content:
    """Only time and place."""
    data = form.cleaned_data
    starts_at, ends_at = when_of(data)
    doors = data.get("doors_time")
    values = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "all_day": bool(data["all_day"]),
        "doors_at": moment(data["starts_on"], doors) if doors and not data["all_day"] else None,
        "venue": data["venue"],
        "online_url": data["online_url"],
    }
    dates = None if date_rows is None else tuple(_spans(date_rows))
    return Content(values=values, dates=dates, new_venue=form.new_venue())


def deadline_of(data: Mapping[str, Any]) -> datetime | None:
    if not data["deadline_on"]:
        return None
    return moment(data["deadline_on"], data["deadline_time"]) if data["deadline_time"] else end_of(data["deadline_on"])


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _part_lines(rows: forms.BaseFormSet) -> Iterable[PartLine]:
    for row in rows:
        data = row.cleaned_data
        if data.get("name"):
            yield PartLine(data["role"], data["name"], data["function"], data["is_controller"])


def _spans(rows: forms.BaseFormSet) -> Iterable[Span]:
    for row in rows:
        data = row.cleaned_data
        day = data.get("starts_on")
        if day:
            end = data.get("ends_time")
            yield Span(moment(day, data.get("starts_time")), moment(day, end) if end else None)


def filled_from_event(event: Event, *, as_template: bool = False) -> Filled:
    """The form of an existing event; as_template: for the next one of its kind, so without days."""
    values: dict[str, Any] = {name: getattr(event, name) for name in SAME_NAME}
    values |= {"series": event.series_id, "fields_of_action": [f.pk for f in event.fields_of_action.all()]}
    values["menu"] = [choice.name for choice in event.menu.all()]
    capacity = capacity_of(event)
    values["seats"] = capacity.seats
    values |= {f"group_{group}": n for group, n in capacity.groups.items()}
    values |= filled_when(event)
    parts = [
        {"role": p.role, "name": p.name, "function": p.function, "is_controller": p.is_controller}
        for p in event.parts.all()
    ]
    if as_template:
        for name in ("starts_on", "ends_on", "deadline_on", "registration_opens_on", "attended_estimate", "subtitle"):
            values[name] = None
        return Filled(values, [part for part in parts if part["role"] == "host"], [])
    return Filled(values, parts, filled_dates(event))


def filled_when(event: Event) -> dict[str, Any]:
    """Time, place and deadlines as they stand in the form."""
    values: dict[str, Any] = {"starts_on": event.starts_on, "all_day": event.all_day, "venue": event.venue_id}
    values["ends_on"] = event.ends_on if event.ends_on != event.starts_on else None
    values["starts_time"] = None if event.all_day else _clock(event.starts_at)
    values["ends_time"] = None if event.all_day else _clock(event.ends_at)
    values["doors_time"] = _clock(event.doors_at)
    values["online_url"] = event.online_url
    opens, deadline = event.registration_opens_at, event.deadline_at
    values["registration_opens_on"] = opens.astimezone(BERLIN).date() if opens else None
    values["deadline_on"] = deadline.astimezone(BERLIN).date() if deadline else None
    end_of_day = deadline is None or deadline == end_of(values["deadline_on"])
    values["deadline_time"] = None if end_of_day else _clock(deadline)
    return values


def filled_dates(event: Event) -> list[dict[str, Any]]:
    return [
        {
            "starts_on": row.starts_at.astimezone(BERLIN).date(),
            "starts_time": None if event.all_day else _clock(row.starts_at),
            "ends_time": _clock(row.ends_at),
        }
        for row in event.dates.all()
    ]


def _clock(at: datetime | None) -> time | None:
    return at.astimezone(BERLIN).time() if at else None
