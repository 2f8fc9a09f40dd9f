"""Addresses of the start page, the pages the law asks for, and the page that says the service is well."""

from django.urls import path

from kreisnetz.web.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("barriere-melden/", pages.report_barrier, name="report-barrier"),
]
unprefixed = [path("health/", pages.health, name="health")]
