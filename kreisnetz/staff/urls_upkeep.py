"""Addresses of the search, for keeping the register true, and for the meetings of networks."""

from django.urls import URLPattern, path

from kreisnetz.staff.views import register_meetings, register_municipalities, register_upkeep, search

urlpatterns: list[URLPattern] = [
    path("suche/", search.search_page, name="search"),
    path("suche/vorschlaege/", search.suggestions, name="search-suggestions"),
    path("listen/kommunen/einlesen/", register_municipalities.municipality_import, name="municipality-import"),
    path("listen/vorschlag/", register_municipalities.lists_start, name="lists-start"),
    path("pflege/", register_upkeep.upkeep, name="upkeep"),
    path("pflege/doppelte/", register_upkeep.doubles, name="doubles"),
    path("pflege/stunden/", register_meetings.hours, name="meeting-hours"),
    path("korrekturen/<int:pk>/", register_upkeep.correction_decide, name="correction-decide"),
    path("personen/<int:pk>/unterrichtet/", register_upkeep.person_told, name="person-told"),
    path("organisationen/<int:pk>/link/", register_upkeep.actor_ask, name="actor-ask"),
    path("netzwerke/<int:pk>/sitzungen/", register_meetings.meeting_list, name="meeting-list"),
    path("netzwerke/<int:pk>/sitzungen/neu/", register_meetings.meeting_new, name="meeting-new"),
    path("sitzungen/<int:pk>/", register_meetings.meeting, name="meeting"),
]
