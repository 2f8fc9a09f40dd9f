"""Every format through the one door: what it holds, for whom, and that other programs read it."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import networkx
import openpyxl
import pytest
import vobject
from pytest_django import DjangoAssertNumQueries

from kreisnetz.core.models import AuditEntry
from kreisnetz.core.rights import Role
from kreisnetz.register.export.making import FILES, GOOD_FOR, Format, make
from kreisnetz.register.export.selection import Reader, Selection
from kreisnetz.register.models import FieldOfAction
from kreisnetz.register.sheets.contract import Layout
from kreisnetz.register.sheets.headings import field_of
from kreisnetz.register.sheets.reading import read
from tests import make as data
from tests.register.export.world import EVIL, SECRET, build

pytestmark = pytest.mark.django_db
ALL = Reader.everything()
QUERIES = 32
# What the published schema of HSDS 3.0 demands; written down by hand from its "required".
REQUIRED = {
    "organization": {"id", "name", "description"},
    "service": {"id", "name", "status"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phone": {"id", "number"},
    "taxonomy_term": {"id", "name", "description"},
}


def made(chosen: Format, reader: Reader = ALL, selection: Selection | None = None) -> bytes:
    return make(chosen, selection or Selection(), reader, by="cli", now=data.NOW).content


def sheets(content: bytes) -> dict[str, list[dict[str, Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book:
        head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_every_format_says_whom_it_is_good_for_and_has_a_file() -> None:
    assert set(GOOD_FOR) == set(FILES) == set(Format)


@pytest.mark.parametrize("chosen", Format.values)
def test_every_format_is_made_when_nothing_is_in_the_register(chosen: str) -> None:
    content = made(Format(chosen))

    assert content == b"" if chosen == Format.VCARD else content


def test_workbook_holds_all_sheets_with_frozen_heads_filters_and_choices() -> None:
    build()

    content = made(Format.XLSX)

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        "Netzwerke",
        "Organisationen",
        "Personen",
        "Sitze",
        "Angebote",
        "Soll-Liste",
        "Listen",
        "Hinweise",
    ]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert all(book[name].auto_filter.ref for name in book.sheetnames[:6])
    checks = {str(check.sqref): check.formula1 for check in book["Sitze"].data_validations.dataValidation}
    heads = [cell.value for cell in book["Sitze"][1]]
    role = openpyxl.utils.get_column_letter(heads.index("Rolle") + 1)
    place = next(where for cells, where in checks.items() if cells.startswith(f"{role}2:"))
    column = place.split("$")[1]
    words = [cell.value for cell in book["Listen"][column] if cell.value]
    assert words == ["Rollen", "Koordination", "Leitung oder Vorsitz", "stellvertretende Leitung", "Mitglied"] + [
        "beratend",
        "Gast",
    ]


def test_workbook_tells_seats_as_the_register_knows_them() -> None:
    world = build()

    rows = sheets(made(Format.XLSX))["Sitze"]

    seen = [(row["Organisation"], row["Nachname"], row["Seit"], row["Bis"], row["Rolle"]) for row in rows]
    assert seen == [
        (world.office.name, "Beispielin", "03/2020", None, "Mitglied"),
        (world.shelter.name, "N. N.", None, None, "beratend"),
        (world.office.name, None, "2015", data.NOW.replace(2018, 12, 31, 0, tzinfo=None), "Mitglied"),
        (world.shelter.name, "Beispiel; Rat", data.NOW.replace(2021, 5, 4, 0, tzinfo=None), None, "Mitglied"),
    ]
    assert rows[0]["Netzwerk-ID"] == str(world.early.uid)
    assert rows[0]["Person-ID"] == f"kreisnetz-person-{world.ada.pk}"


def test_workbook_is_read_back_with_every_heading_known() -> None:
    world = build()

    found = read(made(Format.XLSX), "register.xlsx")

    told = {sheet.name: sheet for sheet in found.sheets}
    assert {name: sheet.layout for name, sheet in told.items() if not sheet.left_out} == {
        "Netzwerke": Layout.NETWORKS,
        "Organisationen": Layout.ORGANISATIONS,
        "Personen": Layout.ORGANISATIONS,
        "Sitze": Layout.SEATS,
        "Hinweise": Layout.UNCLEAR,
    }
    unknown = [
        column.heading
        for name in ("Netzwerke", "Organisationen", "Personen", "Sitze")
        for column in told[name].columns
        if field_of(column.heading) is None or field_of(column.heading)[0] != column.field
    ]
    assert unknown == []
    assert [warning.code for warning in found.warnings] == ["unclear_sheet"]
    seats = [
        (row.network_id.text, row.organisation_id.text, row.person_id and row.person_id.text, row.is_vacant)
        for row in told["Sitze"].rows
        if row.network_id and row.organisation_id
    ]
    early, table = str(world.early.uid), str(world.shelter_table.uid)
    office, shelter = str(world.office.uid), str(world.shelter.uid)
    assert seats == [
        (early, office, f"kreisnetz-person-{world.ada.pk}", False),
        (early, shelter, None, True),
        (table, office, None, False),
        (table, shelter, f"kreisnetz-person-{world.bo.pk}", False),
    ]
    since = [(row.since.day, row.since.precision) if row.since else None for row in told["Sitze"].rows]
    assert since == [(date(2020, 3, 1), "month"), None, (date(2015, 1, 1), "year"), (date(2021, 5, 4), "day")]


def test_nothing_in_a_table_is_run_when_somebody_typed_a_formula() -> None:
    build()

    book = openpyxl.load_workbook(io.BytesIO(made(Format.XLSX)))
    text = unpacked(made(Format.CSV))["angebote.csv"].decode("utf-8-sig")

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == EVIL]
    assert [cell.data_type for cell in cells] == ["s"]
    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert row["Angebot"] == "'" + EVIL


def test_csv_is_read_by_german_spreadsheets() -> None:
    build()

    files = unpacked(made(Format.CSV))

    assert list(files) == [
        "netzwerke.csv",
        "organisationen.csv",
        "personen.csv",
        "sitze.csv",
        "angebote.csv",
        "soll-liste.csv",
    ]
    assert all(content.startswith(b"\xef\xbb\xbf") for content in files.values())
    rows = list(csv.DictReader(io.StringIO(files["netzwerke.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [(row["Netzwerk"], row["Gründungstag"], row["Stunden je Sitzung"]) for row in rows] == [
        ("Netzwerk Frühe Hilfen (Beispiel)", "01.01.2012", "2,00"),
        ("Runder Tisch Schutz (Beispiel)", "", ""),
    ]


def test_reader_of_the_office_gets_neither_people_nor_protected_addresses_nor_inner_ways() -> None:
    build()
    reader = Reader.of(data.make_user(Role.READER), now=data.NOW)
    secrets = (b"Beispielin", b"ada@example.org", SECRET.encode(), b"Schutzort", b"intern@example.org")
    everything = b"".join(unpacked(made(Format.CSV)).values()) + made(Format.JSON)
    assert all(secret in everything for secret in secrets)

    seen = b"".join(unpacked(made(Format.CSV, reader)).values()) + made(Format.JSON, reader)
    seen += made(Format.VCARD, reader) + made(Format.GRAPHML, reader) + made(Format.EDGES, reader)

    assert [secret for secret in secrets if secret in seen] == []
    assert b"06000 111" in seen
    assert "Personen" not in sheets(made(Format.XLSX, reader))


def test_coordinator_gets_contacts_and_notes_of_own_networks_only() -> None:
    world = build()
    user = data.make_user(Role.COORDINATION, scope=world.early.scope())
    reader = Reader.of(user, now=data.NOW)

    found = sheets(made(Format.XLSX, reader))

    assert [row["Nachname"] for row in found["Personen"]] == ["Beispielin"]
    assert [row["Nachname"] for row in found["Sitze"]] == ["Beispielin", "N. N.", None, None]
    assert [row["Nur für das Büro"] for row in found["Netzwerke"]] == ["Interne Netznotiz", None]
    assert [row["E-Mail Organisation"] for row in found["Organisationen"]] == ["intern@example.org", None]
    assert {row["Straße"] for row in found["Organisationen"]} == {"Beispielstraße 1", None}


def test_public_data_is_only_what_was_released() -> None:
    world = build()

    shown = json.loads(made(Format.JSON, Reader.everybody()))

    assert [row["name"] for row in shown["networks"]] == [world.early.name]
    assert "note" not in shown["networks"][0] and "people" not in shown and "target_seats" not in shown
    assert [(row["address"] or {}).get("street") for row in shown["organisations"]] == ["Beispielstraße 1", None]
    assert [row["municipalities"] for row in shown["organisations"]] == [["06999001"], []]
    assert [row["channels"] for row in shown["organisations"]] == [
        [{"kind": "phone", "value": "06000 111", "note": ""}],
        [],
    ]
    assert [(row["organisation"], row["since"]) for row in shown["memberships"]] == [
        (str(world.office.uid), "2020-03-01"),
        (str(world.shelter.uid), None),
    ]


def test_part_of_the_register_as_of_a_day() -> None:
    world = build()
    day = Selection(networks=frozenset({world.shelter_table.pk}), day=date(2016, 6, 1))

    shown = json.loads(made(Format.JSON, selection=day))

    assert [row["name"] for row in shown["networks"]] == [world.shelter_table.name]
    assert [row["organisation"] for row in shown["memberships"]] == [str(world.office.uid)]
    assert [row["name"] for row in shown["organisations"]] == [world.office.name]
    assert shown["people"] == []
    field = Selection(field=FieldOfAction.objects.get())
    assert [row["name"] for row in json.loads(made(Format.JSON, selection=field))["networks"]] == [world.early.name]


def test_hsds_has_what_the_standard_demands_and_no_protected_place() -> None:
    world = build()

    files = {name: json.loads(content) for name, content in unpacked(made(Format.HSDS)).items()}

    organisations, services = files["organizations.json"]["contents"], files["services.json"]["contents"]
    assert [row["name"] for row in organisations] == [world.office.name, world.shelter.name]
    assert [row["name"] for row in services] == [EVIL]
    place = services[0]["service_at_locations"][0]["location"]
    rows = [("organization", row) for row in organisations] + [("service", row) for row in services]
    rows += [("location", place), ("address", place["addresses"][0]), ("phone", organisations[0]["phones"][0])]
    rows += [("taxonomy_term", services[0]["attributes"][0]["taxonomy_term"])]
    assert [(kind, REQUIRED[kind] - row.keys()) for kind, row in rows if REQUIRED[kind] - row.keys()] == []
    assert place["addresses"][0]["state_province"] == "Hessen"
    assert "locations" not in organisations[1]
    assert "intern@example.org" not in json.dumps(files) and SECRET not in json.dumps(files)


def test_address_book_is_read_by_other_programs() -> None:
    world = build()

    text = made(Format.VCARD).decode()

    cards = list(vobject.readComponents(text))
    assert [(card.fn.value, card.n.value.family, card.email.value) for card in cards] == [
        ("Dr. Ada Beispielin", "Beispielin", "ada@example.org"),
        ("Bo Beispiel; Rat", "Beispiel; Rat", "bo@example.org"),
    ]
    assert cards[0].org.value == [world.office.name]
    assert cards[0].categories.value == ["Frühe Hilfen"]
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_graph_is_read_by_networkx_with_sides_days_and_groups() -> None:
    world = build()

    graph = networkx.read_graphml(io.BytesIO(made(Format.GRAPHML)), force_multigraph=True)

    sides = networkx.get_node_attributes(graph, "bipartite")
    assert sorted(sides.values()) == [0, 0, 1, 1]
    assert networkx.is_bipartite(graph) and graph.number_of_edges() == 4
    past = graph.get_edge_data(f"network-{world.shelter_table.uid}", f"organisation-{world.office.uid}")
    assert [edge["until"] for edge in past.values()] == ["2018-12-31"]
    network = graph.nodes[f"network-{world.early.uid}"]
    assert (network["name"], network["hours_per_year"], network["is_public"]) == (world.early.name, 8.0, True)
    assert "municipality" in graph.nodes[f"organisation-{world.office.uid}"]


def test_list_of_edges_has_a_line_for_each_seat() -> None:
    world = build()

    rows = list(csv.DictReader(io.StringIO(made(Format.EDGES).decode())))

    assert [(row["network"], row["organisation"], row["since"], row["is_vacant"]) for row in rows] == [
        (world.early.name, world.office.name, "2020-03-01", "false"),
        (world.early.name, world.shelter.name, "", "true"),
        (world.shelter_table.name, world.office.name, "2015-01-01", "false"),
        (world.shelter_table.name, world.shelter.name, "2021-05-04", "false"),
    ]


def test_download_is_recorded_with_what_was_taken() -> None:
    world = build()
    user = data.make_user(Role.ADMINISTRATION)

    part = Selection(networks=frozenset({world.early.pk}))
    make(Format.VCARD, part, Reader.of(user, now=data.NOW), by=user, now=data.NOW)

    entry = AuditEntry.objects.filter(verb="export_register").get()
    assert (entry.actor, entry.about) == (f"user:{user.pk}", f"network:{world.early.pk}")
    assert (entry.detail["what"], entry.detail["people"]) == ("vcard", 1)


def test_number_of_queries_does_not_grow_with_the_register(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    build()
    with django_assert_num_queries(QUERIES):
        made(Format.XLSX)
    for number in range(3):
        data.make_membership(data.make_actor(f"Stelle {number}"), data.make_network(f"Netz {number}"))

    with django_assert_num_queries(QUERIES):
        made(Format.XLSX)
