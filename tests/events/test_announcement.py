"""The announcement reader against texts as they really arrive: every field of the contract, and what a clerk is told."""

import json
import os
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from kreisnetz.events.announcement.contract import to_contract
from kreisnetz.events.announcement.proposal import Status, Sure
from kreisnetz.events.announcement.reading import read

pytestmark = pytest.mark.pure

FILES = Path(__file__).parent.parent / "files" / "announcements"
ROOT = Path(__file__).parent.parent.parent
NAMES = sorted(path.stem for path in FILES.glob("*.json"))
TODAY = date(2025, 5, 1)


def fits(wanted, found):
    """Equal, or one of several readings a careful clerk would accept ("any_of")."""
    if isinstance(wanted, dict) and set(wanted) == {"any_of"}:
        return any(fits(one, found) for one in wanted["any_of"])
    if isinstance(wanted, dict):
        return set(wanted) == set(found) and all(fits(value, found[key]) for key, value in wanted.items())
    if isinstance(wanted, list):
        return len(wanted) == len(found) and all(map(fits, wanted, found))
    return wanted == found


def contract_of(text, today=TODAY):
    return to_contract(read(text, today=today))


@pytest.mark.parametrize("name", NAMES)
def test_announcement_gives_the_contract_a_careful_clerk_would_write(name):
    wanted = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    text = (FILES / f"{name}.txt").read_text(encoding="utf-8")

    found = contract_of(text, date.fromisoformat(wanted.pop("today")))

    said = wanted.pop("warnings")
    missing = [words for words in said if not any(words in warning for warning in found["warnings"])]
    warnings = found.pop("warnings")
    wrong = {key: (found[key], value) for key, value in wanted.items() if not fits(value, found[key])}
    assert wrong == {}
    assert missing == [], warnings


def test_there_are_at_least_sixty_announcements():
    assert len(NAMES) >= 60
    assert {path.stem for path in FILES.glob("*.txt")} == set(NAMES)


def test_contract_has_exactly_the_agreed_keys_when_the_text_is_empty():
    found = contract_of("")

    assert found == {
        "is_event": False,
        "title": None,
        "dates": [],
        "place": {"name": None, "street": None, "postcode": None, "town": None},
        "hosts": [],
        "speakers": [],
        "registration": {"required": None, "email": None, "fax": None, "phone": None, "url": None, "deadline": None},
        "fee": None,
        "capacity": None,
        "status": "scheduled",
        "warnings": found["warnings"],
    }
    assert found["warnings"]


def test_seed_gives_series_catering_audience_and_theme():
    proposal = read((FILES / "seed.txt").read_text(encoding="utf-8"), today=date(2019, 6, 1))

    assert [year.value for year in proposal.series.earlier_years] == [2017, 2018]
    assert proposal.subtitle is not None
    assert proposal.subtitle.value == "Soziale Netzwerke im Kreis Groß-Gerau – für was sind sie gut?"
    assert proposal.catering is not None
    assert "Buffet" in proposal.catering.value
    assert proposal.audience is not None
    assert proposal.audience.value == "alle interessierten Bürgerinnen und Bürger"
    assert proposal.language is not None
    assert proposal.language.value == "de"


def test_imprint_contact_is_not_taken_when_the_text_names_no_way_to_sign_up():
    text = """Lesung im Rathaus

Am Freitag, 6. Juni 2025, 19 Uhr, liest Anna Beispiel im Rathaus. Bitte melden Sie sich an: Anmeldung erforderlich.

Stadt Musterstadt
Rathausplatz 1
55555 Musterstadt
Telefon 05555 100-0
Fax 05555 100-99
info@musterstadt.example
"""
    found = contract_of(text)

    assert found["registration"]["required"] is True
    assert found["registration"]["email"] is None
    assert found["registration"]["phone"] is None
    assert found["registration"]["fax"] is None
    assert any("keinen Weg" in warning for warning in found["warnings"])


def test_wrong_weekday_is_said_and_makes_the_date_doubtful():
    proposal = read(
        "Tagung am Mittwoch, 27. Juni 2019, 15 bis 18 Uhr im Kreishaus. Wir laden herzlich ein.", today=date(2019, 6, 1)
    )

    said = [doubt.text for doubt in proposal.warnings]
    assert "Wochentag und Datum passen nicht zusammen: der 27. Juni 2019 ist ein Donnerstag." in said
    assert proposal.dates[0].sure is Sure.DOUBTFUL


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Donnerstag, 5. Juni 2025, 18-21. Uhr", "2025-06-05T18:00", "2025-06-05T21:00"),
        ("Donnerstag, 5. Juni 2025, 9 bi 15 Uhr", "2025-06-05T09:00", "2025-06-05T15:00"),
        ("Donnerstag, 5. Juni 2025, 10. 30 Uhr", "2025-06-05T10:30", None),
        ("Donnerstag, 5. Juni 2025, 19 h", "2025-06-05T19:00", None),
        ("Donnerstag, 5. Juni 2025, 19h30", "2025-06-05T19:30", None),
        ("Donnerstag, 5. Juni 2025, ab 18 Uhr", "2025-06-05T18:00", None),
        ("Donnerstag, 5. Juni 2025, 15.00 – 18.00 Uhr", "2025-06-05T15:00", "2025-06-05T18:00"),
        ("Do., 5.6., 18 Uhr", "2025-06-05T18:00", None),
        ("Donnerstag, 05.06.25 um 18 Uhr", "2025-06-05T18:00", None),
        ("am 5. Juni 2025 um halb acht", "2025-06-05T19:30", None),
        ("am 5. Juni 2025 um Viertel nach sieben abends", "2025-06-05T19:15", None),
        ("2025-06-05, 18:00 Uhr", "2025-06-05T18:00", None),
        ("Donnerstag, 5. Juni 2025, von 18 Uhr bis 21.30 Uhr", "2025-06-05T18:00", "2025-06-05T21:30"),
        ("Donnerstag, 5. Juni 2025, 20 Uhr bis 1 Uhr", "2025-06-05T20:00", "2025-06-06T01:00"),
        ("Donnerstag, 5. Juni 2025, 20 bis 24 Uhr", "2025-06-05T20:00", "2025-06-06T00:00"),
        ("am 5. Juni 2025 um 18 Uhr, Dauer 90 Minuten", "2025-06-05T18:00", "2025-06-05T19:30"),
    ],
)
def test_time_is_read_when_it_is_written_in_one_of_many_ways(words, start, end):
    found = contract_of(f"Infoabend Pflege\n\nWir laden ein: {words}\nOrt: Bürgerhaus Musterdorf")

    assert [(one["start"], one["end"]) for one in found["dates"]] == [(start, end)]


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("3./4. Juni 2025", ["2025-06-03", "2025-06-04"]),
        ("am 3., 10. und 17. Juni 2025", ["2025-06-03", "2025-06-10", "2025-06-17"]),
        ("Samstag und Sonntag, 14. und 15. Juni 2025", ["2025-06-14", "2025-06-15"]),
        ("3.6., 10.6. und 17.6.2025", ["2025-06-03", "2025-06-10", "2025-06-17"]),
    ],
)
def test_several_days_give_several_dates(words, starts):
    found = contract_of(f"Kurs Deutsch\n\nDer Kurs findet statt: {words}, jeweils 18 Uhr im Bürgerhaus.")

    assert [one["start"] for one in found["dates"]] == [f"{start}T18:00" for start in starts]


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("Anmeldung bis eine Woche vorher", "2025-06-05"),
        ("Anmeldung bis Ende Mai", "2025-05-31"),
        ("Anmeldung bis Mitte Mai", "2025-05-15"),
        ("Anmeldung spätestens drei Tage vor der Veranstaltung", "2025-06-09"),
        ("Anmeldung bis zum Vortag", "2025-06-11"),
        ("Anmeldung bis drei Werktage vorher", "2025-06-09"),
        ("Anmeldeschluss: 6. Juni", "2025-06-06"),
        ("Um Rückmeldung bis Freitag, 6. Juni, 12 Uhr wird gebeten", "2025-06-06T12:00"),
        ("Bitte melden Sie sich bis zum 05.06. an: Anmeldung erforderlich", "2025-06-05"),
        ("u. A. w. g. bis 6.6.2025", "2025-06-06"),
    ],
)
def test_deadline_is_worked_out_from_the_event_when_it_is_relative(words, deadline):
    found = contract_of(
        f"Fachtag\n\nDer Fachtag findet am Donnerstag, 12. Juni 2025, um 9 Uhr statt.\n{words} (fachtag@muster.example)."
    )

    assert found["registration"]["deadline"] == deadline
    assert [one["start"] for one in found["dates"]] == ["2025-06-12T09:00"]


@pytest.mark.parametrize(
    ("line", "mail"),
    [
        ("bfc@kreis . example", "bfc@kreis.example"),
        ("name(at)domain.example", "name@domain.example"),
        ("name [at] domain.example", "name@domain.example"),
        ("name (at) domain (dot) example", "name@domain.example"),
        ("name@müller-haus.example", "name@müller-haus.example"),
        ("vor.nach-name@sub.domain.example.", "vor.nach-name@sub.domain.example"),
    ],
)
def test_mail_address_is_mended_when_it_is_broken_or_hidden(line, mail):
    found = contract_of(f"Kurs am 12. Juni 2025, 9 Uhr. Wir laden ein.\nAnmeldung: {line}")

    assert found["registration"]["email"] == mail


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("fällt leider aus", Status.CANCELLED),
        ("wurde abgesagt", Status.CANCELLED),
        ("ENTFÄLLT", Status.CANCELLED),
        ("kann am 12. Juni 2025 leider nicht stattfinden", Status.CANCELLED),
        ("wird verschoben, neuer Termin folgt", Status.POSTPONED),
        ("wird auf unbestimmte Zeit verschoben", Status.POSTPONED),
        ("wird auf den 19. Juni 2025 verlegt", Status.MOVED),
        ("findet statt; bei Regen fällt sie aus", Status.SCHEDULED),
        ("findet statt, nachdem sie im letzten Jahr abgesagt wurde", Status.SCHEDULED),
    ],
)
def test_status_is_read_when_it_concerns_this_event(words, status):
    text = f"Wanderung am 12. Juni 2025\n\nDie für Donnerstag, 12. Juni 2025, 9 Uhr, angekündigte Wanderung {words}."
    proposal = read(text, today=TODAY)

    assert proposal.status.value is status


def test_doors_are_kept_apart_from_the_beginning():
    proposal = read(
        "Konzert\n\nFreitag, 6. Juni 2025, 19 Uhr Einlass, 20 Uhr Beginn, Stadthalle Musterstadt", today=TODAY
    )

    assert proposal.dates[0].value.start_at == time(20)
    assert proposal.doors is not None
    assert proposal.doors.value == time(19)


def test_missing_year_counts_from_the_press_release_and_is_said():
    found = contract_of(
        "Pressemitteilung vom 2. Dezember 2024\n\nNeujahrskonzert\n\nWir laden ein am Sonntag, 5. Januar, 17 Uhr.",
        date(2026, 3, 1),
    )

    assert found["dates"][0]["start"] == "2025-01-05T17:00"
    assert any("fehlt das Jahr" in warning for warning in found["warnings"])


def test_command_reads_without_django_and_survives_bytes_that_are_no_utf8():
    blocked = "import sys; sys.modules['django'] = None; from kreisnetz.cli import main; raise SystemExit(main())"
    command = [sys.executable, "-c", blocked, "read-announcement", "--today", "2025-05-01"]

    result = subprocess.run(
        command,
        input="Frühstück für alle am 3. Juni 2025, 10 Uhr\xa0".encode("cp1252"),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )

    assert result.stderr == b""
    assert result.returncode == 0
    found = json.loads(result.stdout.decode("utf-8"))
    assert found["dates"] == [{"start": "2025-06-03T10:00", "end": None, "all_day": False}]
    assert found["title"].startswith("Frühstück für alle")


def test_command_says_what_is_wrong_when_the_day_is_no_date():
    result = subprocess.run(
        [sys.executable, "-m", "kreisnetz.cli", "read-announcement", "--today", "morgen"],
        input=b"",
        capture_output=True,
        cwd=ROOT,
        check=False,
    )

    assert result.returncode == 2
    assert "kein Datum der Form" in result.stderr.decode("utf-8")


@pytest.mark.parametrize("day", ["Donnerstag", "Samstag"])
def test_weekday_is_no_name_of_a_series(day):
    text = f"""Café Beispiel

Schon 2018 und 2019 war der Vortrag im Rathaus gut besucht. Am {day}, 5. Juni 2025, 19 Uhr, laden wir wieder ein.
"""
    unnamed = read(text, today=TODAY).series
    quoted = read(f"{text}Es gehört zur Reihe „{day}“.", today=TODAY).series
    named = read(f"{text}Die Jahrestagung ist öffentlich.", today=TODAY).series

    assert [year.value for year in unnamed.earlier_years] == [2018, 2019]
    assert unnamed.name is None
    assert quoted.name is None
    assert named.name is not None
    assert named.name.value == "Jahrestagung"
