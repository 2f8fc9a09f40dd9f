"""Dated memberships from public data sets beside the project come in by the same door."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kreisnetz.register.sheets.contract import Layout, Precision
from kreisnetz.register.sheets.reading import read

pytestmark = pytest.mark.pure


def test_spells_with_first_and_last_year_are_read(shared: Path) -> None:
    lines = (shared / "networks" / "10_igo" / "memberships.csv").read_bytes().splitlines(keepends=True)
    data = b"".join(lines[:4000])  # of 19,000, all of one shape

    sheet = read(data, "memberships.csv").sheets[0]

    assert (sheet.layout, len(sheet.rows)) == (Layout.MEMBERSHIPS, data.count(b"\n") - 1)
    first = sheet.rows[0]
    assert (first.organisation_id.text, first.network_id.text) == ("S002", "acdt")
    assert (first.since.day, first.until.day, first.since.precision) == (
        date(1949, 1, 1),
        date(1956, 12, 31),
        Precision.YEAR,
    )
    assert Counter(row.role.text for row in sheet.rows).keys() == {"full", "associate", "observer"}


def test_names_to_the_numbers_are_read(shared: Path) -> None:
    folder = shared / "networks" / "10_igo"

    actors = read((folder / "actors.csv").read_bytes(), "actors.csv").sheets[0]
    networks = read((folder / "networks.csv").read_bytes(), "networks.csv").sheets[0]

    assert (actors.layout, len(actors.rows)) == (Layout.ORGANISATIONS, 217)
    assert (actors.rows[0].organisation_id.text, actors.rows[0].organisation.text) == ("S002", "usa")
    assert (networks.layout, len(networks.rows)) == (Layout.NETWORKS, 534)
    assert (networks.rows[2].network.text, networks.rows[2].since.day.year) == (
        "Asian-African Legal Consultative Org",
        1956,
    )


def test_snapshots_are_read_with_their_day(shared: Path) -> None:
    data = (shared / "networks" / "11_appg_officers" / "memberships_by_snapshot.csv").read_bytes()
    lines = data.splitlines(keepends=True)
    some = b"".join(lines[:1] + lines[1::20])  # every line has the same shape; a twentieth is quick

    sheet = read(some, "memberships_by_snapshot.csv").sheets[0]

    assert (sheet.layout, len(sheet.rows)) == (Layout.MEMBERSHIPS, len(lines[1::20]))
    assert sheet.rows[0].snapshot.day == date(2024, 8, 28)
    assert len({row.snapshot.day for row in sheet.rows}) == 16
