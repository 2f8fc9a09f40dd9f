"""Organisations (actors), what they offer, and the few people through whom a seat is reached."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.models import User
from kreisnetz.core.rights import Right
from kreisnetz.register.models.lists import (
    ActorKind,
    AgeGroup,
    Competence,
    FieldOfAction,
    Language,
    Municipality,
    StakeholderGroup,
    TargetGroup,
)


class ActorQuerySet(models.QuerySet["Actor"]):
    def public(self) -> Self:
        """Released for the public and agreed to by the organisation."""
        return self.filter(is_public=True)

    def on(self, day: date) -> Self:
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def with_lists(self) -> Self:
        """What a list of organisations shows, in a number of queries that does not grow."""
        return self.select_related("kind", "parent", "municipality").prefetch_related("fields_of_action")


class Actor(models.Model):
    """An organisation (Akteur) of the register."""

    class Trust(models.TextChoices):
        WAIT = "wait", _("Änderungen prüft die Koordination")
        CONTACTS = "contacts", _("Kontaktdaten gelten sofort, anderes prüft die Koordination")
        ALL = "all", _("Änderungen gelten sofort")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=250)
    short_names = models.CharField(_("Kurznamen, mit Komma getrennt"), max_length=250, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    sort_key = models.CharField(max_length=250, editable=False)
    name_key = models.CharField(max_length=250, editable=False, db_index=True)
    kind = models.ForeignKey(
        ActorKind, null=True, blank=True, on_delete=models.PROTECT, related_name="actors", verbose_name=_("Art")
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("Träger")
    )
    default_group = models.CharField(
        _("sitzt gewöhnlich am Tisch für"), max_length=20, blank=True, choices=StakeholderGroup.choices
    )
    fields_of_action = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="actors", verbose_name=_("Handlungsfelder")
    )
    competences = models.ManyToManyField(
        Competence, blank=True, related_name="actors", verbose_name=_("Kompetenzen (wer weiß was)")
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="actors", verbose_name=_("Sprachen"))
    county_wide = models.BooleanField(_("arbeitet im ganzen Kreis"), default=False)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="actors_at_work", verbose_name=_("arbeitet in diesen Kommunen")
    )
    about = models.TextField(_("Was macht die Organisation?"), blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=100, blank=True)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="actors", verbose_name=_("Sitz in")
    )
    protected_address = models.BooleanField(
        _("geschützte Adresse"),
        default=False,
        help_text=_("Zum Beispiel ein Frauenhaus: Adresse und Ort werden nie gezeigt, ausgegeben oder verortet."),
    )
    website = models.URLField(_("Internetseite"), max_length=500, blank=True)
    founded_on = models.DateField(_("gegründet am"), null=True, blank=True)
    ended_on = models.DateField(_("aufgelöst am"), null=True, blank=True)
    sits_everywhere = models.BooleanField(
        _("koordiniert viele Netzwerke"),
        default=False,
        help_text=_("Zum Beispiel die Kreisverwaltung: Die Auswertung zeigt Brücken mit und ohne sie."),
    )
    note = models.TextField(_("Notiz, nur für das Büro"), blank=True)
    is_public = models.BooleanField(_("öffentlich zeigen"), default=False)
    agreed_on = models.DateField(_("Zustimmung zur Veröffentlichung am"), null=True, blank=True)
    trust = models.CharField(_("Vertrauen"), max_length=10, choices=Trust.choices, default=Trust.CONTACTS)
    confirmed_on = models.DateField(_("zuletzt bestätigt am"), null=True, blank=True)
    is_example = models.BooleanField(_("Beispiel"), default=False)
    map_x = models.FloatField(null=True, editable=False)
    map_y = models.FloatField(null=True, editable=False)
    search_key = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    modified_at = models.DateTimeField(editable=False)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["is_public", "sort_key"], name="actor_public_sorted")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(agreed_on__isnull=False), name="actor_is_public_only_when_agreed"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="actor_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """What fits on a map or in a narrow column."""
        return self.short_names.split(",")[0].strip() or self.name

    @property
    def address(self) -> str:
        """Street and town on one line; always empty for a protected address (see full_address)."""
        return "" if self.protected_address else self.full_address

    @property
    def full_address(self) -> str:
        """Only for those who may see protected addresses."""
        town = f"{self.postcode} {self.town}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    def scope(self) -> str:
        """The scope of role grants for this one organisation (Träger account)."""
        return f"actor:{self.pk}"

    def can_be_edited_by(self, user: User, *, now: datetime) -> bool:
        return user.may(Right.EDIT_REGISTER, now=now, scope=self.scope())


class Offer(models.Model):
    """What an organisation offers, to whom, where, and in which languages (empty: as the organisation)."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="offers")
    name = models.CharField(_("Angebot"), max_length=200)
    description = models.TextField(_("Beschreibung"), blank=True)
    url = models.URLField(_("Adresse im Netz"), max_length=500, blank=True)
    field = models.ForeignKey(
        FieldOfAction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
        verbose_name=_("Handlungsfeld"),
    )
    age_groups = models.ManyToManyField(AgeGroup, blank=True, related_name="offers", verbose_name=_("Altersgruppen"))
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="offers", verbose_name=_("Zielgruppen")
    )
    languages = models.ManyToManyField(Language, blank=True, related_name="offers", verbose_name=_("Sprachen"))
    county_wide = models.BooleanField(_("im ganzen Kreis"), default=False)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="offers", verbose_name=_("in diesen Kommunen")
    )
    is_public = models.BooleanField(_("öffentlich zeigen"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A contact: only what is needed to reach a seat. Left: anonymous after the time in jobs.retention."""

    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="people")
    title = models.CharField(_("Titel"), max_length=60, blank=True)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100)
    function = models.CharField(_("Funktion"), max_length=150, blank=True)
    person_key = models.CharField(max_length=250, editable=False, db_index=True)
    search_key = models.TextField(blank=True, editable=False)
    source = models.CharField(_("Woher kommt der Eintrag?"), max_length=200, blank=True)
    told_at = models.DateTimeField(_("nach Art. 14 unterrichtet am"), null=True, blank=True, editable=False)
    objected_at = models.DateTimeField(_("widersprochen am"), null=True, blank=True, editable=False)
    confirmed_on = models.DateField(_("zuletzt bestätigt am"), null=True, blank=True)
    left_on = models.DateField(_("ausgeschieden am"), null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("Beispiel"), default=False)
    created_at = models.DateTimeField(editable=False)
    modified_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["person_key", "id"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)


class ContactChannel(models.Model):
    """One way to reach an organisation or a person."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-Mail")
        PHONE = "phone", _("Telefon")
        MOBILE = "mobile", _("Mobil")
        FAX = "fax", _("Fax")

    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="channels")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("Weg"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("Nummer oder Adresse"), max_length=254)
    note = models.CharField(_("Hinweis"), max_length=120, blank=True)
    is_public = models.BooleanField(_("öffentlich zeigen"), default=False)
    bounced_at = models.DateTimeField(_("unzustellbar seit"), null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["kind", "value"], name="channel_kind_value")]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False, person__isnull=True) | Q(actor__isnull=True, person__isnull=False),
                name="channel_of_one_actor_or_one_person",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(is_public=False), name="channels_of_people_are_never_public"
            ),
        ]

    def __str__(self) -> str:
        return self.value
