"""Search, lists and profiles of the register with 300 and with 30,000 organisations: milliseconds in Django, and queries.

In one process, without server and page cache: what a page costs when nothing is kept. Run: python bench/register.py [--size 300 30000]
"""

# ruff: noqa: E402 - the models can be imported only after django.setup()
import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("KREISNETZ_SECRET_KEY", "bench" * 12)
os.environ.setdefault("KREISNETZ_DATA_DIR", tempfile.mkdtemp(prefix="kreisnetz-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kreisnetz.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from kreisnetz.core.models import RoleGrant, User
from kreisnetz.core.rights import Role
from kreisnetz.register import editing, municipalities, starting_lists
from kreisnetz.register.history import Writer
from kreisnetz.register.models import Actor, ActorKind, FieldOfAction, Membership, Municipality, Network

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
SYLLABLES = "be ra tung hil fe fa mi lie ju gend schu le kin der pfle ge ar beit so zi al wohn haus heim zen trum not ruf".split()
PAGES = (
    "/organisationen/",
    "/organisationen/?feld=bildung&kommune=trebur",
    "/organisationen/{actor}/",
    "/netzwerke/{network}/",
    "/suche/?q=beratung",
    "/suche/vorschlaege/?q={part}",
    "/suche/?q={misspelt}",
    "/buero/organisationen/",
    "/buero/organisationen/?q={part}",
    "/buero/organisationen/{pk}/",
    "/buero/netzwerke/{network_pk}/",
    "/buero/suche/vorschlaege/?q={part}",
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, nargs="+", default=[300, 30_000])
    sizes = parser.parse_args().size
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    municipalities.load()
    starting_lists.add_missing(by="bench", now=NOW)
    user = User.objects.create_user("bench@example.org", None, "Bench")
    RoleGrant.objects.create(user=user, role=Role.ADMINISTRATION)
    found: dict[int, dict[str, tuple[float, int]]] = {}
    for size in sizes:
        started = time.perf_counter()
        fill(size)
        print(f"{size}: filled in {time.perf_counter() - started:.0f} s")
        found[size] = measure(user)
    print("| page | " + " | ".join(f"{size} ms (queries)" for size in sizes) + " | ratio |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for page in PAGES:
        cells = [f"{found[size][page][0]:.1f} ({found[size][page][1]})" for size in sizes]
        print(f"| `{page}` | {' | '.join(cells)} | {found[sizes[-1]][page][0] / found[sizes[0]][page][0]:.1f} |")


def word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


@transaction.atomic
def fill(size: int) -> None:
    """Up to this many organisations, with fields, places and 1-4 seats each, in size/50 networks."""
    chance = random.Random(size)
    fields, towns = list(FieldOfAction.objects.all()), list(Municipality.objects.all())
    kinds = list(ActorKind.objects.all())
    taken: set[str] = set()
    with Writer("bench", NOW) as writer:
        first = Network.objects.count()
        networks = [
            Network(name=f"Netzwerk {word(chance)} {n}", is_public=True, slug=f"netzwerk-{n}")
            for n in range(first, max(6, size // 50))
        ]
        for network in networks:
            editing.derive(network)
        writer.create_many(networks)
        actors = [
            Actor(
                name=f"{word(chance)} {word(chance)} {n}",
                slug=f"stelle-{n}",
                kind=chance.choice(kinds),
                about=" ".join(word(chance) for _ in range(12)) + (" Beratung" if n % 3 == 0 else ""),
                town=chance.choice(towns).name,
                is_public=True,
                agreed_on=NOW.date(),
            )
            for n in range(Actor.objects.count(), size)
        ]
        for actor in actors:
            editing.derive(actor, taken=taken)
        many = [{"fields_of_action": [chance.choice(fields)], "municipalities": [chance.choice(towns)]} for _ in actors]
        writer.create_many(actors, many)
        tables = list(Network.objects.all())
        writer.create_many(
            [
                Membership(actor=actor, network=network, group="practice")
                for actor in actors
                for network in chance.sample(tables, chance.randint(1, 4))
            ]
        )


def measure(user: User) -> dict[str, tuple[float, int]]:
    actor = Actor.objects.order_by("pk")[Actor.objects.count() // 2]
    network = Network.objects.order_by("pk")[3]
    name = actor.name.split()[0]
    names = {
        "actor": actor.slug,
        "pk": actor.pk,
        "network": network.slug,
        "network_pk": network.pk,
        "part": name[:5].lower(),
        "misspelt": name[:-2] + name[-1] + "x",
    }
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(user)
    found = {}
    for page in PAGES:
        url = page.format(**names)
        for _ in range(3):
            assert client.get(url).status_code == 200, url
        n_queries = 0

        def count(execute: Any, *arguments: Any) -> Any:
            nonlocal n_queries
            n_queries += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            client.get(url)
        times = []
        for _ in range(15):
            started = time.perf_counter()
            client.get(url)
            times.append((time.perf_counter() - started) * 1000)
        found[page] = (statistics.median(times), n_queries)
    return found


if __name__ == "__main__":
    main()
