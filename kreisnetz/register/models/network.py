"""Networks of the county: what they are for, who asked for them, how they meet, who should sit there."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register.models.lists import (
    ActorKind,
    AgeGroup,
    Challenge,
    FieldOfAction,
    Municipality,
    StakeholderGroup,
    TargetGroup,
)


class NetworkQuerySet(models.QuerySet["Network"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def on(self, day: date) -> Self:
        """Those that existed on this day; without a founding day: always so far."""
        begun = Q(founded_on__isnull=True) | Q(founded_on__lte=day)
        return self.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def with_lists(self) -> Self:
        """What a list of networks shows, in a number of queries that does not grow."""
        return self.select_related("parent").prefetch_related("fields_of_action", "municipalities")


class Network(models.Model):
    """One network with its profile (Steckbrief). Ended networks keep theirs."""

    class Kind(models.TextChoices):
        NETWORK = "network", _("Netzwerk")
        WORKING_GROUP = "working_group", _("Arbeitsgruppe oder Arbeitskreis")
        ROUND_TABLE = "round_table", _("Runder Tisch")
        STEERING_GROUP = "steering_group", _("Steuerungsgruppe")
        ADVISORY_BOARD = "advisory_board", _("Beirat")
        COMMITTEE = "committee", _("Ausschuss")
        CONFERENCE = "conference", _("Konferenz oder Forum")
        OTHER = "other", _("anderes Gremium")

    class Status(models.TextChoices):
        PLANNED = "planned", _("in Gründung")
        ACTIVE = "active", _("arbeitet")
        DORMANT = "dormant", _("ruht")
        ENDED = "ended", _("beendet")

    class Governance(models.TextChoices):
        SHARED = "shared", _("gemeinsam getragen")
        LEAD = "lead", _("eine Organisation hat die Federführung")
        ADMINISTRATION = "nao", _("eigene Geschäftsstelle")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=250)
    short_name = models.CharField(_("Kurzname"), max_length=60, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    sort_key = models.CharField(max_length=250, editable=False)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices, default=Kind.NETWORK)
    status = models.CharField(_("Stand"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    governance = models.CharField(_("Wer führt?"), max_length=10, choices=Governance.choices, blank=True)
    purpose = models.TextField(_("Zweck"), blank=True)
    tasks = models.TextField(_("Aufgaben"), blank=True)
    mandate = models.TextField(_("Auftrag"), blank=True, help_text=_("Wer hat es wann beschlossen?"))
    fields_of_action = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="networks", verbose_name=_("Handlungsfelder")
    )
    challenges = models.ManyToManyField(
        Challenge, blank=True, related_name="networks", verbose_name=_("Antwortet auf diese Herausforderungen")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="networks", verbose_name=_("Zielgruppen")
    )
    age_groups = models.ManyToManyField(AgeGroup, blank=True, related_name="networks", verbose_name=_("Altersgruppen"))
    county_wide = models.BooleanField(_("im ganzen Kreis"), default=True)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="networks", verbose_name=_("nur in diesen Kommunen")
    )
    hosts = models.ManyToManyField(
        "register.Actor", blank=True, related_name="hosted_networks", verbose_name=_("Träger des Netzwerks")
    )
    rhythm = models.CharField(_("Wie oft trifft es sich?"), max_length=120, blank=True)
    meetings_per_year = models.DecimalField(
        _("Sitzungen im Jahr"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    meeting_hours = models.DecimalField(_("Stunden je Sitzung"), max_digits=4, decimal_places=2, null=True, blank=True)
    size_limit = models.PositiveSmallIntegerField(_("Höchstens so viele Sitze"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("Teil von")
    )
    founded_on = models.DateField(_("gegründet am"), null=True, blank=True)
    review_due_on = models.DateField(_("nächste Überprüfung bis"), null=True, blank=True)
    ends_on = models.DateField(_("endet am"), null=True, blank=True)
    is_plenary = models.BooleanField(
        _("Vollversammlung"),
        default=False,
        help_text=_("Hier sitzen fast alle. In der Auswertung von Brücken und Überschneidungen zählt sie nicht mit."),
    )
    where_things_are = models.TextField(_("Wo liegt was? (Ordner, Laufwerk, Schlüssel)"), blank=True)
    note = models.TextField(_("Notiz, nur für das Büro"), blank=True)
    is_public = models.BooleanField(_("öffentlich zeigen"), default=False)
    confirmed_on = models.DateField(_("zuletzt geprüft am"), null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)
    map_x = models.FloatField(null=True, editable=False)
    map_y = models.FloatField(null=True, editable=False)
    search_key = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    modified_at = models.DateTimeField(editable=False)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(founded_on__isnull=True) | Q(ends_on__gte=F("founded_on")),
                name="network_ends_after_founding",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="network_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What fits on a map or in a narrow column."""
        return self.short_name or self.name

    @property
    def hours_per_year(self) -> float | None:
        """Meeting hours of one seat in a year; None when unknown."""
        if self.meetings_per_year is None or self.meeting_hours is None:
            return None
        return float(self.meetings_per_year * self.meeting_hours)

    def scope(self) -> str:
        """The scope of role grants for this one network."""
        return f"network:{self.pk}"

    def can_be_edited_by(self, user: User, *, now: datetime) -> bool:
        return user.may(Right.EDIT_REGISTER, now=now, scope=self.scope())

    def contacts_can_be_seen_by(self, user: User, *, now: datetime) -> bool:
        return user.may(Right.SEE_CONTACTS, now=now, scope=self.scope())


class NetworkLink(models.Model):
    """Something written that belongs to a network: law, agreement, rules, committee paper, minutes folder."""

    class Kind(models.TextChoices):
        LEGAL_BASIS = "legal_basis", _("Rechtsgrundlage")
        AGREEMENT = "agreement", _("Kooperationsvereinbarung")
        RULES = "rules", _("Geschäftsordnung")
        COMMITTEE = "committee", _("politisches Gremium")
        DOCUMENT = "document", _("Unterlage")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("Was ist es?"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("Titel"), max_length=250)
    url = models.URLField(_("Adresse im Netz"), max_length=500, blank=True)
    dated_on = models.DateField(_("vom"), null=True, blank=True)
    parties = models.CharField(_("Beteiligte"), max_length=500, blank=True)
    is_public = models.BooleanField(_("öffentlich zeigen"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "position", "id"]

    def __str__(self) -> str:
        return self.title


class NetworkEntry(models.Model):
    """A decision of the network, or a point that is open: what a successor must know."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("Beschluss")
        OPEN_POINT = "open_point", _("offener Punkt")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind.choices)
    text = models.TextField(_("Worum geht es?"))
    dated_on = models.DateField(_("vom"))
    responsible = models.CharField(_("Wer kümmert sich?"), max_length=200, blank=True)
    due_on = models.DateField(_("bis"), null=True, blank=True)
    done_on = models.DateField(_("erledigt am"), null=True, blank=True)

    class Meta:
        ordering = ["-dated_on", "-id"]

    def __str__(self) -> str:
        return self.text[:60]


class TargetSeat(models.Model):
    """One line of the target list (Soll): who should sit at this table. At least one of kind, group, municipality is given."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="target_seats")
    label = models.CharField(_("Wer soll hier sitzen?"), max_length=200)
    kind = models.ForeignKey(
        ActorKind, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("Art der Organisation")
    )
    group = models.CharField(_("Gruppe am Tisch"), max_length=20, blank=True, choices=StakeholderGroup.choices)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("Kommune")
    )
    minimum = models.PositiveSmallIntegerField(_("mindestens"), default=1)
    source = models.CharField(_("Woher kommt die Anforderung?"), max_length=200, blank=True)
    not_applicable = models.BooleanField(_("gibt es hier nicht"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__isnull=False) | ~Q(group="") | Q(municipality__isnull=False),
                name="target_seat_says_who",
            ),
        ]

    def __str__(self) -> str:
        return self.label
