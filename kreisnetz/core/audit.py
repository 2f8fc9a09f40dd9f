"""The audit trail: called by hand where something is decided. Ids and field names only, never contents."""

from datetime import datetime

from django.db.models import Model

from kreisnetz.core.models import AuditEntry, User


def ref(obj: Model) -> str:
    """Stable short name of a row, for example "event:12"."""
    return f"{obj._meta.model_name}:{obj.pk}"


def actor_name(by: User | str | None) -> str:
    if by is None:
        return "public"
    return by if isinstance(by, str) else ref(by)


def record(by: User | str | None, verb: str, obj: Model | None, *, now: datetime, **detail: object) -> None:
    """Write one line: who (account, "worker", or None for the public), verb, object (None: all), ids and field names."""
    AuditEntry.objects.create(at=now, actor=actor_name(by), verb=verb, about=ref(obj) if obj else "", detail=detail)
