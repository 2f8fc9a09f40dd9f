"""What a person does with the outbox: letters, faxes and calls are ticked off, mails that failed are tried again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kreisnetz.core import audit
from kreisnetz.core.models import OutgoingMessage, User


def in_state(state: str) -> QuerySet[OutgoingMessage]:
    """ "by_hand", "waiting", "given_up", "sent" or everything."""
    email = Q(channel=OutgoingMessage.Channel.EMAIL)
    waiting = Q(sent_at__isnull=True, given_up_at__isnull=True)
    wanted = {
        "by_hand": waiting & ~email,
        "waiting": waiting & email,
        "given_up": Q(sent_at__isnull=True, given_up_at__isnull=False),
        "sent": Q(sent_at__isnull=False),
    }.get(state, Q())
    return OutgoingMessage.objects.filter(wanted)


@transaction.atomic
def mark_done(message: OutgoingMessage, *, now: datetime, by: User) -> bool:
    """Somebody posted the letter, sent the fax or made the call; False for mails and for what is done already."""
    by_hand = in_state("by_hand").filter(pk=message.pk)
    if not by_hand.update(sent_at=now):
        return False
    audit.record(by, "done_by_hand", message, now=now, channel=message.channel)
    return True


@transaction.atomic
def retry(message: OutgoingMessage, *, now: datetime, by: User) -> bool:
    """Try a mail again that was given up; False if it was not."""
    failed = in_state("given_up").filter(pk=message.pk)
    if not failed.update(given_up_at=None, attempts=0, not_before=now, last_error="", lease="", lease_until=None):
        return False
    audit.record(by, "retry", message, now=now)
    return True
