"""The field for a pasted announcement, or its file: what it is, is decided by its content, never by its name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kreisnetz.events.documents import SIZE_LIMIT, TEXT_LIMIT, UnreadableDocument, read_document
from kreisnetz.ui.forms import Form


class AnnouncementForm(Form):
    """A file wins over what stands in the text field."""

    mark_optional = False
    text = forms.CharField(
        label=_("Text der Ankündigung"),
        required=False,
        max_length=TEXT_LIMIT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": _("Der Text ist zu lang. Bitte höchstens eine Million Zeichen.")},
    )
    datei = forms.FileField(
        label=_("oder eine Datei"),
        required=False,
        allow_empty_file=True,
        help_text=_("Text, HTML, Word (.docx) oder PDF, höchstens 10 MB. Sie können die Datei auch hierher ziehen."),
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        upload = data.get("datei")
        if upload is not None:
            try:
                data["text"] = read_document(upload.read(SIZE_LIMIT + 1), upload.name)
            except UnreadableDocument as error:
                self.add_error("datei", str(error))
        elif not str(data.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", _("Bitte fügen Sie einen Text ein oder wählen Sie eine Datei."))
        # One kind of line end, so that the marks stand where they were read.
        data["text"] = str(data.get("text") or "").replace("\r\n", "\n").replace("\x00", "")
        return data
