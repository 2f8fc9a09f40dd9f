"""What goes out comes in again: the workbook of the register, read back, changes nothing; what was changed in it is found."""

import io

import openpyxl
import pytest

from kreisnetz.register.export.making import Format, make
from kreisnetz.register.export.selection import Reader, Selection
from kreisnetz.register.importing import known, plan
from kreisnetz.register.importing.wishes import Plan
from kreisnetz.register.sheets.reading import read
from tests import make as data
from tests.register.export.world import build

pytestmark = pytest.mark.django_db


def planned(book: bytes) -> Plan:
    return plan.make(read(book, "register.xlsx"), known.load(), {}, today=data.NOW.date())


def test_workbook_read_back_changes_nothing_but_what_somebody_changed_in_it() -> None:
    world = build()
    parent = data.make_actor("Trägerverein (Beispiel)")
    office = data.make_actor("Stelle mit Vertretung (Beispiel)", short_names="SMV, Stelle", parent=parent)
    deputy = data.make_person("Vertretung", "Bert", email="bert@example.org", actor=office)
    person = data.make_person("Person", "Ute", actor=office)
    data.make_membership(office, world.early, person=person, deputy=deputy, group="practice", role="deputy_chair")
    data.make_membership(office, world.early, role="guest")

    book = make(Format.XLSX, Selection(), Reader.everything(), by="cli", now=data.NOW).content
    unchanged = planned(book)
    edited = openpyxl.load_workbook(io.BytesIO(book))
    heads = [cell.value for cell in edited["Sitze"][1]]
    rows = {row[heads.index("Nachname")].value: row for row in edited["Sitze"].iter_rows(min_row=2)}
    rows["Beispielin"][heads.index("Rolle")].value = "beratend"
    buffer = io.BytesIO()
    edited.save(buffer)
    changed = planned(buffer.getvalue())

    assert [(item.title, item.details) for item in unchanged.items if item.verb != "same"] == []
    assert len(unchanged.items) == 2 + 4 + 6 and unchanged.notes == []
    found = [(item.verb, item.title) for item in changed.items if item.verb != "same"]
    assert found == [("changed", f"{world.office.name} – {world.early.name}")]
