"""Addresses of networks, organisations, the way to find help, and the search."""

from django.urls import path

from kreisnetz.web.views import networks, search

urlpatterns = [
    path("netzwerke/", networks.network_list, name="network-list"),
    path("netzwerke/<slug:slug>/", networks.network_detail, name="network"),
    path("organisationen/", networks.actor_list, name="actor-list"),
    path("organisationen/<slug:slug>/", networks.actor_detail, name="actor"),
    path("hilfe-finden/", networks.find_help, name="find-help"),
    path("suche/", search.search_page, name="search"),
    path("suche/vorschlaege/", search.suggestions, name="search-suggestions"),
]
