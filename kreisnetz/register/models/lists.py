"""What the county keeps as lists: municipalities, fields of action, challenges, competences, kinds, groups, languages."""

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


class ListEntry(models.Model):
    """One line of a list that the county edits; two levels deep at most (an entry whose parent has a parent is refused)."""

    name = models.CharField(_("Bezeichnung"), max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    sort_key = models.CharField(max_length=120, editable=False)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("gehört zu"),
    )

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class FieldOfAction(ListEntry):
    """A field of action (Handlungsfeld)."""


class Challenge(ListEntry):
    """What a network answers: demography, inclusion, integration, taking in refugees."""


class Competence(ListEntry):
    """Who knows what."""


class TargetGroup(ListEntry):
    """For whom something is offered."""


class Language(ListEntry):
    """A language somebody can be helped in."""

    code = models.CharField(_("Kürzel"), max_length=8, unique=True)


class AgeGroup(ListEntry):
    """An age group, years inclusive; no upper end means "and older"."""

    from_age = models.PositiveSmallIntegerField(_("von (Jahre)"))
    to_age = models.PositiveSmallIntegerField(_("bis (Jahre)"), null=True, blank=True)

    class Meta(ListEntry.Meta):
        ordering = ["from_age", "to_age"]


class ActorKind(ListEntry):
    """A kind of organisation: advice centre, school, police … with the group its seats usually belong to."""

    default_group = models.CharField(
        _("sitzt gewöhnlich am Tisch für"), max_length=20, blank=True, choices=StakeholderGroup.choices
    )


class ResponsibleArea(models.Model):
    """Who is responsible for a field in some municipalities, where that is not the county (own youth office of a town)."""

    field = models.ForeignKey(
        FieldOfAction, on_delete=models.CASCADE, related_name="areas", verbose_name=_("Handlungsfeld")
    )
    name = models.CharField(_("Zuständig ist"), max_length=200)
    municipalities = models.ManyToManyField(Municipality, related_name="areas", verbose_name=_("für diese Kommunen"))
    counts_as_covered = models.BooleanField(
        _("Im Kreis nicht erforderlich"),
        default=True,
        help_text=_("Die Kommune sorgt selbst dafür: Fehlt dort ein Angebot des Kreises, ist das keine Lücke."),
    )

    class Meta:
        ordering = ["field", "name"]

    def __str__(self) -> str:
        return self.name
