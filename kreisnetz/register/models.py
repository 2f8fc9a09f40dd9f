"""Municipalities, fields of action and the four groups at the table. Networks and organisations follow in this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StakeholderGroup(models.TextChoices):
    """Belongs to a seat, not to a person."""

    AFFECTED = "affected", _("Betroffene")
    PRACTICE = "practice", _("Fachpraxis")
    POLITICS = "politics", _("Politik")
    ADMINISTRATION = "administration", _("Verwaltung")


class Municipality(models.Model):
    """A town or community of the county, by its official key (AGS, 8 digits)."""

    ags = models.CharField(max_length=8, unique=True)
    ars = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    sort_key = models.CharField(max_length=100)
    postcode = models.CharField(max_length=5, blank=True)
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    inhabitants = models.PositiveIntegerField(null=True)
    inhabitants_base = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class FieldOfAction(models.Model):
    """A field of action (Handlungsfeld); two levels."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    sort_key = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name
