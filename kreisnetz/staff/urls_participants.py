"""Addresses of the people who come to an event."""

from django.urls import path

from kreisnetz.staff.views import messages, participants, registration

urlpatterns = [
    path("termine/<int:pk>/teilnehmende/", participants.participants, name="participants"),
    path("termine/<int:pk>/anmelden/", registration.registration_new, name="registration-new"),
    path("termine/<int:pk>/nachricht/", messages.message, name="message"),
    path("termine/<int:pk>/erinnern/", messages.remind, name="remind"),
    path("anmeldungen/<int:pk>/", participants.registration_detail, name="registration"),
    path("anmeldungen/<int:pk>/aendern/", registration.registration_change, name="registration-change"),
    path("anmeldungen/<int:pk>/abmelden/", registration.registration_cancel, name="registration-cancel"),
    path("anmeldungen/<int:pk>/nachruecken/", registration.registration_promote, name="registration-promote"),
    path("anmeldungen/<int:pk>/notiz/", registration.registration_note, name="registration-note"),
    path("anmeldungen/<int:pk>/nochmal-senden/", registration.registration_resend, name="registration-resend"),
    path("anmeldungen/<int:pk>/loeschen/", registration.registration_erase, name="registration-erase"),
]
