"""Memberships: an organisation's seat in a network, dated, so that the register can be seen as of any day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.register.models.actor import Actor, Person
from kreisnetz.register.models.lists import StakeholderGroup
from kreisnetz.register.models.network import Network


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Seats that were held (or vacant) on this day; both ends count, an open end means always."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gte=day))

    def ended(self, day: date) -> Self:
        return self.filter(until__lt=day)

    def vacant(self) -> Self:
        return self.filter(is_vacant=True)

    def public(self) -> Self:
        """Seats that may be shown: both the network and the organisation are public."""
        return self.filter(network__is_public=True, actor__is_public=True)


class Membership(models.Model):
    """One seat (Sitz, Mitgliedschaft). Several seats of one organisation in one network are several rows."""

    class Role(models.TextChoices):
        COORDINATION = "coordination", _("Koordination")
        CHAIR = "chair", _("Leitung oder Vorsitz")
        DEPUTY_CHAIR = "deputy_chair", _("stellvertretende Leitung")
        MEMBER = "member", _("Mitglied")
        ADVISER = "adviser", _("beratend")
        GUEST = "guest", _("Gast")

    class Precision(models.TextChoices):
        DAY = "day", _("auf den Tag")
        MONTH = "month", _("auf den Monat")
        YEAR = "year", _("auf das Jahr")

    class Sureness(models.TextChoices):
        SURE = "sure", _("gesichert")
        LIKELY = "likely", _("wahrscheinlich")
        UNSURE = "unsure", _("ungewiss")

    network = models.ForeignKey(
        Network, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("Netzwerk")
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("Organisation")
    )
    role = models.CharField(_("Rolle"), max_length=14, choices=Role.choices, default=Role.MEMBER)
    role_note = models.CharField(_("Rolle in eigenen Worten"), max_length=120, blank=True)
    group = models.CharField(_("Gruppe am Tisch"), max_length=20, blank=True, choices=StakeholderGroup.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats", verbose_name=_("Person")
    )
    is_vacant = models.BooleanField(_("unbesetzt"), default=False)
    deputy = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy_seats",
        verbose_name=_("Vertretung"),
    )
    since = models.DateField(_("seit"), null=True, blank=True)
    since_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    until = models.DateField(_("bis"), null=True, blank=True)
    until_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    sureness = models.CharField(_("Wie sicher?"), max_length=8, choices=Sureness.choices, default=Sureness.SURE)
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    note = models.CharField(_("Notiz"), max_length=300, blank=True)
    created_at = models.DateTimeField(editable=False)
    modified_at = models.DateTimeField(editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["network", "actor", "since", "id"]
        indexes = [
            models.Index(fields=["network", "actor"], name="membership_network_actor"),
            models.Index(fields=["until"], name="membership_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(is_vacant=False) | Q(person__isnull=True), name="vacant_seat_has_no_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} in {self.network}"
