"""Addresses of what is not about one event: today, outbox, audit trail, accounts."""

from django.urls import path

from kreisnetz.staff.views import accounts, audit, home, outbox

urlpatterns = [
    path("", home.home, name="home"),
    path("postausgang/", outbox.outbox, name="outbox"),
    path("postausgang/<int:pk>/", outbox.outbox_message, name="outbox-message"),
    path("postausgang/<int:pk>/html/", outbox.outbox_html, name="outbox-html"),
    path("postausgang/<int:pk>/termin.ics", outbox.outbox_calendar, name="outbox-calendar"),
    path("postausgang/<int:pk>/erledigt/", outbox.outbox_done, name="outbox-done"),
    path("postausgang/<int:pk>/noch-einmal/", outbox.outbox_retry, name="outbox-retry"),
    path("protokoll/", audit.audit_trail, name="audit"),
    path("konten/", accounts.accounts, name="accounts"),
    path("konten/neu/", accounts.account_new, name="account-new"),
    path("konten/<int:pk>/", accounts.account, name="account"),
    path("konten/<int:pk>/rolle/", accounts.grant_role, name="account-grant"),
    path("konten/<int:pk>/rolle-entziehen/", accounts.revoke_role, name="account-revoke"),
    path("konten/<int:pk>/aktiv/", accounts.set_active, name="account-active"),
    path("konten/<int:pk>/einladen/", accounts.invite_again, name="account-invite"),
    path("konten/<int:pk>/zweiter-schritt/", accounts.forget_second_step, name="account-second-step"),
]
