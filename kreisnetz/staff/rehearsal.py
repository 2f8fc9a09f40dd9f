"""See what would be sent before it is sent: do it for real inside a transaction, read the outbox, and take all of it back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from kreisnetz.core import audit
from kreisnetz.core.models import OutgoingMessage
from kreisnetz.events.models import Event


@dataclass(frozen=True)
class Rehearsal:
    """How many would be told by which way, and one of the messages as an example."""

    total: int
    by_channel: list[tuple[str, int]]
    example: OutgoingMessage | None


def rehearse(event: Event, action: Callable[[], object]) -> Rehearsal:
    """Run the action, look at the messages it queued about this event, and undo everything. Only in a POST."""
    with transaction.atomic():
        last = OutgoingMessage.objects.aggregate(last=Max("pk"))["last"] or 0
        action()
        queued = list(OutgoingMessage.objects.filter(pk__gt=last, event_ref=audit.ref(event)).order_by("pk"))
        transaction.set_rollback(True)
    counts: dict[str, int] = {}
    for message in queued:
        label = str(message.get_channel_display())
        counts[label] = counts.get(label, 0) + 1
    emails = [message for message in queued if message.channel == OutgoingMessage.Channel.EMAIL]
    return Rehearsal(len(queued), sorted(counts.items()), next(iter(emails or queued), None))
