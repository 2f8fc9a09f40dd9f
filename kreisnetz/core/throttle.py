"""Counts how often something comes from one source in an hour; keeps keyed hashes only, never an address."""

import hashlib
import hmac
import ipaddress
from datetime import datetime

from django.conf import settings
from django.db import connection

from kreisnetz.core.models import RateCount


def source_of(ip: str) -> str:
    """The network an address belongs to: /24 of IPv4, /48 of IPv6; "unknown" for anything else."""
    try:
        address = ipaddress.ip_address(ip.strip())
    except ValueError:
        return "unknown"
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def keyed(kind: str, source: str) -> str:
    """A name for this source that nobody without the secret key can trace back."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{source}".encode(), hashlib.sha256).hexdigest()


def cache_key(key: str, prefix: str, version: int) -> str:
    """The name of a row in the cache: the sign-in pages build theirs from addresses, which must not be stored."""
    return keyed(f"cache:{prefix}:{version}", key)


def count(kind: str, source: str, *, now: datetime, n: int = 1) -> int:
    """So many more from this source; returns how many in this hour. Call it in the transaction of what is counted."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    table = RateCount._meta.db_table
    # One statement on both databases: many may count at once, and booking waits for it.
    sql = f"INSERT INTO {table} (key, hour, n) VALUES (%s, %s, %s) ON CONFLICT (key, hour) DO UPDATE SET n = {table}.n + excluded.n RETURNING n"  # noqa: S608 - the table's own name
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [keyed(kind, source), RateCount._meta.get_field("hour").get_db_prep_value(hour, connection), n]
        )
        return int(cursor.fetchone()[0])
