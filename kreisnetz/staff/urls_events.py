"""Addresses of the office's events: list, new, dashboard, edit, and what can happen to an event."""

from django.urls import path

from kreisnetz.staff.views import announcement, events, moving, venues

urlpatterns = [
    path("termine/", events.event_list, name="event-list"),
    path("termine/neu/", announcement.event_new, name="event-new"),
    path("termine/<int:pk>/", events.event_detail, name="event"),
    path("termine/<int:pk>/bearbeiten/", events.event_edit, name="event-edit"),
    path("termine/<int:pk>/vorschau/", events.event_preview, name="event-preview"),
    path("termine/<int:pk>/veroeffentlichen/", events.event_publish, name="event-publish"),
    path("termine/<int:pk>/loeschen/", events.event_delete, name="event-delete"),
    path("termine/<int:pk>/absagen/", moving.event_cancel, name="event-cancel"),
    path("termine/<int:pk>/verschieben/", moving.event_postpone, name="event-postpone"),
    path("termine/<int:pk>/verlegen/", moving.event_move, name="event-move"),
    path("orte/<int:pk>/", venues.venue_edit, name="venue"),
]
