"""Meetings of a network: events with an agenda, minutes and who was there. Most of them are not public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.models.event import Event
from kreisnetz.register.models import Actor, Network


class Meeting(models.Model):
    """What a meeting of a network has beyond its event. The event stays a draft where the meeting is not public."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="meeting")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="meetings", verbose_name=_("Netzwerk"))
    agenda = models.TextField(_("Tagesordnung"), blank=True)
    minutes = models.TextField(_("Protokoll"), blank=True)
    minutes_url = models.URLField(_("Wo das Protokoll liegt"), max_length=500, blank=True)
    n_people = models.PositiveIntegerField(_("Personen insgesamt"), null=True, blank=True)

    class Meta:
        ordering = ["-event__starts_at"]

    def __str__(self) -> str:
        return str(self.event)


class Attendance(models.Model):
    """Whether an organisation was represented at a meeting: organisations, never single people."""

    class State(models.TextChoices):
        PRESENT = "present", _("da")
        EXCUSED = "excused", _("entschuldigt")
        ABSENT = "absent", _("nicht da")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField(max_length=8, choices=State.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "actor"], name="one_attendance_per_actor_and_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.state}"
