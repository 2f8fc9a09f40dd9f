"""The addresses of the office, put together from the lists of its parts."""

from kreisnetz.staff import urls_events, urls_handouts, urls_office, urls_participants

app_name = "staff"
urlpatterns = [
    *urls_office.urlpatterns,
    *urls_events.urlpatterns,
    *urls_participants.urlpatterns,
    *urls_handouts.urlpatterns,
]
