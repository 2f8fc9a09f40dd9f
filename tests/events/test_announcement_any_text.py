"""Whatever is pasted, there is a proposal, its spans quote the text, and it does not take for ever."""

import random
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kreisnetz.events.announcement.contract import to_contract
from kreisnetz.events.announcement.proposal import Found, Span
from kreisnetz.events.announcement.reading import read
from tests.events.test_announcement import FILES, NAMES

pytestmark = pytest.mark.pure

TODAY = date(2025, 5, 1)
GENEROUS_SECONDS = 10
PIECES = [
    "Donnerstag", "27. Juni 2019", "31. Juni", "3./4. Juni", "vom 3. bis 5. Juni", "15 bis 18 Uhr", "um halb acht", "Einlass", "Anmeldung bis", "Ende Mai", "eine Woche vorher",
    "a@b.example", "Tel. 05555 123-0", "Fax -99", "im Rathaus Musterstadt", "Parkstraße 3", "55555 Musterstadt", "Der Kreis Muster lädt", "ein", "Dr. Anna Beispiel", "Eintritt frei",
    "5 Euro", "max. 20 Personen", "abgesagt", "verschoben auf", "jeden zweiten Dienstag im Monat", "Ostermontag", "29. Februar", "29.02.", "\n", "\n\n", "•", "\t", "&uuml;", "&#0;", "\u00ad", "<p>", "</p>", "<br>",
    "<a href='mailto:x@y.example'>", "</a>", "<nav>", "<script>", "„", "“", ".", ":", ",", "(", ")", "Veranstalter:", "Ort:", "Wann:", "Referentin:", "e. V.", "\r\n", "a\u0308", "9999", "0000-00-00", "24 Uhr", "99:99",
]  # fmt: skip


def spans_of(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from spans_of(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from spans_of(getattr(value, one.name))


def check(text: str) -> None:
    proposal = read(text, today=TODAY)

    assert set(to_contract(proposal)) == {
        "is_event", "title", "dates", "place", "hosts", "speakers", "registration", "fee", "capacity", "status", "warnings",
    }  # fmt: skip
    for span in spans_of(proposal):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.quote


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_any_text_gives_a_proposal_whose_spans_quote_it(text: str) -> None:
    check(text)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", "", "\n"]))
def test_shuffled_announcement_words_give_a_proposal_whose_spans_quote_them(pieces: list[str], glue: str) -> None:
    check(glue.join(pieces))


@pytest.mark.parametrize("name", NAMES)
def test_every_value_in_words_stands_in_the_text_it_is_quoted_from(name: str) -> None:
    text = (FILES / f"{name}.txt").read_text(encoding="utf-8")
    proposal = read(text, today=TODAY)

    check(text)
    words: list[Found[str] | None] = [
        proposal.title,
        proposal.place.street,
        proposal.place.postcode,
        proposal.place.town,
    ]
    for found in words:
        if found is not None and "<" not in text:
            quoted = " ".join(" ".join(span.quote for span in found.spans).replace("-\n", "").split())
            assert found.value == quoted


LONG = {
    "random": lambda: "".join(random.Random(1).choices("abcäöü .,:\n0123456789@()ABC-–/", k=1_000_000)),
    "binary": lambda: bytes(random.Random(2).randbytes(1_000_000)).decode("cp1252", errors="replace"),
    "html": lambda: "<html><body>" + "<div><p>Am 3. Juni 2025, 18 Uhr, im Rathaus</p>" * 20_000,
    "open tags": lambda: "<html>" + "<nav><a href='mailto:" * 50_000,
    "angle brackets": lambda: "<html>" + "<" * 1_000_000,
    "comments": lambda: "<html>" + "<!-- " * 200_000,
    "digits": lambda: "1" * 1_000_000,
    "dates": lambda: "3.6.2025 " * 110_000,
    "days": lambda: "3., " * 250_000,
    "words": lambda: "Musterstadt " * 83_000,
    "capitals": lambda: "A" * 1_000_000,
    "one word": lambda: "a" * 1_000_000,
    "spaces": lambda: " " * 1_000_000,
    "lines": lambda: "\n" * 1_000_000,
    "short lines": lambda: "Der Kreis lädt ein\n" * 50_000,
    "mails": lambda: "a@b.example " * 80_000,
    "ats": lambda: "a@" * 500_000,
    "phones": lambda: "Tel. 05555 123-45 " * 55_000,
    "quotes": lambda: "„Thema “ " * 110_000,
    "times": lambda: "um 18 Uhr bis 19 Uhr " * 50_000,
    "programme": lambda: "09:00 Begrüßung\n" * 62_000,
    "invitations": lambda: "Der Kreis und die Stadt laden am 3. Juni ein und die Liga lädt " * 16_000,
    "moves": lambda: "verschoben auf den 3. Juni fällt aus Ersatztermin " * 20_000,
    "streets": lambda: "Am Alten Markt Parkstraße Muster-Weg 5 " * 25_000,
    "names": lambda: "Prof. Dr. Anna Beispiel von der Muster " * 25_000,
    "particles": lambda: "Anna von van de zu " * 52_000,
    "money": lambda: "Eintritt 5 Euro, ermäßigt 3 Euro, " * 30_000,
    "labels": lambda: "Veranstalter: Ort: Referent: Thema: " * 28_000,
    "dotted": lambda: "a.b-c." * 160_000,
    "no spaces": lambda: "Straße-" * 140_000,
    "fax": lambda: "Fax -1 " * 140_000,
    "articles": lambda: "in der im am an der auf dem " * 36_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_megabyte_of_anything_is_answered_in_time(name: str) -> None:
    text = LONG[name]()
    started = time.perf_counter()

    proposal = read(text, today=TODAY)

    assert time.perf_counter() - started < GENEROUS_SECONDS
    assert any("sehr lang" in doubt.text for doubt in proposal.warnings) or not proposal.is_event.value
