"""From a messy file to the register: planned with its cells, decided, applied as a whole, and taken back."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kreisnetz.register import history
from kreisnetz.register.importing import runs
from kreisnetz.register.importing.wishes import Plan
from kreisnetz.register.models import Actor, Change, ContactChannel, ImportRun, Membership, Network, Person
from kreisnetz.register.sheets.contract import Refusal
from tests.make import NOW, make_actor, make_membership, make_network, make_person, make_user

pytestmark = pytest.mark.django_db
FILES = Path(__file__).resolve().parents[2] / "files" / "excel"
HEAD = ("Netzwerk", "Organisation", "Nachname", "Vorname", "E-Mail", "Rolle", "seit")


def table(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def taken_in(data: bytes, name: str = "liste.csv", **decisions: str) -> tuple[ImportRun, Plan]:
    """Applied; what is unclear is taken as new."""
    run, _reading = runs.start(data, name, by=None, now=NOW)
    runs.decide(run, decisions)
    for item in runs.plan_of(run, today=NOW.date()).unclear:
        runs.decide(run, {item.key: "new"})
    return run, runs.apply(run, by=None, now=NOW)


def planned(data: bytes, name: str = "liste.csv", **decisions: str) -> Plan:
    run, _reading = runs.start(data, name, by=None, now=NOW)
    runs.decide(run, decisions)
    return runs.plan_of(run, today=NOW.date())


ROWS = (
    ("Runder Tisch", "Beispiel-Amt", "Ahorn", "Ada", "ada@example.org", "Leitung", "2019"),
    ("Runder Tisch", "Beispiel-Verein e. V.", "N.N.", "", "", "", ""),
    ("Arbeitskreis", "Beispiel-Amt", "Ahorn", "Ada", "ada@example.org", "", "01.02.2020"),
)


def test_file_goes_in_with_its_cells_and_people_are_to_be_told() -> None:
    _run, plan = taken_in(table(*ROWS))

    assert (Network.objects.count(), Actor.objects.count(), Person.objects.count()) == (2, 2, 1)
    seat = Membership.objects.get(network__name="Runder Tisch", actor__name="Beispiel-Amt")
    assert (str(seat.person), seat.role, seat.since, seat.since_precision) == (
        "Ada Ahorn",
        "chair",
        date(2019, 1, 1),
        "year",
    )
    assert "Zelle B2" in seat.source
    assert Membership.objects.get(actor__name="Beispiel-Verein e. V.").is_vacant
    assert not Network.objects.filter(is_public=True).exists()
    assert Person.objects.get().told_at is None
    assert ContactChannel.objects.get().value == "ada@example.org"
    assert plan.counts["new"] == 7


def test_same_file_twice_changes_nothing() -> None:
    taken_in(table(*ROWS))
    before = Change.objects.count()

    _run, plan = taken_in(table(*ROWS))

    assert set(plan.counts) == {"same"}
    assert Change.objects.count() == before


def test_file_that_names_networks_by_number_only_changes_nothing_the_second_time() -> None:
    data = table(("runder-tisch", "M1", ""), head=("network_id", "actor_id", "role"))
    taken_in(data)

    _run, plan = taken_in(data)

    assert set(plan.counts) == {"same"}
    assert Network.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        "jugendamt_netzwerke.xlsx",
        "liga_gesamtliste.xlsx",
        "sozialplanung_matrix.xlsx",
        "verteiler_cp1252.csv",
        "buendnis_demenz.ods",
        "altbestand.xls",
    ],
)
def test_workbook_of_every_office_goes_in_twice_and_out_again_by_undo(name: str) -> None:
    data = (FILES / name).read_bytes()

    run, plan = taken_in(data, name)
    assert plan.counts["new"] > 3
    n_seats = Membership.objects.count()
    _again, second = taken_in(data, name)

    assert {verb: n for verb, n in second.counts.items() if verb != "same"} == {}
    assert Membership.objects.count() == n_seats
    history.undo_run(run, by=None, now=NOW)
    assert (Network.objects.count(), Actor.objects.count(), Membership.objects.count(), Person.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_similar_name_is_asked_and_never_merged_silently() -> None:
    there = make_actor("Deutsches Rotes Kreuz Kreisverband Beispielstadt e. V.")
    data = table(("Runder Tisch", "DRK KV Beispielstadt", "", "", "", "", ""))

    run, _reading = runs.start(data, "liste.csv", by=None, now=NOW)
    [item] = runs.plan_of(run, today=NOW.date()).unclear
    assert there.name in item.question
    with pytest.raises(runs.StillUnclear):
        runs.apply(run, by=None, now=NOW)
    assert not Membership.objects.exists()

    runs.decide(run, {item.key: item.choices[0][0]})
    runs.apply(run, by=None, now=NOW)
    assert Membership.objects.get().actor == there


def test_new_person_on_the_only_seat_is_a_change_and_told_before_and_after() -> None:
    taken_in(table(ROWS[0]))

    plan = planned(table(("Runder Tisch", "Beispiel-Amt", "Birke", "Ben", "", "", "")))

    [seat] = [item for item in plan.items if item.kind == "seat"]
    assert (seat.verb, seat.details) == ("changed", [("Person", "Ada Ahorn", "Ben Birke")])


def test_who_is_missing_leaves_only_when_the_list_is_said_to_be_complete() -> None:
    taken_in(table(*ROWS))
    network = Network.objects.get(name="Runder Tisch")
    less = table(ROWS[0])

    assert planned(less).counts["ended"] == 0
    _run, plan = taken_in(less, **{f"complete:network:{network.pk}": "yes"})

    assert plan.counts["ended"] == 1
    assert Membership.objects.get(actor__name="Beispiel-Verein e. V.").until == NOW.date()
    assert Membership.objects.get(network__name="Arbeitskreis").until is None


def test_change_of_an_address_names_old_and_new() -> None:
    make_actor("Beispiel-Amt", street="Altweg 1")
    head = ("Organisation", "Straße", "PLZ", "Ort")

    plan = planned(table(("Beispiel-Amt", "Neuweg 2", "00001", "Neustadt"), head=head))

    [item] = [item for item in plan.items if item.kind == "actor"]
    assert item.verb == "changed"
    assert ("Straße und Hausnummer", "Altweg 1", "Neuweg 2") in item.details


def test_namesakes_in_one_organisation_are_told_apart_by_their_mail() -> None:
    actor = make_actor("Beispiel-Amt")
    make_person("Ahorn", "Ada", actor=actor, email="eins@example.org")
    second = make_person("Ahorn", "Ada", actor=actor, email="zwei@example.org")
    taken_in(table(("Runder Tisch", "Beispiel-Amt", "Ahorn", "Ada", "zwei@example.org", "", "")))

    assert Membership.objects.get().person == second
    assert Person.objects.count() == 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04kaputt", b"%PDF-1.7", b"\x00" * 1000])
def test_broken_file_is_refused_and_nothing_is_kept(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        runs.start(data, "liste.xlsx", by=None, now=NOW)

    assert refused.value.text_de.endswith(".")
    assert not ImportRun.objects.exists()


def test_applied_run_has_no_file_and_is_not_applied_twice() -> None:
    run, _plan = taken_in(table(*ROWS))

    run.refresh_from_db()
    assert run.data is None
    with pytest.raises(runs.AlreadyDone):
        runs.apply(run, by=None, now=NOW)
    waiting, _reading = runs.start(table(*ROWS), "liste.csv", by=make_user(), now=NOW)
    assert runs.forget_files(now=NOW + timedelta(days=2)) == 1
    waiting.refresh_from_db()
    with pytest.raises(runs.AlreadyDone):
        runs.plan_of(waiting, today=NOW.date())


def test_what_was_changed_by_hand_since_stands_in_the_way_of_undo() -> None:
    run, _plan = taken_in(table(*ROWS))
    make_membership(Actor.objects.get(name="Beispiel-Amt"), make_network("Von Hand"))

    with pytest.raises(history.ChangedSince):
        history.undo_run(run, by=None, now=NOW)
    assert Actor.objects.count() == 2


def test_ten_thousand_seats_are_planned_in_seconds_with_progress() -> None:
    rows: list[tuple[Any, ...]] = [
        (f"Netzwerk {n % 60}", f"Beispiel-Stelle {n % 1500}", f"Ahorn{n % 700}", "Ada", "", "", "2019")
        for n in range(10_000)
    ]
    steps: list[tuple[int, int]] = []
    run, _reading = runs.start(table(*rows), "gross.csv", by=None, now=NOW)

    plan = runs.plan_of(run, today=NOW.date(), progress=lambda done, total: steps.append((done, total)))

    assert plan.counts["new"] == 10_000 + 60 + 1500
    assert steps[-1] == (10_000, 10_000)
    assert len(steps) > 10


def test_snapshots_become_seats_with_days_and_go_in_twice_unchanged() -> None:
    head = ("Netzwerk", "Organisation", "Stichtag")
    seen = {"Immer": (1, 2, 3), "Ging": (1,), "Kam": (2, 3), "Kam und ging": (2,), "Mit Lücke": (1, 3)}
    rows = [("Runder Tisch", f"Beispiel {name}", f"01.01.202{n}") for name, years in seen.items() for n in years]
    _run, plan = taken_in(table(*rows, head=head))

    first, second, third = (date(2020 + n, 1, 1) for n in (1, 2, 3))
    spans = [
        (seat.actor.name.removeprefix("Beispiel "), seat.since, seat.until)
        for seat in Membership.objects.order_by("pk")
    ]
    assert sorted(spans, key=str) == sorted(
        [
            ("Immer", None, None),
            ("Ging", None, first),
            ("Kam", second, None),
            ("Kam und ging", second, second),
            ("Mit Lücke", None, first),
            ("Mit Lücke", third, None),
        ],
        key=str,
    )
    assert plan.counts["new"] == 1 + 5 + 6
    _again, plan = taken_in(table(*rows, head=head))
    assert set(plan.counts) == {"same"}


def test_who_may_be_the_one_left_out_is_not_taken_for_missing() -> None:
    taken_in(table(("Runder Tisch", "Beispiel-Beratungsstelle", "", "", "", "", "")))
    network = Network.objects.get()
    data = table(("Runder Tisch", "Beispiel-Beratungstelle", "", "", "", "", ""))
    key = planned(data).unclear[0].key

    plan = planned(data, **{key: "skip", f"complete:network:{network.pk}": "yes"})

    assert plan.counts["ended"] == 0
