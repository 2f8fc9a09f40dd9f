"""The history of the register in German: who changed what, before and after, with names instead of numbers. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from kreisnetz.core.models import User
from kreisnetz.register.history import DERIVED
from kreisnetz.register.models import Actor, Change, Membership, Network, Person

APP = "register"
# Rows whose own name says which one it is.
NAMED = frozenset({"network", "actor", "person"})
LENGTH = 300
SHORT = 80
LIMIT_OF_REFS = 5
# Of no use to a reader, or said by the subject of the line already.
SILENT = DERIVED | {
    "id",
    "uid",
    "slug",
    "position",
    "network_id",
    "since_precision",
    "until_precision",
    "bounced_at",
    "told_at",
    "objected_at",
    "anonymised_at",
}
ADDRESS = frozenset({"street", "postcode", "town", "municipality_id", "municipalities"})
Names = Mapping[tuple[type[models.Model], int], str]


@dataclass(frozen=True)
class Detail:
    """One field before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One change: "Kim Beispiel änderte das Netzwerk" with its details."""

    change: Change
    who: str
    subject: str
    details: list[Detail]

    @property
    def sentence(self) -> str:
        words = {"who": self.who, "subject": self.subject}
        if self.is_reversal:
            return _("%(who)s nahm zurück: %(subject)s") % words
        if self.change.verb == Change.Verb.CREATE:
            return _("%(who)s legte an: %(subject)s") % words
        if self.change.verb == Change.Verb.DELETE:
            return _("%(who)s löschte: %(subject)s") % words
        return _("%(who)s änderte: %(subject)s") % words

    @property
    def is_reversal(self) -> bool:
        return self.change.undone_at is not None and self.change.undone_at == self.change.at

    @property
    def was_undone(self) -> bool:
        return self.change.undone_at is not None and not self.is_reversal


def lines(changes: Iterable[Change], *, hide_address: bool = False, hide: frozenset[str] = frozenset()) -> list[Line]:
    """The changes in words, in a number of queries that does not grow with their number.

    hide_address: for those who may not see where a protected organisation is. hide: names of fields that are not shown.
    """
    rows = list(changes)
    names = _names(rows)
    people = _people(rows)
    hidden = SILENT | hide | (ADDRESS if hide_address else frozenset())
    return [
        Line(row, who(row.actor_name, people), subject(row, names), _details(row, names, hidden, hide_address))
        for row in rows
    ]


def who(actor_name: str, people: Mapping[str, str]) -> str:
    if actor_name.startswith("user:"):
        return people.get(actor_name) or _("ein gelöschtes Konto")
    if actor_name.startswith("actor:"):
        return _("die Organisation über ihren Link")
    return {
        "public": _("die Organisation über ihren Link"),
        "system": _("das Programm"),
        "worker": _("das Programm"),
        "example": _("Beispieldaten"),
    }.get(actor_name, actor_name)


def subject(change: Change, names: Names) -> str:
    """What was changed, named so that it can be found again."""
    kind, _sep, number = change.about.partition(":")
    model = apps.get_model("register", kind)
    values = {**change.before, **change.after}
    own = str(next((values[key] for key in ("name", "title", "label", "value", "text") if values.get(key)), ""))
    if kind == "membership":
        seat = {"actor": _of(change, "actor", names), "network": _of(change, "network", names)}
        return _("Sitz von „%(actor)s“ in „%(network)s“") % seat
    if kind == "person":
        own = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    own = names.get((model, int(number)), own) or own
    own = own if len(own) <= SHORT else f"{own[: SHORT - 1]}…"
    word = _words().get(kind, _("Eintrag"))
    return f"{word} „{own}“" if own else word


def _words() -> dict[str, str]:
    return {
        "network": _("Netzwerk"),
        "actor": _("Organisation"),
        "person": _("Person"),
        "contactchannel": _("Kontaktweg"),
        "offer": _("Angebot"),
        "networklink": _("Unterlage"),
        "networkentry": _("Beschluss oder offener Punkt"),
        "targetseat": _("Zeile der Soll-Liste"),
        "fieldofaction": _("Handlungsfeld"),
        "challenge": _("Herausforderung"),
        "competence": _("Kompetenz"),
        "targetgroup": _("Zielgruppe"),
        "agegroup": _("Altersgruppe"),
        "actorkind": _("Art von Organisation"),
        "language": _("Sprache"),
        "responsiblearea": _("Zuständigkeit"),
    }


def _of(change: Change, kind: str, names: Names) -> str:
    for ref in (change.shown_on, change.also_on):
        name, _sep, number = ref.partition(":")
        if name == kind and number.isdigit():
            return names.get((apps.get_model("register", kind), int(number))) or _("gelöschter Eintrag")
    return "?"


def _details(change: Change, names: Names, hidden: frozenset[str], hide_address: bool) -> list[Detail]:
    model = apps.get_model("register", change.about.partition(":")[0])
    found = []
    for column in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        key = column.attname if isinstance(column, models.Field) else column.name
        key = column.name if column.many_to_many else key
        if key in hidden or (key not in change.before and key not in change.after):
            continue
        if change.verb != Change.Verb.UPDATE and values_say_nothing(change, key):
            continue
        old, new = (_value(column, key, values, names) for values in (change.before, change.after))
        if old != new:
            found.append(Detail(_label(column), old, new))
    touched = set(change.before) | set(change.after)
    if hide_address and change.about.startswith("actor:") and touched & ADDRESS:
        found.append(Detail(_("Anschrift"), "", _("geschützt")))
    return found


def _value(column: Any, key: str, values: Mapping[str, Any], names: Names) -> str:
    text = str(values.get(key) or "")
    precision = values.get(f"{key}_precision")
    if text and precision == Membership.Precision.YEAR:
        return text[:4]
    if text and precision == Membership.Precision.MONTH:
        return f"{text[5:7]}/{text[:4]}"
    return _in_words(column, values.get(key), names)


def values_say_nothing(change: Change, key: str) -> bool:
    """Of a new or deleted row only what somebody filled in is worth reading; its name stands in the sentence."""
    value = (change.after if change.verb == Change.Verb.CREATE else change.before).get(key)
    return value in (None, "", [], False) or key in {"name", "title", "label", "value", "text", "actor_id"}


def _label(column: Any) -> str:
    return {"actor": _("Organisation"), "person": _("Person")}.get(column.name) or str(column.verbose_name).rstrip("?")


def _in_words(column: Any, value: Any, names: Names) -> str:
    if value is None or value == "" or value == []:
        return ""
    if column.many_to_many:
        return ", ".join(sorted(_name(names, column.related_model, number) for number in value))
    if column.is_relation:
        return _name(names, column.related_model, value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.BooleanField):
        return _("ja") if value else _("nein")
    if isinstance(column, models.DateField):
        return _day(str(value))
    text = str(value)
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"


def _name(names: Names, model: type[models.Model], number: int) -> str:
    return names.get((model, number)) or _("gelöschter Eintrag")


def _day(text: str) -> str:
    found: date | None = parse_date(text[:10])
    return f"{found:%d.%m.%Y}" if found else text


def _people(changes: Sequence[Change]) -> dict[str, str]:
    numbers = {row.actor_name.removeprefix("user:") for row in changes if row.actor_name.startswith("user:")}
    users = User.objects.filter(pk__in=[number for number in numbers if number.isdigit()])
    return {f"user:{user.pk}": str(user) for user in users}


def _names(changes: Sequence[Change]) -> Names:
    """Names of all rows that the changes speak of; one query for each kind of row."""
    wanted: dict[type[models.Model], set[int]] = {}
    for change in changes:
        for ref in (change.about, change.shown_on, change.also_on):
            kind, _sep, number = ref.partition(":")
            if number.isdigit():
                wanted.setdefault(apps.get_model("register", kind), set()).add(int(number))
        model = apps.get_model("register", change.about.partition(":")[0])
        for values in (change.before, change.after):
            _collect(model, values, wanted)
    named = {model: numbers for model, numbers in wanted.items() if numbers and _has_name(model)}
    return {
        (model, row.pk): str(row)
        for model, numbers in named.items()
        for row in model._default_manager.filter(pk__in=numbers)
    }


def _has_name(model: type[models.Model]) -> bool:
    return model in {Network, Actor, Person} or any(
        column.name in {"name", "title", "label", "value"} for column in model._meta.concrete_fields
    )


def _collect(model: type[models.Model], values: Mapping[str, Any], wanted: dict[type[models.Model], set[int]]) -> None:
    for column in model._meta.concrete_fields:
        number = values.get(column.attname) if column.is_relation else None
        if isinstance(number, int) and isinstance(column.related_model, type):
            wanted.setdefault(column.related_model, set()).add(number)
    for relation in model._meta.many_to_many:
        if values.get(relation.name) and isinstance(relation.related_model, type):
            wanted.setdefault(relation.related_model, set()).update(values[relation.name])


def field_in_words(kind: str, name: str) -> str:
    """What a changed field of a register row is called: for the audit trail, which keeps field names only."""
    try:
        return _label(apps.get_model(APP, kind)._meta.get_field(name))
    except (LookupError, FieldDoesNotExist, AttributeError):
        return _words().get(name, name)


def kind_in_words(kind: str) -> str:
    """ "actor" as "Organisation"; empty for what is no row of the register."""
    return _("Sitz") if kind == "membership" else _words().get(kind, "")


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """ "actor:12" by name, for rows that still exist; one query for each kind of row."""
    numbers: dict[str, set[int]] = {}
    for ref in refs:
        kind, _sep, number = ref.partition(":")
        if number.isdigit() and kind in NAMED:
            numbers.setdefault(kind, set()).add(int(number))
    return {
        f"{kind}:{row.pk}": str(row)
        for kind, wanted in numbers.items()
        for row in apps.get_model(APP, kind)._default_manager.filter(pk__in=wanted)
    }


def refs_in_words(refs: Sequence[str]) -> list[str]:
    """ "actor:12" as "Organisation „Beispiel-Amt“": for what stands in the way of taking back."""
    words = _words()
    found = []
    for ref in refs[:LIMIT_OF_REFS]:
        kind, _sep, number = ref.partition(":")
        row = apps.get_model("register", kind)._default_manager.filter(pk=number).first()
        word = _("Sitz") if kind == "membership" else words.get(kind, _("Eintrag"))
        found.append(f"{word} „{row}“" if row else word)
    return found
