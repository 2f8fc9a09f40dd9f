"""The keys for coordinators can be written as JSON and leave undefined what is undefined."""

import json

from kreisnetz.analysis import part_a_keys as keys
from kreisnetz.analysis.landscape import Actor, Seat, build


def every(graph):
    found = {}
    for part in ("brokerage", "mixing", "coverage", "vacancies", "load"):
        found |= getattr(keys, f"{part}_keys")(graph)
    return json.loads(json.dumps(found, allow_nan=False))


def test_keys_are_json_when_there_are_groups():
    actors = [Actor("a", group="practice"), Actor("b", group="practice"), Actor("c", group="politics")]
    found = every(build(actors, [], [Seat("a", "N"), Seat("b", "N"), Seat("b", "M"), Seat("c", "M")]).on(None))
    assert found["broker_roles_actors"]["b"] == [0, 0, 1, 0]
    assert found["broker_roles"]["gatekeeper"]["share"] == 1
    assert found["blau_networks"] == {"M": 0.5, "N": 0.0}


def test_keys_are_null_when_the_landscape_is_empty():
    found = every(build([], [], []).on(None))
    for key in ("broker_roles", "coverage_share", "target_share_met", "member_hours_total"):
        assert found[key] is None
