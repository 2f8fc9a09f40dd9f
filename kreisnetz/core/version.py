"""The stamp that tells every process that the anonymous public pages have changed."""

from django.db.models import F

from kreisnetz.core.models import PublicVersion


def bump() -> None:
    """Call in the transaction that changes something public."""
    if not PublicVersion.objects.filter(pk=1).update(number=F("number") + 1):
        PublicVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def current() -> int:
    return PublicVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
