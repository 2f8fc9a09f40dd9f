"""Fixed x/y positions for the map of organisations and networks: the same input gives the same picture.

A force model: nodes push each other away, seats pull together. It starts from distances to a few far-apart nodes, so the large shape
is right before the first step. Given the positions of the last picture, it keeps them and only finds room for what is new.
No database, no clock, no chance.

Sources: start after Brandes and Pich (2006), "Eigensolver methods for progressive multidimensional scaling"; repulsion by degree
after Jacomy et al. (2014), "ForceAtlas2"; repulsion summed on a grid by fast Fourier transform after Linderman et al. (2019).
"""

from collections.abc import Iterable, Mapping

from kreisnetz.analysis import layout_forces, layout_parts
from kreisnetz.analysis.layout_forces import Array, Graph

Position = tuple[float, float]

# Below this share of nodes with a known place the picture is made anew and turned so that it resembles the last one.
KNOWN_SHARE = 0.6
DECIMALS = 3


def positions(
    nodes: Iterable[str], edges: Iterable[tuple[str, str]], *, previous: Mapping[str, Position] | None = None
) -> dict[str, Position]:
    """A place for every node, about one unit apart. Order of the input and doubled edges do not matter.

    >>> positions(["n1"], [])
    {'n1': (0.0, 0.0)}
    >>> sorted(positions(["a", "b", "n"], [("a", "n"), ("b", "n")])) == ["a", "b", "n"]
    True
    """
    import numpy as np  # slow import

    names = sorted(set(nodes))
    if not names:
        return {}
    graph = layout_parts.graph_of(names, edges)
    known = [previous.get(name) if previous else None for name in names]
    n_known = sum(place is not None for place in known)
    if n_known == len(names):
        return {name: place for name, place in zip(names, known, strict=True) if place is not None}
    places = np.array([place or (np.nan, np.nan) for place in known], dtype=np.float64).reshape(-1, 2)
    if n_known >= KNOWN_SHARE * len(names):
        found = layout_parts.with_room_for_new(graph, places)
    else:
        found = _afresh(graph)
        if n_known >= 3:
            found = layout_parts.turned_like(found, places)
    return {
        name: (round(float(x), DECIMALS), round(float(y), DECIMALS)) for name, (x, y) in zip(names, found, strict=True)
    }


def _afresh(graph: Graph) -> Array:
    """Every connected part by itself, then side by side, the largest first and single nodes together."""
    import numpy as np  # slow import

    parts = layout_parts.parts_of(graph)
    joined = [part for part in parts if len(part) > 1]
    drawn = []
    for members in joined:
        inner = layout_parts.part_of(graph, members)
        drawn.append(layout_forces.settled(inner, layout_parts.start(inner)))
    if len(joined) < len(parts):
        single = np.concatenate(parts[len(joined) :])
        joined, drawn = [*joined, single], [*drawn, layout_parts.block(len(single))]
    return layout_parts.side_by_side(graph.n, joined, drawn)
