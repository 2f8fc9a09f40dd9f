"""How every form looks: KERN markup for each kind of field, label, hint and error tied together, errors summed up on top.

Any Django form is drawn by these templates, also allauth's: {{ form }}, {{ form.x.as_field_group }} or {% field form.x %}.
Form and ModelForm below add error texts that say what to do. Nothing here knows what a form is for.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

INPUT = "kern-form-input__input"
SELECT = "kern-form-input__select"
WHOLE_ADDRESS = _("Bitte geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@example.org.")
# What a browser may fill in when people write down their own data (WCAG 1.3.5).
AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "organisation": "organization",
    "email": "email",
    "phone": "tel",
    "postal_address": "street-address",
}


class Renderer(TemplatesSetting):
    """Named in settings.FORM_RENDERER."""

    form_template_name = "form.html"
    field_template_name = "field.html"
    formset_template_name = "formset.html"


@dataclass(frozen=True)
class Option:
    """One radio button or check box of a group."""

    tag: SafeString
    id: str
    label: str


@dataclass(frozen=True)
class Part:
    """One input of a field that has several, for example the day of a date."""

    tag: SafeString
    id: str
    label: str


def kind_of(field: BoundField) -> str:
    """Which part of field.html draws this field."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if field.name == getattr(field.form, "honeypot", None):
        return "trap"
    for kind, classes in (
        ("checkbox", forms.CheckboxInput),
        ("options", (forms.RadioSelect, forms.CheckboxSelectMultiple)),
        ("parts", (forms.MultiWidget, forms.SelectDateWidget)),
        ("select", forms.Select),
        ("file", forms.FileInput),
    ):
        if isinstance(widget, classes):
            return kind
    return "input"


def classes_of(widget: forms.Widget, *, error: bool) -> str:
    """KERN's classes for an input, with those the form itself has asked for."""
    # Django's group of check boxes is a kind of its group of radio buttons, so it comes first.
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        name = "kern-form-check__checkbox"
    elif isinstance(widget, forms.RadioSelect):
        name = "kern-form-check__radio"
    else:
        name = SELECT if isinstance(widget, forms.Select) else INPUT
    own = str(widget.attrs.get("class", ""))
    return " ".join(part for part in (name, f"{name}--error" if error else "", own) if part)


def draw(field: BoundField) -> SafeString:
    """The input itself; Django ties hint and error to it."""
    css = classes_of(field.field.widget, error=bool(field.errors))
    # Words inside the field vanish with the first letter typed; they belong into the label or the hint.
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs={"class": css})


def render_input(field: BoundField, template: str, data: dict[str, Any]) -> SafeString:
    """One input by Django's own template, which escapes what people wrote."""
    return mark_safe(field.form.renderer.render(template, {"widget": data}))


def options_of(field: BoundField) -> list[Option]:
    """The buttons of a group of radio buttons or check boxes, groups of choices laid flat."""
    widget = field.field.widget
    css = classes_of(widget, error=bool(field.errors))
    attrs = {"class": css, "id": field.auto_id}
    return [
        Option(
            tag=render_input(field, "django/forms/widgets/input.html", data),
            id=data["attrs"].get("id", ""),
            label=data["label"],
        )
        for data in widget.subwidgets(field.html_name, field.value(), attrs)
    ]


def parts_of(field: BoundField) -> list[Part]:
    """The inputs of a field that has several; their labels are widget.part_labels."""
    widget = field.field.widget
    labels = getattr(widget, "part_labels", ())
    context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id})
    parts = []
    for number, data in enumerate(context["widget"]["subwidgets"]):
        inner = widget.widgets[number] if isinstance(widget, forms.MultiWidget) else forms.Select()
        css = classes_of(inner, error=bool(field.errors))
        data["attrs"]["class"] = css
        if field.errors:
            data["attrs"]["aria-invalid"] = "true"
        tag = render_input(field, data["template_name"], data)
        label = str(labels[number]) if number < len(labels) else str(field.label)
        parts.append(Part(tag, data["attrs"].get("id", ""), label))
    return parts


def anchor_of(field: BoundField) -> str:
    """The id the error summary leads to: the input, or the first one of a group."""
    if kind_of(field) in {"options", "parts"}:
        first = options_of(field) if kind_of(field) == "options" else parts_of(field)
        return first[0].id if first else field.auto_id
    return field.id_for_label or field.auto_id


def is_marked_optional(field: BoundField) -> bool:
    """Fields that may stay empty say so in words; mark_optional = False on a form or a field says it nowhere."""
    return (
        not field.field.required
        and not isinstance(field.field.widget, forms.CheckboxInput)
        and getattr(field.form, "mark_optional", True)
        and getattr(field.field, "mark_optional", True)
    )


class Clear(forms.BaseForm):
    """For forms: error texts that say what to do instead of what is wrong."""

    own_details = False
    mark_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speak_clearly()

    def speak_clearly(self) -> None:
        for name, field in self.fields.items():
            required = field.error_messages.get("required")
            if required is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = what_to_do(field, name)
            if isinstance(field, forms.EmailField):
                others = [validator for validator in field.validators if not isinstance(validator, EmailValidator)]
                field.validators = [EmailValidator(message=WHOLE_ADDRESS), *others]
            if self.own_details and name in AUTOCOMPLETE:
                field.widget.attrs.setdefault("autocomplete", AUTOCOMPLETE[name])


def what_to_do(field: forms.Field, name: str) -> Any:
    """The sentence for a field that was left empty."""
    label = field.label or name.replace("_", " ").capitalize()
    if isinstance(field.widget, forms.CheckboxInput):
        return format_lazy(_("Bitte setzen Sie das Häkchen bei „{label}“."), label=label)
    if isinstance(field.widget, forms.FileInput):
        return format_lazy(_("Bitte wählen Sie eine Datei bei „{label}“ aus."), label=label)
    if isinstance(field.widget, forms.Select | forms.CheckboxSelectMultiple | forms.RadioSelect):
        return format_lazy(_("Bitte wählen Sie bei „{label}“ etwas aus."), label=label)
    return format_lazy(_("Bitte füllen Sie das Feld „{label}“ aus."), label=label)


class Form(Clear, forms.Form):
    """Base of our forms. own_details = True where people enter their own data."""


class ModelForm(Clear, forms.ModelForm):  # type: ignore[type-arg]
    """The same for forms over a model."""
