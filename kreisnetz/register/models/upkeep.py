"""What keeps the register true: history of every entry, imports, private links of organisations and their corrections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.register.models.actor import Actor


class ImportRun(models.Model):
    """One file that was read into the register; its Changes can be undone together."""

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # The file itself and the plan wait here between the upload and the decision; both are deleted a day after.
    data = models.BinaryField(null=True, blank=True)
    mapping = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class RememberedMapping(models.Model):
    """Which column is what, as a person once corrected it, for the next file with the same headings."""

    signature = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.signature


class Change(models.Model):
    """One entry before and after; the history of the register and what undo reads. Written by register.history only."""

    class Verb(models.TextChoices):
        CREATE = "create", _("angelegt")
        UPDATE = "update", _("geändert")
        DELETE = "delete", _("gelöscht")

    at = models.DateTimeField()
    actor_name = models.CharField(max_length=60)
    verb = models.CharField(max_length=6, choices=Verb.choices)
    about = models.CharField(max_length=60)
    # The profile it is shown on: a seat's change is part of its network's and its organisation's history.
    shown_on = models.CharField(max_length=60, blank=True)
    also_on = models.CharField(max_length=60, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["about", "id"], name="change_about"),
            models.Index(fields=["shown_on", "id"], name="change_shown_on"),
            models.Index(fields=["also_on", "id"], name="change_also_on"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"


class ActorLink(models.Model):
    """A private link for one organisation to see, correct and confirm its entry. Only a hash of the token is kept."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["actor", "made_at"], name="actor_link_made")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.made_at:%Y-%m-%d}"


class Correction(models.Model):
    """What an organisation says about its entry: in force at once by its trust, or waiting for the coordinator."""

    class State(models.TextChoices):
        WAITING = "waiting", _("wartet")
        APPLIED = "applied", _("übernommen")
        REJECTED = "rejected", _("nicht übernommen")

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="corrections")
    link = models.ForeignKey(ActorLink, null=True, on_delete=models.SET_NULL, related_name="corrections")
    made_at = models.DateTimeField()
    values = models.JSONField()
    remark = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.state}"
