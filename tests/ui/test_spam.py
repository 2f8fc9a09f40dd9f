"""Machines are kept out, people never lose what they wrote."""

from datetime import datetime, timedelta

import pytest
from django import forms
from pytest_django import Settings

from kreisnetz.ui.spam import GuardedForm, make_stamp, read_stamp


class Letter(GuardedForm):
    text = forms.CharField()


def sent(now: datetime, stamp: str, **data: str) -> Letter:
    return Letter({"text": "Guten Tag", "stamp": stamp, **data}, now=now)


@pytest.fixture(autouse=True)
def three_seconds(settings: Settings) -> None:
    settings.FORM_MIN_SECONDS = 3


def test_form_passes_when_a_person_took_their_time(now: datetime) -> None:
    form = sent(now + timedelta(seconds=3), make_stamp(now=now))

    assert form.is_valid(), form.errors


def test_form_is_refused_when_it_was_too_fast(now: datetime) -> None:
    form = sent(now + timedelta(seconds=2), make_stamp(now=now))

    assert form.non_field_errors() == [
        "Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie sie noch einmal ab."
    ]


def test_form_can_be_sent_again_when_it_was_open_for_days(now: datetime) -> None:
    later = now + timedelta(days=3)
    form = sent(later, make_stamp(now=now))

    assert not form.is_valid()
    again = sent(later + timedelta(seconds=5), form["stamp"].value())
    assert again.is_valid(), again.errors


@pytest.mark.parametrize("stamp", ["", "x", "eyJhIjoxfQ:1abc:def"])
def test_form_is_refused_when_the_stamp_is_not_ours(now: datetime, stamp: str) -> None:
    assert not sent(now, stamp).is_valid()


def test_form_is_refused_when_the_stamp_comes_from_the_future(now: datetime) -> None:
    assert not sent(now, make_stamp(now=now + timedelta(hours=1))).is_valid()


def test_form_is_refused_and_the_trap_emptied_when_a_machine_filled_it(now: datetime) -> None:
    form = sent(now + timedelta(minutes=1), make_stamp(now=now), website="https://example.org")

    assert not form.is_valid()
    assert form["website"].value() == ""
    assert form["text"].value() == "Guten Tag"


def test_key_stays_the_same_when_one_form_is_sent_twice(now: datetime) -> None:
    stamp = make_stamp(now=now)
    keys = set()
    for seconds in (5, 6):
        form = sent(now + timedelta(seconds=seconds), stamp)
        assert form.is_valid()
        keys.add(form.form_key)

    assert len(keys) == 1
    assert "" not in keys


def test_keys_differ_when_two_people_open_a_form(now: datetime) -> None:
    keys = {read_stamp(str(Letter(now=now)["stamp"].value())) for _person in range(2)}

    assert len(keys) == 2
    assert None not in keys


def test_trap_is_hidden_from_everybody_when_the_form_is_drawn(now: datetime) -> None:
    html = str(Letter(now=now))

    assert '<div class="kn-trap" aria-hidden="true">' in html
    assert 'tabindex="-1"' in html
