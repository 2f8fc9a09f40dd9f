"""New event: one screen for the pasted announcement and for the empty form. Reading saves nothing."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kreisnetz.core.rights import Right
from kreisnetz.events import editing
from kreisnetz.events.announcement.reading import read
from kreisnetz.events.models import Event
from kreisnetz.events.models.event import BERLIN
from kreisnetz.staff.forms_announcement import AnnouncementForm
from kreisnetz.staff.forms_content import Filled, filled_from_event
from kreisnetz.staff.forms_dates import read_day
from kreisnetz.staff.forms_editor import MORE_DAYS, MORE_PEOPLE, Editor, blank, merged
from kreisnetz.staff.forms_event import when_of
from kreisnetz.staff.forms_reading import Read, filled_from_proposal, past_warning
from kreisnetz.staff.views.events import after_saving
from kreisnetz.ui.access import right_needed


@require_http_methods(["GET", "HEAD", "POST"])
@right_needed(Right.EDIT_EVENTS)
def event_new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, Editor.filled(_start(request)))
    action = request.POST.get("aktion", "entwurf")
    if action == "lesen":
        return _read(request)
    editor = Editor.posted(request.POST)
    if action in {MORE_PEOPLE, MORE_DAYS}:
        return _page(request, Editor.filled(editor.typed(), more=action))
    if not editor.is_valid():
        return _page(request, editor)
    similar = _similar(editor)
    if similar and not request.POST.get("trotzdem"):
        return _page(request, editor, similar=similar, ask_similar=True)
    now = timezone.now()
    event = editing.create(editor.content(), by=request.user, now=now)
    return after_saving(request, event, publish=action == "veroeffentlichen", now=now)


def _start(request: HttpRequest) -> Filled:
    """The empty form, or one taken from an earlier event."""
    template = request.GET.get("vorlage", "")
    if template.isdigit():
        return filled_from_event(get_object_or_404(Event, pk=template), as_template=True)
    return blank()


def _read(request: HttpRequest) -> HttpResponse:
    """Text or file in, filled form out. What the clerk typed before the first reading stays."""
    given = AnnouncementForm(request.POST, request.FILES)
    typed = Editor.posted(request.POST).typed()
    if not given.is_valid():
        return _page(request, Editor.filled(typed), given=given)
    text = given.cleaned_data["text"]
    reading = _reading(text)
    default = blank()
    filled = merged(reading, Filled() if request.POST.get("gelesen") else typed, default)
    editor = Editor.filled(filled)
    editor.readings = reading.readings
    first = reading.values.get("starts_on")
    title = str(reading.values.get("title") or "")
    similar = editing.similar_events(title, datetime.combine(first, datetime.min.time(), BERLIN)) if first else []
    return _page(request, editor, given=AnnouncementForm(initial={"text": text}), text=text, similar=similar)


def _reading(text: str) -> Read:
    return filled_from_proposal(read(text, today=timezone.localdate()), text)


def _similar(editor: Editor) -> list[Event]:
    data = editor.form.cleaned_data
    return editing.similar_events(data["title"], when_of(data)[0])


def _page(
    request: HttpRequest,
    editor: Editor,
    *,
    given: AnnouncementForm | None = None,
    text: str | None = None,
    similar: list[Event] | None = None,
    ask_similar: bool = False,
) -> HttpResponse:
    if text is None:
        text = request.POST.get("text", "").replace("\r\n", "\n") if request.POST.get("gelesen") else ""
    reading = _reading(text) if text else None
    if reading:
        editor.readings = reading.readings
    now = timezone.now()
    day = (
        editor.form.fields["starts_on"].to_python(editor.form["starts_on"].value()) if not editor.form.errors else None
    )
    context = {
        "editor": editor,
        "form": editor.form,
        "people": editor.people,
        "days": editor.days,
        "given": given or AnnouncementForm(initial={"text": text or request.POST.get("text", "")}),
        "reading": reading,
        "past": past_warning(day if isinstance(day, date) else read_day(str(day or "")), now=now),
        "similar": similar or [],
        "ask_similar": ask_similar,
    }
    return render(request, "staff/event_new.html", context)
