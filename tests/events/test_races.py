"""Never over, never lost: real processes that all want the same seats at the same moment, on SQLite and on PostgreSQL.

These tests bring their own databases, so they run once and not again for the other database (hence the mark `pure`).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.race import Stadium, stadium
from tests.site import Visitor, all_at_once, site

pytestmark = pytest.mark.pure
PROCESSES = 8


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stadium]:
    with stadium(request.param, tmp_path_factory.mktemp("race")) as found:
        yield found


def crowd(n: int, **arguments: Any) -> list[tuple[str, dict[str, Any]]]:
    """n people in eight processes."""
    names = [f"n{number}" for number in range(n)]
    return [("sign_up", {"names": names[part::PROCESSES], **arguments}) for part in range(PROCESSES)]


def everybody(answers: list[list[Any]]) -> list[Any]:
    return [person for answer in answers for person in answer]


def overtaken(people: list[Any], waiting: list[str]) -> list[tuple[str, str]]:
    """Pairs where the first was done before the second began, and yet comes later: on the list, or waits while the other sits."""
    rank = {name: number for number, name in enumerate(waiting)}
    place = {name: rank.get(name, -1) for name, *_ in people}
    return [
        (first, second)
        for first, _state, _began, ended in people
        for second, _state2, began, _ended in people
        if ended < began and place[first] > place[second]
    ]


@pytest.mark.parametrize("n_seats", [1, 50])
def test_seats_go_to_exactly_as_many_as_there_are_when_two_hundred_want_one(place: Stadium, n_seats: int) -> None:
    event = place.run("prepare", seats_in_all=n_seats)["event"]

    people = everybody(place.race(crowd(200, event=event)))

    after = place.run("look", event=event)
    states = [state for _name, state, *_ in people]
    assert (states.count("confirmed"), states.count("waiting")) == (n_seats, 200 - n_seats)
    assert (after["problems"], after["seated"], after["pools"]) == ([], n_seats, {"": [n_seats, n_seats]})
    assert sorted(after["waiting"]) == sorted(name for name, state, *_ in people if state == "waiting")
    assert overtaken(people, after["waiting"]) == []
    assert after["confirmations"] == after["confirmed"]


def test_never_more_than_fifty_when_parties_of_three_come(place: Stadium) -> None:
    event = place.run("prepare", seats_in_all=50)["event"]

    people = everybody(place.race(crowd(80, event=event, n_seats=3)))

    after = place.run("look", event=event)
    assert [state for _name, state, *_ in people].count("confirmed") == 16
    assert (after["problems"], after["seated"], after["pools"]) == ([], 48, {"": [50, 48]})
    assert overtaken(people, after["waiting"]) == []


def test_no_pool_is_over_and_no_seat_is_kept_back_when_groups_have_their_own(place: Stadium) -> None:
    event = place.run("prepare", seats_in_all=50, groups={"affected": 10, "practice": 8})["event"]

    place.race(crowd(120, event=event, mixed=True))

    after = place.run("look", event=event)
    free = {group: seats - taken for group, (seats, taken) in after["pools"].items()}
    assert after["problems"] == []
    assert sum(seats for seats, _taken in after["pools"].values()) == 50
    assert all(n >= 0 for n in free.values())
    first_group, first_size = after["heads"][0]
    assert first_size > free[""] + (free[first_group] if first_group else 0)
    assert all(size > free[group] for group, size in after["heads"] if group)


def test_books_balance_when_everything_happens_at_once(place: Stadium) -> None:
    made = place.run("prepare", seats_in_all=20, groups={"affected": 4, "practice": 3}, offer_hours=48)
    event = made["event"]
    place.run("sign_up", event=event, names=[f"vorher{number}" for number in range(30)])

    parts = [("everything", {**made, "seed": seed, "rounds": 30}) for seed in range(PROCESSES)]
    for _name, arguments in parts:
        del arguments["path"]
    counts = place.race(parts)

    after = place.run("look", event=event)
    done = {what for count in counts for what in count}
    assert {"register", "cancel", "change", "expire"} <= done
    # Chance decides whether a seat is free just when somebody wants to move up: refusing is an answer too.
    assert {"accept", "promote"} <= {what.removesuffix(" refused") for what in done}
    assert after["problems"] == []
    assert sum(seats for seats, _taken in after["pools"].values()) == 20
    assert all(taken <= seats for seats, taken in after["pools"].values())


@pytest.mark.parametrize("form_key", ["einschluessel", None])
def test_one_registration_stands_when_the_same_person_sends_again_and_again(
    place: Stadium, form_key: str | None
) -> None:
    event = place.run("prepare", seats_in_all=10)["event"]

    answers = place.race([("same", {"event": event, "times": 5, "form_key": form_key})] * PROCESSES)

    after = place.run("look", event=event)
    assert [already for answer in answers for already in answer].count(False) == 1
    assert (after["all"], after["seated"], len(after["confirmations"]), after["problems"]) == (1, 1, 1, [])


def test_too_many_are_let_in_when_the_guard_is_off(place: Stadium) -> None:
    """The same race with a naive read-then-write shows that these tests can fail."""
    event = place.run("prepare", seats_in_all=50)["event"]

    people = everybody(place.race(crowd(200, event=event, guarded=False)))

    after = place.run("look", event=event)
    assert after["seated"] > 50
    assert [state for _name, state, *_ in people].count("confirmed") > 50
    assert after["problems"] != []


def test_everybody_gets_an_answer_when_two_hundred_come_through_the_web_form(place: Stadium) -> None:
    """The whole way: form, check page, booking, on the real server with two worker processes."""
    made = place.run("prepare", seats_in_all=50)

    with site(place.environment) as running:
        visitors = [Visitor(running.port, made["path"], f"w{number}") for number in range(200)]
        failures = all_at_once(visitors)

    after = place.run("look", event=made["event"])
    answers = [visitor.answer for visitor in visitors]
    assert failures == []
    assert {status for visitor in visitors for status in visitor.statuses} == {200}
    assert (answers.count("angemeldet"), answers.count("Warteliste")) == (50, 150)
    assert (after["problems"], after["seated"], len(after["waiting"])) == ([], 50, 150)
    assert after["confirmations"] == after["confirmed"]
    assert after["people"] == sorted(f"{v.name}@example.org" for v in visitors if v.answer == "angemeldet")
