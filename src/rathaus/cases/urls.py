"""Addresses of the clerk's pages."""

from __future__ import annotations

from django.urls import path

from rathaus.cases.views import case, deciding, downloads, inbox

app_name = "cases"

urlpatterns = [
    path("amt/vorgaenge/", inbox.inbox, name="inbox"),
    path("amt/vorgaenge/<uuid:case_id>/", case.show, name="case"),
    path("amt/vorgaenge/<uuid:case_id>/uebernehmen/", case.take_over, name="take_over"),
    path("amt/vorgaenge/<uuid:case_id>/freigeben/", case.release, name="release"),
    path("amt/vorgaenge/<uuid:case_id>/zuweisen/", case.assign, name="assign"),
    path("amt/vorgaenge/<uuid:case_id>/frist/", case.set_due, name="due"),
    path("amt/vorgaenge/<uuid:case_id>/vermerk/", case.note, name="note"),
    path("amt/vorgaenge/<uuid:case_id>/pruefung/", case.tick, name="tick"),
    path("amt/vorgaenge/<uuid:case_id>/rueckfrage/", case.ask, name="ask"),
    path("amt/vorgaenge/<uuid:case_id>/nachricht/", case.write, name="write"),
    path("amt/vorgaenge/<uuid:case_id>/entscheiden/", deciding.outcome, name="decide"),
    path("amt/vorgaenge/<uuid:case_id>/entscheiden/<slug:outcome>/", deciding.wording, name="wording"),
    path("amt/vorgaenge/<uuid:case_id>/entscheiden/<slug:outcome>/vorschau/", deciding.preview, name="preview"),
    path("amt/vorgaenge/<uuid:case_id>/datei/<uuid:file_id>/", downloads.file, name="file"),
    path("amt/vorgaenge/<uuid:case_id>/datei/<uuid:file_id>/vorschau/", downloads.file_preview, name="file_preview"),
    path("amt/vorgaenge/<uuid:case_id>/schreiben/<uuid:letter_id>/", downloads.letter, name="letter"),
]
