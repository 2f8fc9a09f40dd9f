"""Addresses of registration and of the private link."""

from django.urls import path

from kreisnetz.web.views import register, registration

urlpatterns = [
    path("termine/<int:year>/<slug:slug>/anmelden/", register.register_page, name="event-register"),
    path("termine/<int:year>/<slug:slug>/datenschutz/", register.event_privacy, name="event-privacy"),
    path("anmeldung/<str:token>/", registration.registration_page, name="registration"),
    path("anmeldung/<str:token>/bestaetigen/", registration.confirm_page, name="registration-confirm"),
    path("anmeldung/<str:token>/annehmen/", registration.accept_page, name="registration-accept"),
    path("anmeldung/<str:token>/aendern/", registration.change_page, name="registration-change"),
    path("anmeldung/<str:token>/abmelden/", registration.cancel_page, name="registration-cancel"),
    path("anmeldung/<str:token>/loeschen/", registration.delete_page, name="registration-delete"),
    path("anmeldung/<str:token>/daten.json", registration.export_data, name="registration-export"),
    path("anmeldung/<str:token>/termin.ics", registration.calendar_file, name="registration-ics"),
]
