"""Creating, changing, publishing, moving and cancelling an event."""

from datetime import datetime, timedelta

import pytest

from kreisnetz.core import version
from kreisnetz.core.models import AuditEntry, OutgoingMessage
from kreisnetz.events import editing, ics, seats
from kreisnetz.events.editing import Capacity, Content, PartLine, Span
from kreisnetz.events.models import Event, Part, Registration, Series
from tests import make

pytestmark = pytest.mark.django_db

HOST = PartLine(Part.Role.HOST, "Beispiel-Kreis", "", True)


def content(now: datetime, **values: object) -> Content:
    start = now + timedelta(days=30)
    return Content({"title": "Frühe Hilfen", "starts_at": start, "ends_at": start + timedelta(hours=2)} | values)


def test_event_is_a_draft_that_nobody_sees_when_created(now: datetime) -> None:
    before = version.current()

    event = editing.create(content(now), by="test", now=now)

    assert list(Event.objects.public()) == []
    assert (event.slug, event.year) == ("fruehe-hilfen", 2027)
    assert [(pool.group, pool.seats) for pool in event.pools.all()] == [("", None)]
    assert version.current() == before


def test_address_gets_a_number_when_the_title_is_taken_in_that_year(now: datetime) -> None:
    first = editing.create(content(now), by="test", now=now)
    second = editing.create(content(now), by="test", now=now)
    next_year = editing.create(content(now, starts_at=now + timedelta(days=400), ends_at=None), by="test", now=now)

    assert [e.slug for e in (first, second, next_year)] == ["fruehe-hilfen", "fruehe-hilfen-2", "fruehe-hilfen"]


def test_search_finds_title_place_town_host_field_and_series(now: datetime) -> None:
    field = make.make_field("Kinder- und Jugendhilfe")
    venue = make.make_venue("Bürgerhaus", town="Büttelborn")
    typed = content(now, venue=venue, subtitle="Für Mütter")

    event = editing.create(
        Content(typed.values, parts=(HOST,), fields_of_action=(field,), new_series="Elternabende"), by="test", now=now
    )

    key = Event.objects.get(pk=event.pk).search_key
    words = ("fruehe", "muetter", "buergerhaus", "buettelborn", "beispiel kreis", "jugendhilfe", "elternabende")
    assert [word for word in words if word not in key] == []


def test_series_is_reused_when_its_name_is_typed_again(now: datetime) -> None:
    for _number in range(2):
        editing.create(Content(content(now).values, new_series="Jahrestagung"), by="test", now=now)

    assert list(Series.objects.values_list("name", "slug")) == [("Jahrestagung", "jahrestagung")]


def test_further_dates_count_for_the_end_and_keep_their_uid_when_moved(now: datetime) -> None:
    later = now + timedelta(days=60)
    event = editing.create(Content(content(now).values, dates=(Span(later, None),)), by="test", now=now)
    uid = event.dates.get().uid

    editing.save(event, Content(dates=(Span(later + timedelta(days=1), None),)), by="test", now=now)

    moved = Event.objects.get(pk=event.pk)
    assert moved.dates.get().uid == uid
    assert moved.last_at == later + timedelta(days=1, hours=3)


def test_typo_fix_keeps_the_sequence_and_makes_public_pages_new(now: datetime) -> None:
    event = make.make_event("Frühe Hifen", now=now)
    before = version.current()

    editing.save(event, Content({"title": "Frühe Hilfen"}), by="test", now=now + timedelta(hours=1))

    fixed = Event.objects.get(pk=event.pk)
    assert (fixed.title, fixed.sequence, fixed.slug) == ("Frühe Hilfen", 0, event.slug)
    assert version.current() == before + 1
    entry = AuditEntry.objects.get(about=event.scope(), verb="edit")
    assert entry.detail == {"fields": ["title"]}


def test_saving_the_same_changes_nothing(now: datetime) -> None:
    event = make.make_event(now=now)
    before = version.current()

    editing.save(event, Content({"title": event.title}), by="test", now=now + timedelta(hours=1))

    assert Event.objects.get(pk=event.pk).modified_at == now
    assert version.current() == before
    assert not AuditEntry.objects.filter(verb="edit").exists()


def test_changes_of_different_fields_are_merged_when_two_edit_at_once(now: datetime) -> None:
    event = make.make_event(now=now)
    seen = event.modified_at
    editing.save(event, Content({"title": "Neuer Titel"}), by="first", now=now + timedelta(minutes=1), seen=seen)

    editing.save(event, Content({"fee": "5 Euro"}), by="second", now=now + timedelta(minutes=2), seen=seen)

    merged = Event.objects.get(pk=event.pk)
    assert (merged.title, merged.fee) == ("Neuer Titel", "5 Euro")


def test_second_clerk_is_told_when_both_changed_the_same_field(now: datetime) -> None:
    event = make.make_event(now=now)
    seen = event.modified_at
    editing.save(event, Content({"title": "Titel von Ada"}), by="ada", now=now + timedelta(minutes=1), seen=seen)

    with pytest.raises(editing.EditedMeanwhile) as clash:
        editing.save(event, Content({"title": "Titel von Ben"}), by="ben", now=now + timedelta(minutes=2), seen=seen)

    assert (clash.value.fields, clash.value.actor) == (["title"], "ada")
    assert Event.objects.get(pk=event.pk).title == "Titel von Ada"


def test_publishing_twice_is_one_publication(now: datetime) -> None:
    event = editing.create(content(now), by="test", now=now)

    editing.publish(event, by="test", now=now)
    again = editing.publish(event, by="test", now=now + timedelta(days=1))

    assert again.published_at == now
    assert AuditEntry.objects.filter(verb="publish").count() == 1


def test_menu_choice_stays_when_somebody_has_chosen_it(now: datetime) -> None:
    event = make.make_event(now=now, menu=("vegetarisch", "mit Fleisch"))
    chosen = event.menu.get(name="vegetarisch")
    participant = make.make_participant(event, now=now)
    participant.menu_choice = chosen
    participant.save()

    with pytest.raises(editing.MenuInUse) as refused:
        editing.save(event, Content({"title": "Anders"}, menu=("mit Fleisch",)), by="test", now=now)

    assert (refused.value.name, refused.value.chosen) == ("vegetarisch", 1)
    assert Event.objects.get(pk=event.pk).title == "Beispieltagung"
    assert [choice.name for choice in event.menu.all()] == ["vegetarisch", "mit Fleisch"]


def test_more_seats_let_the_waiting_list_move_up(now: datetime) -> None:
    event = make.make_event(now=now, seats_in_all=1)
    make.make_registration(event, now=now)
    waiting = make.make_registration(event, now=now)
    assert waiting.state == Registration.State.WAITING

    editing.save(event, Content(capacity=Capacity(2)), by="test", now=now)

    waiting.refresh_from_db()
    assert waiting.state == Registration.State.OFFERED


def test_nothing_is_saved_when_fewer_seats_are_wanted_than_taken(now: datetime) -> None:
    event = make.make_event(now=now, seats_in_all=3)
    for _number in range(2):
        make.make_registration(event, now=now)

    with pytest.raises(seats.CapacityTooSmall) as refused:
        editing.save(event, Content({"title": "Anders"}, capacity=Capacity(1)), by="test", now=now)

    assert refused.value.taken == 2
    assert Event.objects.get(pk=event.pk).title == "Beispieltagung"


def test_everybody_is_told_with_a_cancel_when_the_event_is_cancelled(now: datetime) -> None:
    event = make.make_event(now=now)
    registered = [make.make_registration(event, now=now) for _number in range(2)]
    gone = make.make_registration(event, now=now)
    from_registration = gone.reference
    Registration.objects.filter(pk=gone.pk).update(state=Registration.State.CANCELLED)
    OutgoingMessage.objects.all().delete()

    told = editing.cancel_event(event, note="Sturm", by="test", now=now)
    again = editing.cancel_event(event, note="Sturm", by="test", now=now)

    assert (told, again) == (2, 0)
    cancelled = Event.objects.get(pk=event.pk)
    assert (cancelled.status, cancelled.status_note, cancelled.sequence) == ("cancelled", "Sturm", 1)
    mails = OutgoingMessage.objects.order_by("pk")
    assert sorted(mail.to_address for mail in mails) == sorted(r.email for r in registered)
    assert {mail.calendar_method for mail in mails} == {"CANCEL"}
    assert from_registration not in "".join(mail.text for mail in mails)


def test_nobody_is_told_when_a_past_event_is_corrected(now: datetime) -> None:
    event = make.make_event(now=now)
    make.make_registration(event, now=now)
    OutgoingMessage.objects.all().delete()
    after = event.last_at + timedelta(days=1)

    told = editing.move_event(event, Content({"ends_at": event.ends_at + timedelta(hours=1)}), by="test", now=after)

    assert told == 0
    assert not OutgoingMessage.objects.exists()


def test_move_says_so_and_sends_a_new_calendar_entry(now: datetime) -> None:
    event = make.make_event(now=now)
    make.make_registration(event, now=now)
    OutgoingMessage.objects.all().delete()
    start = event.starts_at

    told = editing.move_event(
        event, Content({"starts_at": start + timedelta(days=1), "ends_at": None}), note="Neuer Saal", by="test", now=now
    )

    moved = Event.objects.get(pk=event.pk)
    assert told == 1
    assert (moved.status, moved.previous_starts_at, moved.sequence) == (Event.Status.MOVED, start, 1)
    assert moved.last_at == start + timedelta(days=1, hours=3)
    assert OutgoingMessage.objects.get().calendar_method == "REQUEST"


def test_correction_tells_people_without_calling_the_event_moved(now: datetime) -> None:
    event = make.make_event(now=now)
    make.make_registration(event, now=now)

    told = editing.move_event(
        event, Content({"ends_at": event.ends_at + timedelta(minutes=30)}), mark=False, by="test", now=now
    )

    corrected = Event.objects.get(pk=event.pk)
    assert (told, corrected.status, corrected.sequence) == (1, Event.Status.SCHEDULED, 1)


def test_address_stays_when_a_public_event_moves_to_another_year(now: datetime) -> None:
    event = make.make_event(now=now)

    editing.move_event(
        event, Content({"starts_at": event.starts_at + timedelta(days=365), "ends_at": None}), by="test", now=now
    )

    moved = Event.objects.get(pk=event.pk)
    assert (moved.year, moved.slug, moved.starts_at.year) == (2027, event.slug, 2028)


def test_postponed_event_comes_back_when_its_new_day_is_known(now: datetime) -> None:
    event = make.make_event(now=now)
    make.make_registration(event, now=now)
    editing.postpone(event, note="Der neue Tag folgt", by="test", now=now)
    assert Event.objects.get(pk=event.pk).status == Event.Status.POSTPONED

    told = editing.move_event(
        event, Content({"starts_at": event.starts_at + timedelta(days=14), "ends_at": None}), by="test", now=now
    )

    back = Event.objects.get(pk=event.pk)
    assert (told, back.status, back.sequence) == (1, Event.Status.MOVED, 2)


def test_draft_can_be_deleted_but_nothing_that_was_public(now: datetime) -> None:
    draft = editing.create(content(now), by="test", now=now)
    public = make.make_event(now=now)

    editing.delete_draft(draft, by="test", now=now)
    with pytest.raises(editing.NotADraft):
        editing.delete_draft(public, by="test", now=now)

    assert list(Event.objects.all()) == [public]


def test_similar_event_is_found_on_the_same_day_only(now: datetime) -> None:
    event = make.make_event("Jahrestagung Soziale Netzwerke", now=now)

    same_day = editing.similar_events("Tagung: Soziale Netzwerke im Kreis", event.starts_at + timedelta(hours=2))
    other_day = editing.similar_events("Jahrestagung Soziale Netzwerke", event.starts_at + timedelta(days=1))
    other_title = editing.similar_events("Kinderfest", event.starts_at)

    assert (same_day, other_day, other_title) == ([event], [], [])


def test_calendars_follow_a_corrected_place_and_past_events_stay(now: datetime) -> None:
    venue = make.make_venue("Beispielhaus")
    coming, draft = make.make_event(venue=venue, now=now), make.make_event(venue=venue, now=now, published=False)
    past = make.make_event(venue=venue, now=now, starts_at=now - timedelta(days=9))
    other = make.make_event(now=now)
    later = now + timedelta(hours=1)

    editing.save_venue(venue, {"name": "Beispielhaus", "step_free": True}, by="test", now=now)
    unmoved = Event.objects.get(pk=coming.pk).sequence
    editing.save_venue(venue, {"street": "Neuer Weg 2"}, by="test", now=later)
    version_of = {event.pk: (event.sequence, event.modified_at) for event in Event.objects.all()}

    assert unmoved == 0
    assert version_of == {coming.pk: (1, later), draft.pk: (0, later), past.pk: (0, now), other.pk: (0, now)}
    entry = ics.event_file(Event.objects.get(pk=coming.pk), now=later).decode()
    assert ("SEQUENCE:1" in entry, "Neuer Weg 2" in entry) == (True, True)
