"""What somebody types finds what they mean: beginnings, parts of long words, misspellings; and nothing they may not see."""

import pytest

from kreisnetz.core import search, search_index
from kreisnetz.core.models import SearchEntry, SearchGram, SearchWord
from kreisnetz.core.search_index import Findable

pytestmark = pytest.mark.django_db
PUBLIC, OFFICE = SearchEntry.Audience.PUBLIC, SearchEntry.Audience.OFFICE
NAMES = (
    "Beispiel-Frühförderstelle",
    "Beispiel-Familienhilfe Groß-Gerau",
    "Beispiel-Ärztenetzwerk",
    "Beispiel-Schuldnerberatung",
    "Beispiel-Suchtberatung Rüsselsheim",
    "Beispiel-Schule",
)


@pytest.fixture(autouse=True)
def index() -> None:
    search_index.put(
        Findable("actor", number, name, audience=PUBLIC, short="Beratung" if number == 3 else "", long="Hilfe für alle")
        for number, name in enumerate(NAMES)
    )


def names(typed: str, **kwargs: object) -> list[str]:
    return [hit.label for hit in search.find(typed, audiences={PUBLIC}, **kwargs)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("frühförderstelle", "Beispiel-Frühförderstelle"),
        ("Fruehfoerderstelle", "Beispiel-Frühförderstelle"),
        ("frühfö", "Beispiel-Frühförderstelle"),
        ("frühförderstele", "Beispiel-Frühförderstelle"),
        ("förderstelle", "Beispiel-Frühförderstelle"),
        ("Artztenetzwerk", "Beispiel-Ärztenetzwerk"),
        ("schuldner beratung", "Beispiel-Schuldnerberatung"),
        ("rüselsheim sucht", "Beispiel-Suchtberatung Rüsselsheim"),
        ("die Schule", "Beispiel-Schule"),
        ("gross gerau", "Beispiel-Familienhilfe Groß-Gerau"),
    ],
)
def test_what_is_meant_comes_first(typed: str, first: str) -> None:
    assert names(typed)[:1] == [first]


def test_word_in_the_name_counts_more_than_one_in_the_text() -> None:
    assert names("hilfe")[-1] != "Beispiel-Familienhilfe Groß-Gerau"
    assert names("beratung")[0] in {"Beispiel-Schuldnerberatung", "Beispiel-Suchtberatung Rüsselsheim"}


@pytest.mark.parametrize("typed", ["", "   ", "%", "'; --", "xyzxyz", "schule xyzxyz", "\x00", "💥", "a" * 5000])
def test_nonsense_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert names(typed) == []


def test_nobody_finds_what_is_not_for_them() -> None:
    search_index.put([Findable("actor", 99, "Beispiel-Geheimstelle", audience=OFFICE)])

    assert names("geheimstelle") == []
    assert [hit.number for hit in search.find("geheimstelle", audiences={PUBLIC, OFFICE})] == [99]
    assert search.find("geheimstelle", audiences={OFFICE}, kinds={"network"}) == []


def test_name_leaves_the_index_with_the_last_thing_that_had_it() -> None:
    search_index.put([Findable("person", 1, "Zoe Zwetschge", audience=OFFICE)])
    assert SearchWord.objects.filter(word="zwetschge").exists()

    search_index.put([Findable("person", 1, "Zoe Apfel", audience=OFFICE)])

    assert not SearchWord.objects.filter(word="zwetschge").exists()
    assert SearchWord.objects.filter(word="zoe").exists()
    search_index.remove("person", [1])
    assert not SearchWord.objects.filter(word__in=["zoe", "apfel"]).exists()
    assert not SearchGram.objects.filter(gram="oe$").exists()


def test_search_takes_a_fixed_number_of_queries(django_assert_max_num_queries: object) -> None:
    search_index.put(Findable("actor", 1000 + n, f"Beispiel-Stelle {n}", audience=PUBLIC) for n in range(300))

    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert len(names("beispiel stelle")) == 20
