"""The addresses of the office, put together from the lists of its parts."""

from kreisnetz.staff import (
    urls_events,
    urls_export,
    urls_handouts,
    urls_import,
    urls_office,
    urls_participants,
    urls_register,
    urls_upkeep,
)

app_name = "staff"
urlpatterns = [
    *urls_office.urlpatterns,
    *urls_events.urlpatterns,
    *urls_participants.urlpatterns,
    *urls_handouts.urlpatterns,
    *urls_import.urlpatterns,
    *urls_export.urlpatterns,
    *urls_upkeep.urlpatterns,
    *urls_register.urlpatterns,
]
