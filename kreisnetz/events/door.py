"""Check-in at the door: a tick with a time; the same tick twice changes nothing."""

from datetime import datetime

from django.db import transaction

from kreisnetz.core import audit
from kreisnetz.core.models import User
from kreisnetz.events.models import Participant, Registration


class NotExpected(ValueError):
    """This person's registration is not (or no longer) confirmed."""


@transaction.atomic
def check_in(participant: Participant, *, now: datetime, by: User | str) -> bool:
    """Tick somebody off; False if that was done before. Raises NotExpected."""
    coming = Participant.objects.filter(pk=participant.pk, registration__state=Registration.State.CONFIRMED)
    if not coming.exists():
        raise NotExpected
    if not Participant.objects.filter(pk=participant.pk, checked_in_at__isnull=True).update(checked_in_at=now):
        return False
    audit.record(by, "check_in", participant, now=now)
    return True


@transaction.atomic
def undo_check_in(participant: Participant, *, now: datetime, by: User) -> bool:
    """Take the tick back; False if there was none."""
    if not Participant.objects.filter(pk=participant.pk, checked_in_at__isnull=False).update(checked_in_at=None):
        return False
    audit.record(by, "undo_check_in", participant, now=now)
    return True
