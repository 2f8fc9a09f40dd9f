"""Municipalities of a county from a CSV in the shape of data/gemeinden-gg.csv.

Source of the file that comes with Kreisnetz: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis, inhabitants on
31.12.2023 (register count), data licence Germany – attribution – version 2.0.
"""

import csv
from decimal import Decimal
from pathlib import Path

from kreisnetz.core.names import search_key, slug
from kreisnetz.register.models import Municipality

EXAMPLE_FILE = Path(__file__).parent / "data" / "gemeinden-gg.csv"
BASE = "Bevölkerungsfortschreibung, Stand 31.12.2023 (Destatis)"


def load(path: Path = EXAMPLE_FILE) -> int:
    """Create or refresh the municipalities of this file by their key; returns how many."""
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        Municipality.objects.update_or_create(
            ags=row["ags"],
            defaults={
                "ars": row["ars"],
                "name": row["name"],
                "slug": slug(row["name"]),
                "sort_key": search_key(row["name"]),
                "postcode": row["postcode"],
                "area_km2": Decimal(row["area_km2"]),
                "inhabitants": int(row["inhabitants_2023_12_31"]),
                "inhabitants_base": BASE,
                "longitude": float(row["longitude"]),
                "latitude": float(row["latitude"]),
            },
        )
    return len(rows)
