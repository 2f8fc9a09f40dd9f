"""The command that gives out the register without a browser."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from kreisnetz.core.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


def test_register_is_written_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    network = make.make_network("Netzwerk Ausgabe (Beispiel)", is_public=True)
    person = make.make_person("Beispielin")
    make.make_membership(make.make_actor(public=True), network, person=person, since=date(2024, 1, 1))
    make.make_network("Anderes Netzwerk (Beispiel)")

    call_command("export_register", "--format", "json", "--network", network.slug)
    everything = json.loads(capsysbinary.readouterr().out)
    call_command("export_register", "--format", "json", "--public", "--on", "2023-12-31")
    public = json.loads(capsysbinary.readouterr().out)
    call_command("export_register", "--format", "xlsx")
    book = capsysbinary.readouterr().out

    assert [row["name"] for row in everything["networks"]] == [network.name]
    assert [row["last_name"] for row in everything["people"]] == ["Beispielin"]
    assert (len(public["networks"]), public["memberships"], "people" in public) == (1, [], False)
    assert book.startswith(b"PK")
    assert {entry.actor for entry in AuditEntry.objects.filter(verb="export_register")} == {"console"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "csv", "--network", "gibt-es-nicht"), "Kein Netzwerk mit der Kennung gibt-es-nicht"),
        (("--format", "vcard", "--public"), "Lassen Sie --public weg"),
        (("--format", "csv", "--on", "31.12.2023"), "JJJJ-MM-TT"),
    ],
)
def test_mistake_is_said_in_words(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("export_register", *arguments)
