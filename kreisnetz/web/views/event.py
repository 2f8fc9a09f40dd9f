"""The single view of an event (Einzelansicht): everything an announcement has."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kreisnetz.core import dates
from kreisnetz.events import calendar, registration, structured_data
from kreisnetz.events.models import Event, Part, Venue
from kreisnetz.register.models import StakeholderGroup
from kreisnetz.web import cards

MAP = "https://www.openstreetmap.org"


@dataclass(frozen=True)
class Feature:
    """One thing known about the accessibility of a venue, in words."""

    words: str
    there: bool


@require_safe
def event_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(Event.objects.public().with_lists(), year=year, slug=slug)
    language = dates.language_now()
    parts = list(event.parts.all())
    level = calendar.level(event, now=now)
    features, unknown = access_features(event.venue)
    earlier, later = related(event)
    context = {
        "event": event,
        "german": cards.german(),
        "tile": cards.cards_of([event], now=now)[0],
        "status_word": cards.status_words()[event.status],
        "when": dates.span(event.starts_at, event.ends_at, language, all_day=event.all_day),
        "hosts": [part for part in parts if part.role == Part.Role.HOST],
        "speakers": [part for part in parts if part.role == Part.Role.SPEAKER],
        "moderators": [part for part in parts if part.role == Part.Role.MODERATOR],
        "fields": [field.name for field in event.fields_of_action.all()],
        "earlier": earlier,
        "later": later,
        "is_over": event.is_over(now=now),
        "level": level,
        "level_word": cards.level_word(level, waiting_list=event.waiting_list),
        "level_look": cards.LEVEL_LOOKS.get(level, ""),
        "refusal": registration.refusal(event, now=now),
        "reserved": reserved_words(event),
        "json_ld": structured_data.as_json_ld(event),
        "features": features,
        "unknown_features": ", ".join(unknown),
        "map_url": map_url(event.venue),
    }
    return render(request, "web/event_detail.html", context)


def related(event: Event) -> tuple[list[cards.Card], list[cards.Card]]:
    """Events of the same series before and after this one, the nearest first; at most six of each."""
    if event.series_id is None:
        return [], []
    same = calendar.for_cards(Event.objects.public().filter(series_id=event.series_id).exclude(pk=event.pk))
    now = timezone.now()
    earlier = same.filter(starts_at__lt=event.starts_at).order_by("-starts_at", "-id")[:6]
    later = same.filter(starts_at__gte=event.starts_at).order_by("starts_at", "id")[:6]
    return cards.cards_of(earlier, now=now), cards.cards_of(later, now=now)


def access_features(venue: Venue | None) -> tuple[list[Feature], list[str]]:
    """What is known about the venue, there or not, and the names of what is not known."""
    if venue is None:
        return [], []
    words = (
        ("step_free", _("Stufenlos erreichbar"), _("Nicht stufenlos erreichbar"), _("stufenloser Zugang")),
        (
            "accessible_toilet",
            _("Toilette für Menschen im Rollstuhl"),
            _("Keine Toilette für Menschen im Rollstuhl"),
            _("Toilette für Menschen im Rollstuhl"),
        ),
        ("induction_loop", _("Induktive Höranlage"), _("Keine induktive Höranlage"), _("induktive Höranlage")),
        (
            "accessible_parking",
            _("Behindertenparkplätze"),
            _("Keine Behindertenparkplätze"),
            _("Behindertenparkplätze"),
        ),
    )
    known = [(getattr(venue, field), yes, no, name) for field, yes, no, name in words]
    features = [Feature(yes if there else no, there) for there, yes, no, _name in known if there is not None]
    return features, [name for there, _yes, _no, name in known if there is None]


def reserved_words(event: Event) -> str:
    """Seats kept for groups at the table: "20 für Betroffene"."""
    pools = sorted((pool for pool in event.pools.all() if pool.group and pool.seats), key=lambda pool: pool.group)
    return ", ".join(
        _("%(n)s für %(group)s") % {"n": pool.seats, "group": StakeholderGroup(pool.group).label} for pool in pools
    )


def map_url(venue: Venue | None) -> str:
    """OpenStreetMap at the venue's address; a link only, nothing is loaded from there."""
    if venue is None:
        return ""
    if venue.latitude is not None and venue.longitude is not None:
        return f"{MAP}/?mlat={venue.latitude}&mlon={venue.longitude}#map=17/{venue.latitude}/{venue.longitude}"
    return f"{MAP}/search?" + urlencode({"query": venue.address}) if venue.address else ""
