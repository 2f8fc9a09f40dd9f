"""Everything can be found after the index was built anew, as it was before."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from kreisnetz.core import search
from kreisnetz.core.models import SearchEntry, SearchPosting, SearchWord
from kreisnetz.events import editing
from kreisnetz.events.content import Content
from tests.make import NOW, make_actor, make_network, make_person

pytestmark = pytest.mark.django_db
ALL = {"public", "office", "contacts"}


def found(typed: str, audience: set[str] = ALL) -> list[tuple[str, str]]:
    return [(hit.kind, hit.label) for hit in search.find(typed, audiences=audience)]


def test_index_is_the_same_when_it_is_built_anew() -> None:
    make_actor("Beispiel-Diakonie", public=True)
    make_network("Netzwerk Bildung")
    make_person("Zwetschge")
    editing.create(Content(values={"title": "Tagung", "starts_at": NOW}), by=None, now=NOW)
    before = sorted(SearchPosting.objects.values_list("entry__kind", "word__word", "weight"))
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    out = StringIO()

    call_command("search_index", stdout=out)

    assert sorted(SearchPosting.objects.values_list("entry__kind", "word__word", "weight")) == before
    assert "4 Einträge" in out.getvalue()


def test_draft_is_found_by_the_office_and_by_all_when_it_is_published() -> None:
    event = editing.create(
        Content(values={"title": "Quittentag", "starts_at": NOW + timedelta(days=9)}), by=None, now=NOW
    )
    assert (found("quitten"), found("quitten", {"public"})) == ([("event", "Quittentag")], [])

    editing.publish(event, by=None, now=NOW)
    assert found("quitten", {"public"}) == [("event", "Quittentag")]
    editing.save(event, Content(values={"title": "Pflaumentag"}), by=None, now=NOW)
    assert (found("quitten"), found("pflaumen", {"public"})) == ([], [("event", "Pflaumentag")])


def test_deleted_draft_is_not_found() -> None:
    event = editing.create(Content(values={"title": "Quittentag", "starts_at": NOW}), by=None, now=NOW)

    editing.delete_draft(event, by=None, now=NOW)

    assert found("quittentag") == []
