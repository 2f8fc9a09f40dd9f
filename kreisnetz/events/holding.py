"""How many seats are held by people who have not confirmed yet, per network and per mail address. Reads only.

Without this one stranger could keep a hall empty for days with invented names; a registration counts as many seats as it asks for.
"""

from django.db.models import Q, Sum

from kreisnetz.core.names import email_key
from kreisnetz.events.models import Registration


def held_unconfirmed(*, source: str, email: str) -> int:
    """Seats held and not confirmed from this network (keyed hash) or for this address, whichever is more."""
    unconfirmed = Registration.objects.filter(state=Registration.State.UNCONFIRMED)
    held = unconfirmed.aggregate(
        network=Sum("n_seats", filter=Q(source=source), default=0),
        address=Sum("n_seats", filter=Q(person_key__startswith=f"{email_key(email)}|"), default=0),
    )
    return max(held["network"] if source else 0, held["address"] if email else 0)
