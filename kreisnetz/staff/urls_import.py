"""Addresses for taking spreadsheets into the register."""

from django.urls import URLPattern, path

from kreisnetz.staff.views import register_import

urlpatterns: list[URLPattern] = [
    path("einlesen/", register_import.import_list, name="import-list"),
    path("einlesen/<int:pk>/", register_import.import_run, name="import"),
    path("einlesen/<int:pk>/spalten/", register_import.import_columns, name="import-columns"),
    path("einlesen/<int:pk>/plan/", register_import.import_plan, name="import-plan"),
    path("einlesen/<int:pk>/uebernehmen/", register_import.import_apply, name="import-apply"),
    path("einlesen/<int:pk>/zuruecknehmen/", register_import.import_undo, name="import-undo"),
    path("einlesen/<int:pk>/verwerfen/", register_import.import_discard, name="import-discard"),
]
