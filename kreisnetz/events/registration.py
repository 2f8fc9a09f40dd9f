"""The only door to a seat: register, confirm, change, cancel, erase; the same for web, mail, fax, phone and letter.

Every function locks the event first (events.seats), so that seats, quotas and the waiting list change one after the other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core import audit
from kreisnetz.core.models import OutgoingMessage, User
from kreisnetz.core.names import email_key, person_key, tidy
from kreisnetz.events import notices, seats, waiting_list
from kreisnetz.events.models import AccessNeeds, Event, Participant, Registration

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
OFFICE_MAX_PARTY = 200


class Refusal(models.TextChoices):
    """Why a wish cannot be fulfilled, as a sentence that says what to do."""

    NOT_HERE = "not_here", _("Für diesen Termin ist keine Anmeldung auf dieser Seite vorgesehen.")
    CANCELLED = "cancelled", _("Der Termin ist abgesagt. Eine Anmeldung ist nicht mehr möglich.")
    POSTPONED = "postponed", _("Der Termin ist verschoben. Bitte melden Sie sich an, sobald der neue Tag feststeht.")
    NOT_YET = "not_yet", _("Die Anmeldung ist noch nicht geöffnet.")
    DEADLINE = "deadline", _("Der Anmeldeschluss ist vorbei. Bitte fragen Sie bei der Geschäftsstelle nach.")
    BEGUN = "begun", _("Der Termin hat schon begonnen oder ist vorbei.")
    FULL = "full", _("Alle Plätze sind vergeben, und es gibt keine Warteliste.")
    TOO_MANY = "too_many", _("So viele Personen können nicht auf einmal angemeldet werden.")
    NO_NAME = "no_name", _("Bitte geben Sie einen Namen an.")
    NO_CHANNEL = "no_channel", _("Bitte geben Sie an, wie wir Sie erreichen: E-Mail, Telefon, Fax oder Anschrift.")
    ALREADY = "already", _("Für diesen Namen und diese E-Mail-Adresse gibt es schon eine Anmeldung.")
    NO_SEATS = "no_seats", _("So viele Plätze sind nicht mehr frei. Ihre Anmeldung bleibt, wie sie war.")
    ENDED = "ended", _("Diese Anmeldung ist schon abgemeldet oder verfallen.")
    OFFER_GONE = "offer_gone", _("Die Frist für diesen Platz ist abgelaufen.")


class RegistrationRefused(ValueError):
    """Carries the refusal; nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal

    @property
    def sentence(self) -> str:
        return str(self.refusal.label)


@dataclass(frozen=True)
class Attendee:
    """One person who comes; an empty name means: named later."""

    first_name: str = ""
    last_name: str = ""
    menu_choice_id: int | None = None


@dataclass(frozen=True)
class Needs:
    """Support asked for, given with consent."""

    needs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Application:
    """What somebody asks for, however it arrived. People beyond `people` are companions to be named later.

    answer_by None leaves the office's choice as it is: people cannot see it on their own page.
    """

    last_name: str
    first_name: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    fax: str = ""
    postal_address: str = ""
    group: str = ""
    people: tuple[Attendee, ...] = ()
    n_seats: int = 1
    access_needs: Needs | None = None
    remarks: str = ""
    language: str = "de"
    form_key: str | None = None
    source: str = ""
    answer_by: str | None = None

    @property
    def person_key(self) -> str:
        """Who this is, for recognising a second sign-up; empty without e-mail."""
        return f"{email_key(self.email)}|{person_key(self.first_name, self.last_name)}" if self.email else ""


@dataclass(frozen=True)
class Outcome:
    """The registration that stands now; already: it (or one by the same person) stood before."""

    registration: Registration
    already: bool


def refusal(event: Event, *, now: datetime, by: User | None = None) -> Refusal | None:
    """Why nobody (by=None: of the public) can register now; None when it is open. Seats are not looked at."""
    if event.status == Event.Status.CANCELLED:
        return Refusal.CANCELLED
    if event.status == Event.Status.POSTPONED:
        return Refusal.POSTPONED
    if event.is_over(now=now):
        return Refusal.BEGUN
    if by is not None:
        return None
    if not event.registration_open or not event.is_public:
        return Refusal.NOT_HERE
    if event.has_begun(now=now):
        return Refusal.BEGUN
    if event.registration_opens_at and now < event.registration_opens_at:
        return Refusal.NOT_YET
    if event.deadline_at and now > event.deadline_at:
        return Refusal.DEADLINE
    return None


@transaction.atomic
def register(event: Event, application: Application, *, channel: str, now: datetime, by: User | None = None) -> Outcome:
    """Give seats or a place on the waiting list and queue the answer.

    by: the office, which may go past the deadline but never past the seats. Raises RegistrationRefused.
    """
    event = seats.lock_event(event.pk)
    earlier = _earlier(event, application)
    if earlier is not None:
        if earlier.form_key is None or earlier.form_key != application.form_key:
            if earlier.email_confirmed_at is None:
                # Whoever has not followed the link yet gets it once more, at most once an hour.
                notices.notify(earlier, notices.Kind.RECEIVED, now=now, again=f"{now:%Y%m%d%H}")
            else:
                notices.notify(earlier, notices.Kind.ALREADY_REGISTERED, now=now)
        return Outcome(earlier, already=True)
    reason = refusal(event, now=now, by=by) or _incomplete(event, application, by=by)
    if reason is not None:
        raise RegistrationRefused(reason)
    overtaking = event.registrations.waiting().filter(email_confirmed_at__isnull=False).exists()
    hold = seats.take(event, application.n_seats, application.group, only_reserved=overtaking)
    if hold is None and not event.waiting_list:
        raise RegistrationRefused(Refusal.FULL)
    must_confirm = event.double_opt_in and channel == Registration.Channel.WEB and bool(application.email) and not by
    if hold is None:
        state = Registration.State.WAITING
    else:
        state = Registration.State.UNCONFIRMED if must_confirm else Registration.State.CONFIRMED
    registration = Registration(
        event=event,
        token=secrets.token_urlsafe(24),
        reference="".join(secrets.choice(_LETTERS) for _i in range(7)),
        form_key=application.form_key,
        state=state,
        channel=channel,
        n_reserved=hold.reserved if hold else 0,
        email_confirmed_at=None if must_confirm else now,
        waiting_since=_arrival(event, now=now) if hold is None else None,
        created_at=now,
        source=application.source if must_confirm else "",
        **_contact(application),
    )
    registration.save(force_insert=True)
    Participant.objects.bulk_create(_participants(registration, application))
    _save_needs(registration, application, now=now)
    audit.record(by, "register", registration, now=now, event=event.pk, channel=channel, state=state)
    notices.notify(registration, _first_notice(registration), now=now)
    return Outcome(registration, already=False)


@transaction.atomic
def confirm(registration: Registration, *, now: datetime) -> Registration:
    """The person followed the link in the mail. A second call changes nothing. Raises RegistrationRefused."""
    event, registration = _locked(registration)
    if not registration.is_live or event.status == Event.Status.CANCELLED:
        raise RegistrationRefused(Refusal.ENDED)
    if registration.email_confirmed_at is not None:
        return registration
    registration.email_confirmed_at = now
    registration.source = ""
    if registration.state == Registration.State.UNCONFIRMED:
        registration.state = Registration.State.CONFIRMED
    registration.save(update_fields=["state", "email_confirmed_at", "source"])
    audit.record(None, "confirm", registration, now=now)
    notices.notify(registration, _first_notice(registration), now=now)
    if registration.state == Registration.State.WAITING:
        waiting_list.fill(event, now=now)
        registration.refresh_from_db()
    return registration


@transaction.atomic
def change(
    registration: Registration, application: Application, *, now: datetime, by: User | None = None
) -> Registration:
    """Replace what was asked for; seats, menu, names, contact. Raises RegistrationRefused and then nothing changed."""
    event, registration = _locked(registration)
    if not registration.is_live or (by is None and not registration.can_be_changed(now=now)):
        raise RegistrationRefused(Refusal.ENDED if not registration.is_live else Refusal.BEGUN)
    reason = _incomplete(event, application, by=by)
    if reason is not None:
        raise RegistrationRefused(reason)
    key = application.person_key
    if key and event.registrations.live().filter(person_key=key).exclude(pk=registration.pk).exists():
        raise RegistrationRefused(Refusal.ALREADY)
    before = registration.n_seats
    if registration.holds_seats and (before, registration.group) != (application.n_seats, application.group):
        seats.give_back(event, before, reserved=registration.n_reserved, group=registration.group)
        hold = seats.take(event, application.n_seats, application.group)
        opened_before = before - registration.n_reserved
        overtakes = hold and hold.seats - hold.reserved > opened_before and event.registrations.waiting().exists()
        if hold is None or overtakes:
            raise RegistrationRefused(Refusal.NO_SEATS)
        registration.n_reserved = hold.reserved
    contact = _contact(application)
    changed = sorted(name for name, value in contact.items() if getattr(registration, name) != value)
    for name, value in contact.items():
        setattr(registration, name, value)
    registration.version += 1
    registration.save()
    _replace_participants(registration, application)
    AccessNeeds.objects.filter(registration=registration).delete()
    _save_needs(registration, application, now=now)
    audit.record(by, "change", registration, now=now, fields=changed)
    notices.notify(registration, notices.Kind.CHANGED, now=now)
    if registration.n_seats < before:
        waiting_list.fill(event, now=now)
    return registration


@transaction.atomic
def cancel(registration: Registration, *, now: datetime, by: User | None = None, notify: bool = True) -> Registration:
    """Give the seats back and let the next ones move up. A second call changes nothing."""
    event, registration = _locked(registration)
    if not registration.is_live:
        return registration
    waiting_list.end(event, registration, Registration.State.CANCELLED, now=now)
    AccessNeeds.objects.filter(registration=registration).delete()
    audit.record(by, "cancel", registration, now=now)
    if notify:
        notices.notify(registration, notices.Kind.CANCELLED, now=now)
    waiting_list.fill(event, now=now)
    return registration


@transaction.atomic
def erase(registration: Registration, *, now: datetime, by: User | None = None) -> None:
    """Cancel without a notice and delete everything about the person at once (Art. 17 GDPR)."""
    if registration.is_live:
        cancel(registration, now=now, by=by, notify=False)
    audit.record(by, "erase", registration, now=now)
    OutgoingMessage.objects.filter(about=audit.ref(registration)).delete()
    Registration.objects.filter(pk=registration.pk).delete()


def _locked(registration: Registration) -> tuple[Event, Registration]:
    event = seats.lock_event(registration.event_id)
    fresh = Registration.objects.get(pk=registration.pk)
    fresh.event = event
    return event, fresh


def _earlier(event: Event, application: Application) -> Registration | None:
    """A registration from the same form, or a live one of the same person; one query."""
    same_form = Q(form_key=application.form_key) if application.form_key else Q(pk__in=[])
    same_person = Q(person_key=application.person_key[:320], state__in=Registration.LIVE)
    if not application.form_key and not application.person_key:
        return None
    wanted = same_form | same_person if application.person_key else same_form
    found = list(event.registrations.filter(wanted)[:2])
    same = [row for row in found if application.form_key and row.form_key == application.form_key]
    return next(iter(same or found), None)


def _arrival(event: Event, *, now: datetime) -> datetime:
    """When this one came: never before somebody who got the lock earlier, though the clock was read before the lock."""
    last = event.registrations.waiting().order_by("-waiting_since").values_list("waiting_since", flat=True).first()
    return max(now, last) if last else now


def _incomplete(event: Event, application: Application, *, by: User | None) -> Refusal | None:
    most = OFFICE_MAX_PARTY if by else event.max_party
    if not 1 <= application.n_seats <= most or len(application.people) > application.n_seats:
        return Refusal.TOO_MANY
    if not tidy(application.last_name):
        return Refusal.NO_NAME
    reachable = (application.email, application.phone, application.fax, application.postal_address)
    if by is None and not any(tidy(value) for value in reachable):
        return Refusal.NO_CHANNEL
    return None


def _contact(application: Application) -> dict[str, object]:
    chosen = {} if application.answer_by is None else {"answer_by": application.answer_by}
    return chosen | {
        "first_name": tidy(application.first_name)[:100],
        "last_name": tidy(application.last_name)[:100],
        "organisation": tidy(application.organisation)[:200],
        "email": tidy(application.email)[:254],
        "phone": tidy(application.phone)[:60],
        "fax": tidy(application.fax)[:60],
        "postal_address": application.postal_address.strip()[:1000],
        "group": application.group,
        "remarks": application.remarks.strip()[:2000],
        "language": application.language,
        "n_seats": application.n_seats,
        "person_key": application.person_key[:320],
    }


def _attendees(application: Application) -> Sequence[Attendee]:
    """Exactly n_seats people; the first is the applicant when nobody is named."""
    people = list(application.people) or [Attendee(application.first_name, application.last_name)]
    return people + [Attendee()] * (application.n_seats - len(people))


def _participants(registration: Registration, application: Application) -> list[Participant]:
    return [
        Participant(
            registration=registration,
            first_name=tidy(person.first_name)[:100],
            last_name=tidy(person.last_name)[:100],
            menu_choice_id=person.menu_choice_id,
            position=position,
            door_code=secrets.token_hex(8),
        )
        for position, person in enumerate(_attendees(application))
    ]


def _replace_participants(registration: Registration, application: Application) -> None:
    """New names and choices on the existing seats, so that door codes and check-ins stay."""
    wanted = _participants(registration, application)
    existing = list(registration.participants.all())
    for old, new in zip(existing, wanted, strict=False):
        old.first_name, old.last_name, old.menu_choice_id = new.first_name, new.last_name, new.menu_choice_id
        old.position = new.position
    kept = existing[: len(wanted)]
    Participant.objects.bulk_update(kept, ["first_name", "last_name", "menu_choice_id", "position"])
    Participant.objects.filter(pk__in=[old.pk for old in existing[len(wanted) :]]).delete()
    Participant.objects.bulk_create(wanted[len(existing) :])


def _save_needs(registration: Registration, application: Application, *, now: datetime) -> None:
    asked = application.access_needs
    if asked is not None and (asked.needs or asked.note.strip()):
        AccessNeeds.objects.create(
            registration=registration, needs=list(asked.needs), note=asked.note.strip()[:1000], consented_at=now
        )


def _first_notice(registration: Registration) -> "notices.Kind":
    if registration.email_confirmed_at is None:
        return notices.Kind.RECEIVED
    if registration.state == Registration.State.WAITING:
        return notices.Kind.WAITING
    return notices.Kind.CONFIRMED
