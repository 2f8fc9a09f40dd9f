"""Lists, badges, order sheet and letters: every PDF is PDF/UA-1, and says what it should and nothing more."""

import re
from datetime import timedelta

import page as pdf_checker
import pypdfium2
import pytest
import zxingcpp

from kreisnetz.core.mail import queue
from kreisnetz.core.models import AuditEntry, OutgoingMessage
from kreisnetz.core.rights import Role
from kreisnetz.events import admission, handouts
from kreisnetz.events.handouts_letter import letter_pdf
from kreisnetz.events.handouts_typst import NoPdf, breakable, render
from kreisnetz.events.models import Event, Registration
from kreisnetz.events.registration import Attendee, Needs, cancel
from tests.make import NOW, make_event, make_registration, make_series, make_user

pytestmark = pytest.mark.django_db
DOOR = "https://termine.example.org/buero/termine/1/einlass/"
LAYOUTS = handouts.BadgeLayout.values


def text_of(pdf: bytes) -> str:
    """All words of all pages with single spaces; hyphens at line ends taken back."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return re.sub(r"\s+", " ", " ".join(pages).replace("\ufffe", "").replace("\u200b", ""))


def n_pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def assert_accessible(pdf: bytes) -> None:
    report = pdf_checker.validate_pdf_bytes(pdf)
    assert report.profile == pdf_checker.ValidationProfile.PDF_UA_1
    assert [failure.message for failure in report.failures] == []


def full_event(**kwargs: object) -> Event:
    """Umlauts, a prefix, a hyphenated name, an unnamed companion, something that looks like a command."""
    event = make_event("Beispieltagung „Gut & schön“", catering=True, menu=("mit Fleisch", "vegan"), **kwargs)
    vegan = event.menu.get(name="vegan").pk
    make_registration(event, first_name="Änne", last_name="Özbeispiel", organisation='#read("/etc/passwd") *$x$* <b>')
    make_registration(event, first_name="Zoë", last_name="von der Beispielheide-Musterhausen", n_seats=2)
    make_registration(
        event,
        first_name="Bo",
        last_name="Abc",
        people=(Attendee("Bo", "Abc", vegan),),
        access_needs=Needs(("grossdruck",), "Geheimer Hinweis"),
        remarks="Geheime Bemerkung",
    )
    return event


def test_attendee_list_is_in_german_order_and_says_when_to_destroy_it() -> None:
    event, clerk = full_event(), make_user(Role.OFFICE)

    pdf = handouts.attendee_list_pdf(event, by=clerk, now=NOW)

    assert_accessible(pdf)
    text = text_of(pdf)
    names = ["Abc, Bo", "Özbeispiel, Änne", "von der Beispielheide", "Begleitung von Zoë"]
    assert sorted(names, key=text.index) == names
    assert "4 Personen" in text
    assert "Seite 1 von 1" in text
    assert "Gedruckt am 11. Januar 2027, 9:00 Uhr" in text
    assert "vernichten bis 10. März 2027" in text


def test_attendee_list_prints_commands_as_plain_text_when_somebody_types_one() -> None:
    text = text_of(handouts.attendee_list_pdf(full_event(), by=make_user(Role.OFFICE), now=NOW))

    assert '#read("/etc/passwd") *$x$* <b>' in text
    assert "root:" not in text


def test_lists_say_nothing_of_food_needs_and_remarks() -> None:
    event, clerk = full_event(), make_user(Role.OFFICE)

    for pdf in (
        handouts.attendee_list_pdf(event, by=clerk, now=NOW),
        handouts.sign_in_sheet_pdf(event, by=clerk, now=NOW),
        handouts.badges_pdf(event, "90x55", door_url=DOOR, by=clerk, now=NOW),
    ):
        assert not re.search("vegan|Geheim|Schrift in|großer Schrift", text_of(pdf))


def test_lists_leave_out_who_does_not_come() -> None:
    event, clerk = make_event(seats_in_all=2), make_user(Role.OFFICE)
    make_registration(event, last_name="Kommtbeispiel")
    cancel(make_registration(event, last_name="Abgemeldetbeispiel"), now=NOW)
    make_registration(event, last_name="Zweitbeispiel")
    make_registration(event, last_name="Wartebeispiel")

    text = text_of(handouts.attendee_list_pdf(event, by=clerk, now=NOW))

    assert "Kommtbeispiel" in text and "Zweitbeispiel" in text
    assert "Abgemeldetbeispiel" not in text and "Wartebeispiel" not in text


def test_sign_in_sheet_has_lines_for_companions_and_a_few_more() -> None:
    pdf = handouts.sign_in_sheet_pdf(full_event(), by=make_user(Role.OFFICE), now=NOW)

    assert_accessible(pdf)
    text = text_of(pdf)
    assert "Unterschrift" in text and "Begleitung von Zoë" in text
    assert f" {4 + handouts.EMPTY_ROWS} " in f"{text} "


@pytest.mark.parametrize("layout", LAYOUTS)
def test_badges_carry_a_code_the_door_understands(layout: str) -> None:
    event = full_event()

    pdf = handouts.badges_pdf(event, layout, door_url=DOOR, by=make_user(Role.OFFICE), now=NOW)

    assert_accessible(pdf)
    wanted = set(Registration.objects.values_list("participants__door_code", flat=True))
    read = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            picture = document[number].render(scale=4).to_pil()
            read |= {admission.code_in(found.text) for found in zxingcpp.read_barcodes(picture)}
    assert read == wanted


@pytest.mark.parametrize(("layout", "on_a_sheet"), [("90x55", 10), ("90x60", 8), ("a6", 2)])
def test_badges_fill_their_sheets_and_no_more(layout: str, on_a_sheet: int) -> None:
    event, clerk = make_event(), make_user(Role.OFFICE)
    make_registration(event, n_seats=on_a_sheet)
    full = handouts.badges_pdf(event, layout, door_url=DOOR, by=clerk, now=NOW)
    make_registration(event)
    one_more = handouts.badges_pdf(event, layout, door_url=DOOR, by=clerk, now=NOW)

    assert (n_pages(full), n_pages(one_more)) == (1, 2)


def test_badge_names_shrink_instead_of_being_cut_when_they_are_long() -> None:
    event = make_event("T" * 30 + " " + "Veranstaltungsreihe " * 10)
    first, last = "Maximilian-Alexander", "Beispiel-Musterhausen-Schmalenbeispielbach zu Beispielburg-Hohenbeispiel"
    make_registration(event, first_name=first, last_name=last, organisation="O" * 190)

    for layout in LAYOUTS:
        pdf = handouts.badges_pdf(event, layout, door_url=DOOR, by=make_user(Role.OFFICE), now=NOW)
        text = text_of(pdf)
        assert n_pages(pdf) == 1
        assert re.sub("[- ]", "", f"{first}{last}") in re.sub("[- ]", "", text)
        assert text.count("O") >= 190
        assert_text_inside(pdf, layout)


def assert_text_inside(pdf: bytes, layout: str) -> None:
    """Every letter of the only badge lies in its cell on the sheet (2 mm from its edge)."""
    width, height, columns, rows = handouts.SHEETS[handouts.BadgeLayout(layout)]
    left, top = (210 - columns * width) / 2 + 2, (297 - rows * height) / 2 + 2
    with pypdfium2.PdfDocument(pdf) as document:
        words = document[0].get_textpage()
        boxes = [words.get_charbox(index) for index in range(words.count_chars())]
    inside = [[side * 25.4 / 72 for side in box] for box in boxes if box != (0, 0, 0, 0)]
    assert min(box[0] for box in inside) >= left
    assert max(box[2] for box in inside) <= left - 2 + width - 2
    assert 297 - max(box[3] for box in inside) >= top
    assert 297 - min(box[1] for box in inside) <= top - 2 + height - 2


def test_every_list_of_people_is_recorded_without_names() -> None:
    event, clerk = full_event(), make_user(Role.OFFICE)

    handouts.attendee_list_pdf(event, by=clerk, now=NOW)
    handouts.sign_in_sheet_pdf(event, by=clerk, now=NOW)
    handouts.badges_pdf(event, "a6", door_url=DOOR, by=clerk, now=NOW)

    entries = AuditEntry.objects.filter(verb="export", about=f"event:{event.pk}").order_by("id")
    assert [(entry.actor, entry.detail) for entry in entries] == [
        (f"user:{clerk.pk}", {"what": what, "rows": 4})
        for what in ("attendee-list-pdf", "sign-in-sheet-pdf", "badges-pdf")
    ]


def test_order_sheet_has_sums_only() -> None:
    event = full_event()

    pdf = handouts.order_sheet_pdf(event, now=NOW)

    assert_accessible(pdf)
    text = text_of(pdf)
    assert "vegan 1 0 1" in text and "keine Angabe 3 0 3" in text and "Summe 4 0 4" in text
    for fact in ("Beispieltagung", "8. Februar 2027", "Beispielhaus", "06000 1234", "11. Januar 2027, 9:00 Uhr"):
        assert fact in text
    assert not re.search("Abc|Özbeispiel|Beispielheide|Geheim|Schrift", text)


def test_order_sheet_counts_open_seats_apart() -> None:
    event = make_event(catering=True, menu=("Suppe",), double_opt_in=True)
    soup = event.menu.get().pk
    make_registration(event, people=(Attendee("Kim", "Beispiel", soup),))

    assert "Suppe 0 1 1" in text_of(handouts.order_sheet_pdf(event, now=NOW))


def test_empty_event_gives_papers_that_say_so() -> None:
    event, clerk = make_event(), make_user(Role.OFFICE)

    pdfs = [
        handouts.attendee_list_pdf(event, by=clerk, now=NOW),
        handouts.badges_pdf(event, "90x55", door_url=DOOR, by=clerk, now=NOW),
        handouts.order_sheet_pdf(event, now=NOW),
        handouts.sign_in_sheet_pdf(event, by=clerk, now=NOW),
    ]

    for pdf in pdfs:
        assert_accessible(pdf)
    assert "noch niemand angemeldet" in text_of(pdfs[0])


def test_list_shows_a_box_for_what_no_font_has() -> None:
    event = make_event("Beispieltagung 🎉 \u0007 \U000e0041")
    make_registration(event, first_name="Kim", last_name="Beispiel\U0010fffd", organisation="🎈 Verein \ufffe")

    pdf = handouts.attendee_list_pdf(event, by=make_user(Role.OFFICE), now=NOW)

    assert_accessible(pdf)
    assert "Beispiel" in text_of(pdf) and "Verein" in text_of(pdf)


def test_list_of_300_people_has_numbered_pages() -> None:
    event = make_event()
    for _number in range(3):
        make_registration(event, n_seats=100, by=make_user(Role.OFFICE))

    pdf = handouts.attendee_list_pdf(event, by=make_user(Role.OFFICE), now=NOW)

    pages = n_pages(pdf)
    assert pages > 5
    assert f"Seite {pages} von {pages}" in text_of(pdf)


def message(channel: str, **kwargs: object) -> OutgoingMessage:
    defaults = {
        "key": f"{channel}-1",
        "about": "registration:1",
        "channel": channel,
        "to_address": "Kim Beispiel\nBeispielweg 7\n00000 Beispielstadt",
        "to_name": "Kim Beispiel",
        "subject": "Ihre Anmeldung",
        "text": "Guten Tag, Kim Beispiel,\n\nvielen Dank.\nZweite Zeile #strong[x]\n\nGeschäftsstelle",
        "now": NOW,
    }
    queued = queue(**(defaults | kwargs))  # type: ignore[arg-type]
    assert queued is not None
    return queued


def test_letter_has_the_address_once_and_the_whole_text(settings: object) -> None:
    settings.OPERATOR_ADDRESS = "Beispielplatz 4, 00000 Beispielstadt"  # type: ignore[attr-defined]

    pdf = letter_pdf(message(OutgoingMessage.Channel.LETTER), now=NOW)

    assert_accessible(pdf)
    text = text_of(pdf)
    assert "Kim Beispiel Beispielweg 7 00000 Beispielstadt" in text
    assert text.count("Kim Beispiel ") == 1
    assert "Beispielplatz 4 · 00000 Beispielstadt" in text
    for part in ("Ihre Anmeldung", "vielen Dank.", "Zweite Zeile #strong[x]", "11. Januar 2027", "Geschäftsstelle"):
        assert part in text


def test_letter_address_stands_in_the_window_of_the_envelope() -> None:
    """DIN 5008 form B: 20 mm from the left, 45 to 90 mm from the top; the recipient in the lower 27.3 mm."""
    pdf = letter_pdf(message(OutgoingMessage.Channel.LETTER), now=NOW)

    with pypdfium2.PdfDocument(pdf) as document:
        first = document[0]
        finder = first.get_textpage().search("Beispielweg 7")
        index, count = finder.get_next()
        left, bottom, _right, top = first.get_textpage().get_charbox(index)
        height = first.get_height()
    millimetre = 72 / 25.4
    assert count and 20 <= left / millimetre <= 30
    assert (height - top) / millimetre >= 62.7 and (height - bottom) / millimetre <= 90


def test_fax_sheet_names_the_number_not_as_an_address() -> None:
    pdf = letter_pdf(message(OutgoingMessage.Channel.FAX, to_address="06000 1235"), now=NOW)

    assert_accessible(pdf)
    assert "Per Fax an 06000 1235" in text_of(pdf)


def test_letter_is_written_in_the_language_of_the_message() -> None:
    text = text_of(letter_pdf(message(OutgoingMessage.Channel.LETTER, language="en"), now=NOW))

    assert "11 January 2027" in text


def test_long_words_get_places_to_break_but_names_keep_their_hyphens() -> None:
    assert breakable("Müller-Lüdenscheidt-Schmalenbach") == "Müller-Lüdenscheidt-Schmalenbach"
    assert breakable("x" * 30).replace("\u200b", "") == "x" * 30
    assert "\u200b" in breakable("x" * 30)


def test_template_error_is_not_swallowed() -> None:
    with pytest.raises(NoPdf, match=r"^letter.typ: dictionary does not contain key …"):
        render("letter.typ", {"geheim": "Geheim"}, at=NOW)


def test_destroy_day_is_counted_in_berlin() -> None:
    event = make_event(starts_at=NOW.replace(hour=22, minute=30), ends_at=NOW.replace(hour=23, minute=30))

    assert handouts.destroy_by(event) == (NOW + timedelta(days=1 + 30)).date()


def test_order_sheet_tells_the_experience_of_earlier_events() -> None:
    series = make_series()
    before = make_event(series=series, starts_at=NOW - timedelta(days=300))
    clerk = make_user(Role.OFFICE)
    make_registration(before, n_seats=10, now=NOW - timedelta(days=320), by=clerk)
    for participant in list(before.registrations.get().participants.all())[:8]:
        admission.admit(participant, now=NOW - timedelta(days=300), by=clerk)
    event = make_event(series=series, catering=True)
    make_registration(event, n_seats=10)

    assert "voraussichtlich etwa 8 mit" in text_of(handouts.order_sheet_pdf(event, now=NOW))
