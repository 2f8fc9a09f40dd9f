"""Fills the register with an invented landscape of any size: regions, a few large networks, many small ones, dated seats."""

import random
from datetime import UTC, date, datetime, timedelta

from kreisnetz.register.models import Actor, FieldOfAction, Membership, Municipality, Network, StakeholderGroup

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FIELDS = ("Frühe Hilfen", "Bildung", "Arbeit", "Jugend", "Gesundheit", "Teilhabe", "Wohnen", "Pflege")
BATCH = 2000


def fill(n: int, *, seed: int = 1) -> None:
    """n nodes, about two seats each; everything is public and called Beispiel."""
    chance = random.Random(seed)
    n_networks = max(3, n // 11 if n <= 5000 else n // 20)
    fields = [FieldOfAction(name=name, slug=f"feld-{i}", sort_key=name) for i, name in enumerate(FIELDS)]
    FieldOfAction.objects.bulk_create(fields)
    towns = [
        Municipality(ags=f"{i:08d}", ars=f"{i:012d}", name=f"Beispielort {i}", slug=f"ort-{i}", sort_key=f"{i:03d}")
        for i in range(14)
    ]
    Municipality.objects.bulk_create(towns)
    stamps = {"created_at": NOW, "modified_at": NOW, "is_public": True, "is_example": True}
    networks = [
        Network(name=f"Beispiel-Netzwerk {i}", slug=f"netz-{i}", sort_key=f"{i:06d}", **stamps)
        for i in range(n_networks)
    ]
    Network.objects.bulk_create(networks, batch_size=BATCH)
    groups = [*StakeholderGroup.values, ""]
    actors = [
        Actor(
            name=f"Beispiel-Träger {i}", slug=f"org-{i}", sort_key=f"{i:06d}", name_key=str(i), agreed_on=NOW.date(),
            default_group=chance.choice(groups), municipality=chance.choice(towns), **stamps,
        )
        for i in range(n - n_networks)
    ]  # fmt: skip
    Actor.objects.bulk_create(actors, batch_size=BATCH)
    Network.fields_of_action.through.objects.bulk_create(
        [Network.fields_of_action.through(network=x, fieldofaction=chance.choice(fields)) for x in networks],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(_seats(actors, networks, chance), batch_size=BATCH)


def _seats(actors: list[Actor], networks: list[Network], chance: random.Random) -> list[Membership]:
    n_regions = max(3, int(len(networks) ** 0.5))
    fame = [chance.paretovariate(1.4) for _network in networks]
    regions = [chance.randrange(n_regions) for _network in networks]
    pools = {r: [i for i, region in enumerate(regions) if region == r] for r in range(n_regions)}
    everywhere = list(range(len(networks)))
    seats = []
    for actor in actors:
        if chance.random() < 0.03:
            continue
        home = pools[chance.randrange(n_regions)] or everywhere
        chosen = set()
        for _seat in range(min(12, int(chance.paretovariate(1.3)))):
            if chance.random() < 0.85:
                chosen.add(chance.choices(home, [fame[i] for i in home])[0])
            else:
                chosen.add(chance.choice(everywhere))
        for number in sorted(chosen):
            since = date(2010, 1, 1) + timedelta(days=chance.randrange(5000))
            until = since + timedelta(days=900) if chance.random() < 0.1 else None
            seats.append(
                Membership(
                    actor=actor, network=networks[number], since=since, until=until, group=actor.default_group,
                    created_at=NOW, modified_at=NOW,
                )
            )  # fmt: skip
    return seats
