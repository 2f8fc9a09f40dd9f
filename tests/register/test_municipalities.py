"""Municipalities come in from the official list as it is, and from plain CSV."""

import io

import pytest
from openpyxl import Workbook

from kreisnetz.register import municipalities
from kreisnetz.register.models import Municipality

HEAD = (
    ("Gemeinden in Deutschland nach Fläche, Bevölkerung und Postleitzahl am 31.12.2024 (4. Quartal)",),
    (),
    ("Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel (ARS)", "", "", "", "", "Gemeindename", "Fläche 1)", "Bevölkerung", "", "", "", "Post-leit-zahl", "Geografische Mittelpunktkoordinaten", ""),
    ("", "", "Land", "RB", "Kreis", "VB", "Gem", "", "km2", "insgesamt", "männlich", "weiblich", "je km2", "", "Längengrad", "Breitengrad"),
    tuple(str(n) for n in range(1, 17)),
)  # fmt: skip


def official(*lines: tuple[object, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (*HEAD, *lines):
        book.active.append(list(row))
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


LINES = (
    ("10", None, "06", None, None, None, None, "Hessen"),
    ("40", "43", "06", "4", "33", None, None, "Groß-Gerau"),
    ("60", "64", "06", "4", "33", "0001", "001", "Biebesheim am Rhein", 18.68, 6800, 3400, 3400, 364, "64584", "8,464971", "49,779852"),
    ("60", "63", "06", "4", "33", "0004", "004", "Gernsheim, Schöfferstadt", 40.11, 10500, 5200, 5300, 262, "64579", "8,488", "49,75"),
    ("60", "61", "06", "4", "11", "0000", "000", "Darmstadt, Wissenschaftsstadt", 122.09, 160000, 1, 1, 1, "64283", "8,65", "49,87"),
)  # fmt: skip


def test_official_list_gives_one_county_with_base_and_day() -> None:
    found = municipalities.read(official(*LINES), "AuszugGV4QAktuell.xlsx", county="06433")

    assert [(line.ags, line.ars, line.name) for line in found.lines] == [
        ("06433001", "064330001001", "Biebesheim am Rhein"),
        ("06433004", "064330004004", "Gernsheim"),
    ]
    assert found.base == "Bevölkerungsfortschreibung, Stand 31.12.2024 (Destatis)"
    first = found.lines[0]
    assert (first.inhabitants, str(first.area_km2), first.postcode, first.latitude) == (
        6800,
        "18.68",
        "64584",
        49.779852,
    )


@pytest.mark.django_db
def test_list_refreshes_by_key_and_keeps_addresses() -> None:
    assert municipalities.load() == 14

    municipalities.save(municipalities.read(official(*LINES), "AuszugGV4QAktuell.xlsx", county="06433"))

    town = Municipality.objects.get(ags="06433001")
    assert (town.inhabitants, town.slug, Municipality.objects.count()) == (6800, "biebesheim-am-rhein", 14)


def test_semicolons_and_umlauts_of_an_old_csv_are_read() -> None:
    data = "AGS;Gemeindename;Einwohner\n06433006;Groß-Gerau;25.877\n".encode("cp1252")

    found = municipalities.read(data, "gemeinden.csv")

    assert [(line.ags, line.name, line.inhabitants) for line in found.lines] == [("06433006", "Groß-Gerau", 25877)]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04kaputt", b"a;b\n1;2\n", "irgendein Text".encode("utf-16")])
def test_other_files_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(municipalities.NotAList) as refused:
        municipalities.read(data, "datei")
    assert str(refused.value).endswith(".")


def test_county_that_is_not_in_the_file_is_named() -> None:
    with pytest.raises(municipalities.NotAList, match="09999"):
        municipalities.read(official(*LINES), "liste.xlsx", county="09999")
