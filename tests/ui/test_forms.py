"""Every kind of field as people and their screen readers meet it: label, hint and error tied together."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.core.validators import validate_email
from django.forms import formset_factory
from django.template import Context, Template

from kreisnetz.ui.forms import WHOLE_ADDRESS, Form


class DateParts(forms.MultiWidget):
    part_labels = ("Tag", "Monat", "Jahr")

    def __init__(self) -> None:
        super().__init__([forms.NumberInput(attrs={"class": "kern-form-input__input--width-2"})] * 3)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    widget = DateParts

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([forms.IntegerField()] * 3, **kwargs)

    def compress(self, values: list[Any]) -> Any:
        return tuple(values)


class Everything(Form):
    own_details = True
    last_name = forms.CharField(label="Nachname", help_text="Wie im Ausweis")
    email = forms.EmailField(label="E-Mail-Adresse", required=False)
    note = forms.CharField(label="Bemerkung", required=False, widget=forms.Textarea)
    town = forms.ChoiceField(label="Ort", choices=[("a", "Astheim"), ("b", "Büttelborn")])
    way = forms.ChoiceField(label="Weg", choices=[("m", "Mail"), ("f", "Fax")], widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label="Bedarf", required=False, choices=[("r", "Rampe"), ("s", "Schrift")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Einverstanden")
    on = DayField(label="Am")
    paper = forms.FileField(label="Datei", required=False)
    seats = forms.IntegerField(label="Plätze", min_value=1, required=False)
    secret = forms.CharField(required=False, widget=forms.HiddenInput)


def soup_of(source: str, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(Template(source).render(Context(context)), "html5lib")


def found(soup: BeautifulSoup, **attrs: str) -> Tag:
    tag = soup.find(attrs=attrs)
    assert isinstance(tag, Tag), attrs
    return tag


def names_of(soup: BeautifulSoup) -> dict[str, str]:
    """Name of every visible input -> the text of its label."""
    labels = {label["for"]: label.get_text(" ", strip=True) for label in soup.find_all("label")}
    inputs = soup.find_all(["input", "select", "textarea"])
    return {tag["id"]: labels.get(tag["id"], "") for tag in inputs if tag.get("type") != "hidden"}


def test_every_input_has_a_label_when_a_form_is_drawn() -> None:
    soup = soup_of("{{ form }}", form=Everything())

    assert names_of(soup) == {
        "id_last_name": "Nachname",
        "id_email": "E-Mail-Adresse (freiwillig)",
        "id_note": "Bemerkung (freiwillig)",
        "id_town": "Ort",
        "id_way_0": "Mail",
        "id_way_1": "Fax",
        "id_needs_0": "Rampe",
        "id_needs_1": "Schrift",
        "id_agreed": "Einverstanden",
        "id_on_0": "Tag",
        "id_on_1": "Monat",
        "id_on_2": "Jahr",
        "id_paper": "Datei (freiwillig)",
        "id_seats": "Plätze (freiwillig)",
    }


def test_groups_have_a_legend_when_a_field_has_several_inputs() -> None:
    soup = soup_of("{{ form }}", form=Everything())

    legends = [legend.get_text(" ", strip=True) for legend in soup.find_all("legend")]

    assert legends == ["Weg", "Bedarf (freiwillig)", "Am"]


def test_hint_and_error_belong_to_the_input_when_a_field_is_wrong() -> None:
    soup = soup_of("{% field form.last_name %}", form=Everything({}))

    field = found(soup, name="last_name")

    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_last_name_helptext id_last_name_error"
    assert found(soup, id="id_last_name_helptext").get_text(strip=True) == "Wie im Ausweis"
    assert "Bitte füllen Sie das Feld „Nachname“ aus." in found(soup, id="id_last_name_error").get_text()


def test_error_belongs_to_the_group_when_nothing_was_chosen() -> None:
    soup = soup_of("{% field form.way %}", form=Everything({}))

    fieldset = soup.find("fieldset")

    assert isinstance(fieldset, Tag)
    assert fieldset["aria-describedby"] == "id_way_error"
    assert "Bitte wählen Sie bei „Weg“ etwas aus." in found(soup, id="id_way_error").get_text()


def test_each_error_leads_to_its_field_when_the_summary_is_drawn() -> None:
    soup = soup_of("{% error_summary form %}{{ form }}", form=Everything({"email": "anna"}))

    links = {link["href"]: link.get_text() for link in soup.find_all("div", id="fehler")[0].find_all("a")}

    assert links == {
        "#id_last_name": "Bitte füllen Sie das Feld „Nachname“ aus.",
        "#id_email": "Bitte geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@example.org.",
        "#id_town": "Bitte wählen Sie bei „Ort“ etwas aus.",
        "#id_way_0": "Bitte wählen Sie bei „Weg“ etwas aus.",
        "#id_agreed": "Bitte setzen Sie das Häkchen bei „Einverstanden“.",
        "#id_on_0": "Bitte füllen Sie das Feld „Am“ aus.",
    }
    assert all(soup.find(id=anchor[1:]) for anchor in links)


def test_summary_shows_nothing_when_a_form_was_not_sent() -> None:
    assert soup_of("{% error_summary form %}", form=Everything()).get_text(strip=True) == ""


def test_summary_shows_all_rows_when_a_formset_is_wrong() -> None:
    people = formset_factory(Everything, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-note": "x", "form-1-last_name": "Beispiel"}
    )

    soup = soup_of("{% error_summary people %}", people=people)

    anchors = [link["href"] for link in soup.find_all("a") if "last_name" in link["href"]]
    assert anchors == ["#id_form-0-last_name"]


@pytest.mark.parametrize(("data", "title"), [(None, "x"), ({}, "Fehler: x")])
def test_title_begins_with_error_when_a_form_has_errors(data: dict[str, str] | None, title: str) -> None:
    form = Everything(data)

    assert Template("{% error_prefix %}x").render(Context({"form": form})) == title


def test_browser_may_fill_in_when_people_write_their_own_details() -> None:
    soup = soup_of("{{ form }}", form=Everything())

    assert (found(soup, name="last_name")["autocomplete"], found(soup, name="email")["autocomplete"]) == (
        "family-name",
        "email",
    )


def test_nothing_is_called_voluntary_when_a_form_filters() -> None:
    class Filters(Form):
        mark_optional = False
        q = forms.CharField(label="Suche", required=False)

    assert "freiwillig" not in soup_of("{{ form }}", form=Filters()).get_text()


def test_input_of_people_is_escaped_when_shown_again() -> None:
    html = str(soup_of("{{ form }}", form=Everything({"last_name": '"><script>alert(1)</script>'})))

    assert "<script>" not in html


def test_field_looks_the_same_when_django_asks_for_a_field_group() -> None:
    form = Everything()

    assert (
        str(form["town"].as_field_group()).strip()
        == Template("{% field form.town %}").render(Context({"form": form})).strip()
    )


def test_no_words_stand_inside_a_field_when_a_form_of_others_has_placeholders() -> None:
    class Foreign(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Name"}))

    assert "placeholder" not in str(soup_of("{{ form }}", form=Foreign()))


def test_other_forms_keep_their_words_when_one_of_ours_was_made() -> None:
    Everything()

    assert validate_email.message != WHOLE_ADDRESS
