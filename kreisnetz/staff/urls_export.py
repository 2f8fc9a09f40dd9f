"""Addresses for giving out the register: downloads and hand-over dossiers."""

from django.urls import URLPattern, path

from kreisnetz.staff.views import register_export

urlpatterns: list[URLPattern] = [
    path("ausgeben/", register_export.register_export, name="register-export"),
    path("ausgeben/uebergabe/", register_export.person_dossier, name="dossier-person"),
    path("netzwerke/<int:pk>/uebergabe/", register_export.network_dossier, name="dossier"),
]
