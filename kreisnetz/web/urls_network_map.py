"""Addresses of the network map: the page, the page to embed, picture and data."""

from django.urls import path

from kreisnetz.web.views import network_map

urlpatterns = [
    path("netzwerkkarte/", network_map.network_map, name="network-map"),
    path("netzwerkkarte/einbetten/", network_map.network_map_embed, name="network-map-embed"),
    path("netzwerkkarte/bild.svg", network_map.network_map_svg, name="network-map-svg"),
    path("netzwerkkarte/daten.json", network_map.network_map_json, name="network-map-json"),
    path("netzwerkkarte/daten.csv", network_map.network_map_csv, name="network-map-csv"),
]
