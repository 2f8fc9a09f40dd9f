"""Times of every measure on an invented landscape: python bench/analysis.py county|state|nation [seed]."""

import resource
import sys
import time

import numpy as np

from kreisnetz.analysis.answer_keys import MEASURES, Question
from kreisnetz.analysis.landscape import ALWAYS, OPEN, Actor, Landscape, Network

SIZES = {"county": (1_000, 60, 6_000), "state": (30_000, 1_300, 150_000), "nation": (400_000, 20_000, 3_000_000)}


def landscape(n_actors: int, n_networks: int, seats: int, seed: int) -> Landscape:
    """Few actors and networks hold many seats (Pareto); every actor has one. Doubled pairs are kept as rows."""
    random = np.random.default_rng(seed)
    busy, large = random.pareto(1.5, n_actors) + 1, random.pareto(1.2, n_networks) + 1
    more = random.choice(n_actors, seats - n_actors, p=busy / busy.sum())
    return Landscape(
        actors=tuple(Actor(f"A{i:06}") for i in range(n_actors)),
        networks=tuple(Network(f"N{i:05}") for i in range(n_networks)),
        row_actor=np.concatenate([np.arange(n_actors), more]).astype(np.int32),
        row_network=random.choice(n_networks, seats, p=large / large.sum()).astype(np.int32),
        row_since=np.full(seats, ALWAYS, np.int32),
        row_until=np.full(seats, OPEN, np.int32),
        row_group=np.full(seats, -1, np.int16),
        row_vacant=np.zeros(seats, dtype=bool),
    )


def main() -> None:
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    question = Question(landscape(*SIZES[sys.argv[1]], seed))
    start = time.perf_counter()
    for name, measure in MEASURES.items():
        before = time.perf_counter()
        measure(question)
        print(f"{name:14} {time.perf_counter() - before:8.3f} s", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'all':14} {time.perf_counter() - start:8.3f} s, {memory} MB at most")


if __name__ == "__main__":
    main()
