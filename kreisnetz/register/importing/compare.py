"""A seat of the file beside a seat of the register: whether they are the same, and what differs, in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kreisnetz.core.names import email_key
from kreisnetz.register.importing.wishes import Detail, PersonWish, SeatWish
from kreisnetz.register.models import ContactChannel, Membership


def same_person(wish: SeatWish, seat: Membership) -> bool:
    return wish.person is not None and wish.person.row is not None and seat.person_id == wish.person.row.pk


def same_span_and_person(wish: SeatWish, seat: Membership) -> bool:
    """The same organisation may have held a seat more than once: then the days decide."""
    same_who = same_person(wish, seat) or (wish.person is None and seat.person_id is None)
    since = wish.since
    return same_who and since is not None and since == seat.since


def both_without_person(wish: SeatWish, seat: Membership) -> bool:
    if wish.person is not None or seat.person_id is not None or wish.said.is_vacant != seat.is_vacant:
        return False
    since = wish.since
    return since is None or seat.since is None or since == seat.since


def differences(wish: SeatWish, seat: Membership | None, today: date) -> list[Detail]:
    """Sets wish.values (fields of Membership but persons) and tells them in words."""
    said, values, details = wish.said, wish.values, []

    def note(name: str, label: str, new: Any, words: Callable[[Any], str] = str) -> None:
        old = getattr(seat, name) if seat is not None else None
        if new is not None and new != old:
            values[name] = new
            details.append((label, words(old) if old not in (None, "") else "", words(new)))

    day = "{:%d.%m.%Y}".format
    if wish.since is not None:
        note("since", _("seit"), wish.since, day)
        if "since" in values or seat is None:
            values["since_precision"] = str(said.since.precision) if said.since else "day"
    if wish.until is not None:
        note("until", _("bis"), wish.until, day)
        if "until" in values:
            values["until_precision"] = str(said.until.precision) if said.until else "day"
    elif said.ended_hint is not None and (seat is None or seat.until is None):
        note("until", _("bis"), said.snapshot.day if said.snapshot else today, day)
    if said.stakeholder_group is not None and said.stakeholder_group.code:
        note("group", _("Gruppe am Tisch"), said.stakeholder_group.code)
    if said.role is not None:
        if said.role.code:
            note("role", _("Rolle"), said.role.code)
        else:
            note("role_note", _("Rolle in eigenen Worten"), said.role.text[:120])
    if said.is_unsure:
        note("sureness", _("Wie sicher?"), Membership.Sureness.UNSURE.value)
    if said.note is not None and said.note.text:
        note("note", _("Notiz"), said.note.text[:300])
    details += _who(wish, seat)
    return details


def _who(wish: SeatWish, seat: Membership | None) -> list[Detail]:
    """Changes of the person and the deputy, in words; the rows themselves are set when the plan is applied."""
    details: list[Detail] = []
    if seat is None:
        return details
    if wish.person is not None and (wish.person.row is None or wish.person.row.pk != seat.person_id):
        details.append((_("Person"), str(seat.person or ""), wish.person.said.text))
    elif wish.person is None and wish.said.is_vacant and not seat.is_vacant:
        details.append((_("Person"), str(seat.person or ""), _("unbesetzt")))
    if wish.deputy is not None and (wish.deputy.row is None or wish.deputy.row.pk != seat.deputy_id):
        details.append((_("Vertretung"), str(seat.deputy or ""), wish.deputy.said.text))
    return details


def person_details(wish: PersonWish | None) -> list[Detail]:
    """New ways to reach somebody who is known; what is there already is not told again."""
    if wish is None or wish.row is None:
        return []
    there = {channel_key(channel.kind, channel.value) for channel in wish.row.channels.all()}
    wish.channels = [way for way in wish.channels if channel_key(*way) not in there]
    details = [(str(ContactChannel.Kind(kind).label), "", value) for kind, value in wish.channels]
    if wish.function and wish.function != wish.row.function:
        details.append((_("Funktion"), wish.row.function, wish.function))
    return details


def channel_key(kind: str, value: str) -> str:
    return email_key(value) if kind == "email" else "".join(c for c in value if c.isdigit())
