"""Who comes: registrations, the people in them, and needs for access kept apart."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models.event import Event, MenuChoice
from kreisnetz.register.models import StakeholderGroup


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> Self:
        """Everybody who has a seat, an offer or a place on the waiting list."""
        return self.filter(state__in=Registration.LIVE)

    def seated(self) -> Self:
        """Everybody who holds seats, confirmed or not yet."""
        return self.filter(state__in=Registration.SEATED)

    def coming(self) -> Self:
        return self.filter(state=Registration.State.CONFIRMED)

    def waiting(self) -> Self:
        """The waiting list in order of arrival."""
        return self.filter(state=Registration.State.WAITING).order_by("waiting_since", "id")


class Registration(models.Model):
    """One registration for one or more seats. Its states change only through events.registration and its neighbours."""

    class Channel(models.TextChoices):
        WEB = "web", _("Internet")
        EMAIL = "email", _("E-Mail")
        FAX = "fax", _("Fax")
        PHONE = "phone", _("Telefon")
        LETTER = "letter", _("Brief")
        ONSITE = "onsite", _("vor Ort")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("noch nicht bestätigt")
        CONFIRMED = "confirmed", _("angemeldet")
        WAITING = "waiting", _("auf der Warteliste")
        OFFERED = "offered", _("Platz angeboten")
        CANCELLED = "cancelled", _("abgemeldet")
        EXPIRED = "expired", _("verfallen")

    SEATED = (State.UNCONFIRMED, State.CONFIRMED, State.OFFERED)
    LIVE = (State.UNCONFIRMED, State.CONFIRMED, State.OFFERED, State.WAITING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    token = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=12)
    form_key = models.CharField(max_length=64, null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100)
    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    email = models.CharField(_("E-Mail-Adresse"), max_length=254, blank=True)
    phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    fax = models.CharField(_("Fax"), max_length=60, blank=True)
    postal_address = models.TextField(_("Postanschrift"), blank=True)
    # The office's choice; empty: by mail if possible, else by the channel they used (events.notices.channel_for).
    answer_by = models.CharField(_("Antwort per"), max_length=10, blank=True, choices=OutgoingMessage.Channel.choices)
    group = models.CharField(_("Gruppe am Tisch"), max_length=20, blank=True, choices=StakeholderGroup.choices)
    remarks = models.TextField(_("Bemerkung"), blank=True)
    office_note = models.TextField(_("Notiz der Geschäftsstelle"), blank=True)
    language = models.CharField(max_length=8, default="de")
    n_seats = models.PositiveSmallIntegerField(default=1)
    n_reserved = models.PositiveSmallIntegerField(default=0)
    person_key = models.CharField(max_length=320, blank=True)
    # Keyed hash of the network a web registration came from, until it is confirmed or ends (events.holding).
    source = models.CharField(max_length=64, blank=True, editable=False)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["event", "state", "waiting_since", "id"], name="registration_event_state"),
            models.Index(fields=["state", "created_at"], name="registration_state_created"),
            models.Index(fields=["state", "offer_expires_at"], name="registration_offer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person_key"],
                condition=~Q(person_key="") & Q(state__in=("unconfirmed", "confirmed", "offered", "waiting")),
                name="nobody_registered_twice",
            ),
            models.UniqueConstraint(
                fields=["event", "form_key"], condition=Q(form_key__isnull=False), name="one_registration_per_form"
            ),
            models.CheckConstraint(condition=Q(n_seats__gte=1), name="at_least_one_seat"),
            models.CheckConstraint(condition=Q(n_reserved__lte=F("n_seats")), name="reserved_within_seats"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False), name="waiting_since_when_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_expires_at__isnull=False), name="offers_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def holds_seats(self) -> bool:
        return self.state in self.SEATED

    def can_be_changed(self, *, now: datetime) -> bool:
        """By the person, through the private link: while live and before the event begins."""
        return self.is_live and not self.event.has_begun(now=now) and self.event.status != Event.Status.CANCELLED


class Participant(models.Model):
    """One seat of a registration; the name may come later."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="participants")
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    menu_choice = models.ForeignKey(
        MenuChoice, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("Essen")
    )
    position = models.PositiveSmallIntegerField(default=0)
    door_code = models.CharField(max_length=32, unique=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class AccessNeeds(models.Model):
    """Support somebody asks for: own consent, own table, own right, deleted first (Art. 9 GDPR)."""

    class Need(models.TextChoices):
        STEP_FREE = "stufenlos", _("Stufenloser Zugang")
        SIGN_LANGUAGE = "gebaerdensprache", _("Übersetzung in Deutsche Gebärdensprache")
        WRITTEN_INTERPRETING = "schriftdolmetschen", _("Schriftdolmetschen")
        INDUCTION_LOOP = "hoeranlage", _("Induktive Höranlage")
        LARGE_PRINT = "grossdruck", _("Unterlagen in großer Schrift")
        ASSISTANCE = "assistenz", _("Hilfe vor Ort oder eigene Assistenz")
        INTERPRETING = "sprachmittlung", _("Übersetzung in eine andere Sprache")
        SEAT = "sitzplatz", _("Bestimmter Sitzplatz")
        PARKING = "parkplatz", _("Reservierter Behindertenparkplatz")

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="access_needs")
    needs = models.JSONField(default=list)
    note = models.TextField(_("Was sollten wir noch wissen?"), blank=True)
    consented_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.registration_id}"
