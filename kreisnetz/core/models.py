"""What every room needs and no room owns: staff accounts and roles, audit trail, outgoing mail, the public pages' version."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kreisnetz.core.rights import RIGHTS_OF, WIDE_RIGHTS_OF, Right, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, name: str = "") -> "User":
        user = self.model(email=self.normalize_email(email).casefold(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A staff account. What it may do comes from its RoleGrants alone; there is no superuser flag."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def may(self, right: Right, *, now: datetime, scope: str = "") -> bool:
        """True if any live grant gives this right, either everywhere or in this scope (for example "event:12")."""
        return any(
            right in (RIGHTS_OF[grant.role] if grant.scope in {"", scope} else WIDE_RIGHTS_OF.get(grant.role, ()))
            for grant in self.live_grants(now=now)
        )

    def scopes(self, right: Right, *, now: datetime) -> set[str]:
        """Where this right holds: {""} everywhere, {"network:3"} there only, empty nowhere."""
        found = {grant.scope for grant in self.live_grants(now=now) if right in RIGHTS_OF[grant.role]}
        return {""} if "" in found else found

    def live_grants(self, *, now: datetime) -> list["RoleGrant"]:
        if not self.is_active:
            return []
        if not hasattr(self, "_grants"):
            self._grants = list(self.grants.all())
        return [grant for grant in self._grants if grant.is_live(now=now)]


class RoleGrant(models.Model):
    """One role of one account; scope "" means everywhere, "event:12" one event only."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=40, blank=True, default="")
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="one_grant_per_role_and_scope"),
            models.CheckConstraint(
                condition=~Q(role=Role.DOOR) | (~Q(scope="") & Q(expires_at__isnull=False)),
                name="door_grants_are_for_one_event_and_expire",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.MEMBER) | Q(scope__startswith="actor:"),
                name="member_grants_are_for_one_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.scope}".strip()

    def is_live(self, *, now: datetime) -> bool:
        return self.expires_at is None or now < self.expires_at


class AuditEntry(models.Model):
    """Who did what to which object: ids, never contents."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["about", "at"], name="audit_about_at")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.about}"


class OutgoingMessage(models.Model):
    """One answer to one person, queued in the transaction that caused it.

    Channel e-mail is sent by the worker; letter, fax and phone lie on the office's list until somebody has done them.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-Mail")
        LETTER = "letter", _("Brief")
        FAX = "fax", _("Fax")
        PHONE = "phone", _("Anruf")

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    about = models.CharField(max_length=60)
    event_ref = models.CharField(max_length=60, blank=True)
    to_address = models.TextField()
    to_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, default="de")
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="outbox_waiting",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["about"], name="outbox_about"),
            models.Index(fields=["event_ref"], name="outbox_event"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"

    @property
    def state(self) -> str:
        if self.sent_at:
            return "sent"
        return "given_up" if self.given_up_at else "waiting"


class PublicVersion(models.Model):
    """One row whose number grows when anything on the anonymous public pages changes."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Heartbeat(models.Model):
    """When something that runs by the clock last ran, and what went wrong then (empty: nothing)."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class RetentionEntry(models.Model):
    """The ledger of what was deleted: day, rule and number; never whose."""

    day = models.DateField()
    rule = models.CharField(max_length=40)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "rule"], name="one_ledger_line_per_day_and_rule")]
        ordering = ["-day", "rule"]

    def __str__(self) -> str:
        return f"{self.day} {self.rule} {self.n}"


class RateCount(models.Model):
    """How often something came from one keyed hash (never an address) in one hour; deleted after a day."""

    key = models.CharField(max_length=64)
    hour = models.DateTimeField(db_index=True)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "hour"], name="one_count_per_key_and_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.n}"


class CacheRow(models.Model):
    """The table of Django's database cache: failed sign-ins and used one-time codes, known to every process; keys are hashed."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kreisnetz_cache"

    def __str__(self) -> str:
        return f"{self.expires:%Y-%m-%d %H:%M}"


class SearchEntry(models.Model):
    """One thing that can be found: a network, an organisation, an event … Written by core.search_index only.

    `audience` says who may find it: everyone, the office, or only those who may see contacts.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("alle")
        OFFICE = "office", _("das Büro")
        CONTACTS = "contacts", _("wer Kontaktdaten sehen darf")

    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    label = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    slug = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.OFFICE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"


class SearchWord(models.Model):
    """A normalised word that occurs somewhere."""

    word = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchGram(models.Model):
    """Three letters of a word, so that parts of words and misspellings find it."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "word"], name="search_gram_once")]

    def __str__(self) -> str:
        return self.gram


class SearchPosting(models.Model):
    """This word stands in this entry; weight: 3 in its name, 2 in its short text, 1 somewhere below."""

    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="postings")
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "word"], name="search_posting_once")]
        indexes = [models.Index(fields=["word", "-weight", "entry"], name="search_posting_word")]

    def __str__(self) -> str:
        return f"{self.word_id} {self.entry_id}"
