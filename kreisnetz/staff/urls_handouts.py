"""Addresses of the office: buffet, lists, door, letters."""

from django.urls import URLPattern, URLResolver, path

from kreisnetz.staff.views import buffet, door, handouts

urlpatterns: list[URLPattern | URLResolver] = [
    path("termine/<int:pk>/buffet/", buffet.buffet, name="buffet"),
    path("termine/<int:pk>/buffet/bestellung.pdf", buffet.buffet_pdf, name="buffet-pdf"),
    path("termine/<int:pk>/listen/", handouts.lists, name="lists"),
    path("termine/<int:pk>/listen/teilnehmende.pdf", handouts.attendee_list_pdf, name="attendee-list-pdf"),
    path("termine/<int:pk>/listen/unterschriften.pdf", handouts.sign_in_sheet_pdf, name="sign-in-sheet-pdf"),
    path("termine/<int:pk>/listen/namensschilder.pdf", handouts.badges_pdf, name="badges-pdf"),
    path("termine/<int:pk>/listen/teilnehmende.xlsx", handouts.participants_xlsx, name="participants-xlsx"),
    path("termine/<int:pk>/listen/teilnehmende.csv", handouts.participants_csv, name="participants-csv"),
    path("termine/<int:pk>/einlass/", door.door, name="door"),
    path("termine/<int:pk>/einlass/foto/", door.door_scan, name="door-scan"),
    path("termine/<int:pk>/einlass/neu/", door.door_walk_in, name="door-walk-in"),
    path("termine/<int:pk>/einlass/daten/", door.door_data, name="door-data"),
    path("postausgang/<int:pk>/brief.pdf", handouts.letter_pdf, name="letter-pdf"),
]
