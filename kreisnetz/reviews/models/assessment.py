"""One assessment (Standortbestimmung): what was computed for a day, kept as it was then."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def ready(self) -> Self:
        return self.filter(state=Assessment.State.READY)

    def published(self) -> Self:
        return self.ready().filter(published_at__isnull=False)

    def without_findings(self) -> Self:
        """For lists: the findings are large."""
        return self.defer("findings", "public_findings")


class Assessment(models.Model):
    """Findings about the networks on one day. Pages and files show what is stored here, nothing is computed for them.

    findings: everything; public_findings: computed from public networks and organisations alone. Both hold the names as they
    were. No person stands in either.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        RUNNING = "running", _("wird berechnet")
        READY = "ready", _("fertig")
        STOPPED = "stopped", _("angehalten")
        FAILED = "failed", _("nicht gelungen")

    UNFINISHED = (State.WAITING, State.RUNNING)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField(_("Stichtag"))
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    foreword = models.TextField(
        _("Vorwort"), blank=True, help_text=_("Was Leserinnen und Leser vorher wissen sollten. Steht am Anfang.")
    )
    compared_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("verglichen mit")
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=30, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    ordered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(null=True, blank=True)
    public_findings = models.JSONField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-ordered_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(findings__isnull=False), name="ready_assessment_has_findings"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name_of_day(self.day)

    @staticmethod
    def name_of_day(day: date) -> str:
        return str(_("Standortbestimmung vom %(day)s") % {"day": f"{day:%d.%m.%Y}"})

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED
