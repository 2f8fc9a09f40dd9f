"""Addresses behind private links: an organisation's own entry, a person's own contact data."""

from django.urls import path

from kreisnetz.web.views import own_entry

urlpatterns = [
    path("eintrag/person/<str:token>/", own_entry.person_page, name="own-person"),
    path("eintrag/person/<str:token>/widersprechen/", own_entry.object_page, name="own-person-object"),
    path("eintrag/<str:token>/", own_entry.entry, name="own-entry"),
    path("eintrag/<str:token>/aendern/", own_entry.change, name="own-entry-change"),
    path("eintrag/<str:token>/danke/", own_entry.done, name="own-entry-done"),
]
