"""`kreisnetz analyse` from files to JSON, and what it says when a file is broken."""

import json
from pathlib import Path

import pytest

from kreisnetz.cli import main


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("actor_id,network_id\nÄ,N\nB,N\n", "utf-8"),
        ("\ufeffAkteur;Netzwerk\nÄ;N\nB;N\n", "utf-8"),
        ("Organisation\tNetzwerk\nÄ\tN\nB\tN\n", "cp1252"),
        ("source|target\nÄ|N\nB|N\n", "utf-16"),
    ],
)
def test_analyse_finds_columns_when_files_are_written_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, encoding: str
) -> None:
    file = tmp_path / "m.csv"
    file.write_text(text, encoding=encoding)
    assert main(["analyse", "--memberships", str(file), "--measures", "betweenness"]) == 0
    assert json.loads(capsys.readouterr().out)["betweenness_raw_actors_top10"] == [["B", 0.0], ["Ä", 0.0]]


@pytest.mark.parametrize(("day", "expected"), [("2013-12-31", 1), ("31.12.2014", 2), ("2015", 1)])
def test_years_are_inclusive_when_a_day_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str, expected: int
) -> None:
    file = tmp_path / "m.csv"
    file.write_text("actor_id,network_id,first_year,last_year\nA,N,2010,2014\nB,N,2014,\n", encoding="utf-8")
    assert main(["analyse", "--memberships", str(file), "--measures", "size", "--on", day]) == 0
    assert json.loads(capsys.readouterr().out)["n_actors"] == expected


def test_latest_snapshot_counts_when_no_day_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "m.csv"
    file.write_text("snapshot,actor_id,network_id\n2024-01-01,A,N\n2024-01-01,B,N\n2025-01-01,A,N\n", encoding="utf-8")
    assert main(["analyse", "--memberships", str(file), "--measures", "size"]) == 0
    assert json.loads(capsys.readouterr().out)["n_actors"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("actor_id,network_id,since\nA,N,2019-13-01\n", "Zeile 2, Spalte „since“"),
        ("actor_id,network_id\nA,N\n,N\n", "Zeile 3, Spalte „actor_id“"),
        ("actor_id,network_id\nA\n", "Zeile 2, Spalte 1"),
        ("a,b\nA,N\n", "Zeile 1"),
        ("", "Zeile 1"),
    ],
)
def test_analyse_names_the_place_and_prints_nothing_when_a_file_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    file = tmp_path / "m.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["analyse", "--memberships", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
