"""Addresses of the calendar, the single events and their feeds."""

from django.urls import path

from kreisnetz.web.views import event, events, feeds, series

urlpatterns = [
    path("termine/", events.event_list, name="event-list"),
    path("termine/monat/<int:year>/<int:month>/", events.event_month, name="event-month"),
    path("termine/termine.ics", feeds.list_ics, name="event-list-ics"),
    path("termine/termine.atom", feeds.list_atom, name="event-list-atom"),
    path("termine/reihen/", series.series_list, name="series-list"),
    path("termine/reihen/<slug:slug>/", series.series_detail, name="series"),
    path("termine/<int:year>/<slug:slug>/", event.event_detail, name="event"),
    path("termine/<int:year>/<slug:slug>/termin.ics", feeds.event_ics, name="event-ics"),
]
unprefixed = [path("sitemap.xml", feeds.sitemap, name="sitemap"), path("robots.txt", feeds.robots, name="robots")]
