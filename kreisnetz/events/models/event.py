"""What is announced: series, venues, events with their dates, people, menus and seats."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register.models import FieldOfAction, Municipality, StakeholderGroup

BERLIN = ZoneInfo("Europe/Berlin")


class Series(models.Model):
    """A row of events that belong together, for example a yearly conference."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name der Reihe"), max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(_("Beschreibung"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """A place where events happen, with what visitors with disabilities need to know."""

    name = models.CharField(_("Name des Ortes"), max_length=200)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=100, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("Kommune")
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    step_free = models.BooleanField(_("stufenlos erreichbar"), null=True, blank=True)
    accessible_toilet = models.BooleanField(_("Toilette für Menschen im Rollstuhl"), null=True, blank=True)
    induction_loop = models.BooleanField(_("Induktive Höranlage"), null=True, blank=True)
    accessible_parking = models.BooleanField(_("Behindertenparkplätze"), null=True, blank=True)
    accessibility_note = models.TextField(_("Weitere Hinweise zur Barrierefreiheit"), blank=True)
    directions = models.TextField(_("Anfahrt mit Bus, Bahn und Auto"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.town) if part)

    @property
    def address(self) -> str:
        """Street and town on one line; empty when unknown."""
        town = f"{self.postcode} {self.town}".strip()
        return ", ".join(part for part in (self.street, town) if part)


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def upcoming(self, now: datetime) -> Self:
        return self.filter(last_at__gte=now).order_by("starts_at", "id")

    def past(self, now: datetime) -> Self:
        return self.filter(last_at__lt=now).order_by("-starts_at", "-id")

    def with_lists(self) -> Self:
        """Everything a list of events shows, in a number of queries that does not grow."""
        return self.select_related("venue__municipality", "series").prefetch_related(
            "fields_of_action", "parts", "dates", "pools"
        )


class Event(models.Model):
    """One event with its own page. Past and cancelled events keep their page for ever."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Tagung")
        MEETING = "meeting", _("Sitzung, Treffen")
        TALK = "talk", _("Vortrag")
        WORKSHOP = "workshop", _("Workshop")
        COURSE = "course", _("Kurs")
        CONSULTATION = "consultation", _("Sprechstunde")
        FAIR = "fair", _("Messe und Markt")
        OTHER = "other", _("Veranstaltung")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("findet statt")
        MOVED = "moved", _("verlegt")
        POSTPONED = "postponed", _("verschoben, neuer Termin offen")
        CANCELLED = "cancelled", _("abgesagt")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Alle Bürgerinnen und Bürger")
        PROFESSIONALS = "professionals", _("Fachkräfte")
        FAMILIES = "families", _("Familien")
        YOUTH = "youth", _("Jugendliche")
        SENIORS = "seniors", _("Seniorinnen und Senioren")
        VOLUNTEERS = "volunteers", _("Ehrenamtliche")
        POLITICS = "politics", _("Politik und Verwaltung")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("Titel"), max_length=250)
    subtitle = models.CharField(_("Untertitel oder Thema"), max_length=300, blank=True)
    slug = models.SlugField(max_length=80)
    year = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("Reihe")
    )
    status = models.CharField(_("Stand"), max_length=12, choices=Status.choices, default=Status.SCHEDULED)
    status_note = models.CharField(_("Hinweis zum Stand"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)
    last_at = models.DateTimeField(editable=False)
    all_day = models.BooleanField(_("ganztägig"), default=False)
    doors_at = models.DateTimeField(_("Einlass"), null=True, blank=True)
    previous_starts_at = models.DateTimeField(null=True, blank=True)
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("Ort")
    )
    online_url = models.URLField(_("Adresse der Online-Veranstaltung"), blank=True)
    description = models.TextField(_("Beschreibung"), blank=True)
    programme = models.TextField(_("Ablauf"), blank=True)
    audience = models.CharField(_("Zielgruppe"), max_length=20, choices=Audience.choices, default=Audience.EVERYONE)
    audience_note = models.CharField(_("Wer ist eingeladen?"), max_length=300, blank=True)
    fields_of_action = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="events", verbose_name=_("Handlungsfelder")
    )
    fee = models.CharField(_("Kosten"), max_length=200, blank=True)
    is_free = models.BooleanField(_("kostenfrei"), default=True)
    languages = models.CharField(_("Sprachen der Veranstaltung"), max_length=120, blank=True)
    plain_language = models.TextField(_("Text in Leichter Sprache"), blank=True)
    sign_language_url = models.URLField(_("Video in Deutscher Gebärdensprache"), blank=True)
    contact_name = models.CharField(_("Wer hilft bei Fragen?"), max_length=200, blank=True)
    contact_email = models.EmailField(_("E-Mail für Fragen und Anmeldung"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    contact_fax = models.CharField(_("Fax"), max_length=60, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)

    registration_open = models.BooleanField(_("Anmeldung auf dieser Seite"), default=False)
    external_registration_url = models.URLField(_("Anmeldung auf einer anderen Seite"), blank=True)
    registration_opens_at = models.DateTimeField(_("Anmeldung ab"), null=True, blank=True)
    deadline_at = models.DateTimeField(_("Anmeldeschluss"), null=True, blank=True)
    double_opt_in = models.BooleanField(_("Anmeldung per E-Mail bestätigen lassen"), default=True)
    waiting_list = models.BooleanField(_("Warteliste führen"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("Stunden Zeit, einen frei gewordenen Platz anzunehmen"), default=48
    )
    max_party = models.PositiveSmallIntegerField(_("Höchstens so viele Personen je Anmeldung"), default=10)
    catering = models.BooleanField(_("Buffet oder Essen"), default=False)
    ask_access_needs = models.BooleanField(_("Nach Unterstützungsbedarf fragen"), default=True)
    ask_group = models.BooleanField(_("Nach der Gruppe am Tisch fragen"), default=False)

    sequence = models.PositiveIntegerField(default=0)
    search_key = models.TextField(blank=True, editable=False)
    attended_estimate = models.PositiveIntegerField(_("Gäste (ungefähr)"), null=True, blank=True)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    retention_done_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["published_at", "last_at"], name="event_published_last"),
            models.Index(fields=["series", "starts_at"], name="event_series_start"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "slug"], name="event_address_is_unique"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="event_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def starts_on(self) -> date:
        return self.starts_at.astimezone(BERLIN).date()

    @property
    def ends_on(self) -> date:
        """Last day (inclusive); the start day when no end is known."""
        return (self.ends_at or self.starts_at).astimezone(BERLIN).date()

    def is_over(self, *, now: datetime) -> bool:
        return self.last_at < now

    def has_begun(self, *, now: datetime) -> bool:
        return self.starts_at <= now

    def scope(self) -> str:
        """The scope of role grants for this one event."""
        return f"event:{self.pk}"

    def can_be_edited_by(self, user: User, *, now: datetime) -> bool:
        return user.may(Right.EDIT_EVENTS, now=now, scope=self.scope())

    def participants_can_be_seen_by(self, user: User, *, now: datetime) -> bool:
        return user.may(Right.SEE_PARTICIPANTS, now=now, scope=self.scope())

    def guests_can_be_checked_in_by(self, user: User, *, now: datetime) -> bool:
        return user.may(Right.CHECK_IN, now=now, scope=self.scope())

    def last_moment(self) -> datetime:
        """When the event is over: latest end of all its dates; a start without end counts three hours."""
        ends = [self.ends_at or self.starts_at + timedelta(hours=3)]
        if self.all_day:
            ends = [datetime.combine(self.ends_on + timedelta(days=1), datetime.min.time(), BERLIN)]
        if self.pk:
            ends += [d.ends_at or d.starts_at + timedelta(hours=3) for d in self.dates.all()]
        return max(ends)


class EventDate(models.Model):
    """A further date of the same event; one registration covers all of them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Part(models.Model):
    """Somebody's part in an event: host, speaker, moderator. Hosts may be (joint) controllers of the personal data."""

    class Role(models.TextChoices):
        HOST = "host", _("Veranstaltet von")
        SPEAKER = "speaker", _("Mit")
        MODERATOR = "moderator", _("Moderation")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="parts")
    role = models.CharField(max_length=12, choices=Role.choices)
    name = models.CharField(_("Name"), max_length=200)
    function = models.CharField(_("Funktion"), max_length=200, blank=True)
    is_controller = models.BooleanField(_("für den Datenschutz verantwortlich"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class MenuChoice(models.Model):
    """A neutral choice at the buffet ("Menü vegetarisch"); never a reason for it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="menu")
    name = models.CharField(_("Essen"), max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="menu_name_once_per_event")]

    def __str__(self) -> str:
        return self.name


class SeatPool(models.Model):
    """Seats of an event: one open pool (group "") and, if wanted, one per stakeholder group.

    `taken` is the guard against overbooking; only events.seats changes it. seats = None means no limit.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="pools")
    group = models.CharField(max_length=20, blank=True, default="", choices=StakeholderGroup.choices)
    seats = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "group"], name="one_pool_per_event_and_group"),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(taken__lte=F("seats")), name="pool_never_over"),
            models.CheckConstraint(condition=Q(group="") | Q(seats__isnull=False), name="group_pools_have_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.group or 'offen'} {self.taken}/{self.seats}"


class EventStatistics(models.Model):
    """What stays of the registrations after the retention date: sums only, small ones suppressed."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="statistics")
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event_id}"
