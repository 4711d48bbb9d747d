"""Addresses of the strategy."""

from __future__ import annotations

from django.urls import path

from rathaus.strategy.views import council, funding, importing, planning, public, staff

app_name = "strategy"
urlpatterns = [
    path("strategie/", council.strategy, name="strategy"),
    path("strategie/rat/", council.council, name="council"),
    path("strategie/aenderungen/", council.changes, name="changes"),
    path("strategie/nebeneinander/", council.side_by_side, name="side_by_side"),
    path("strategie/massnahme/<str:measure_id>/", council.measure, name="measure"),
    path("strategie/kennzahlen/", public.indicators, name="indicators"),
    path("strategie/kennzahlen/vergleich/", public.compare, name="compare"),
    path("strategie/kennzahlen/katalog.jsonld", public.catalogue, name="catalogue"),
    path("strategie/kennzahlen/<slug:key>/", public.indicator, name="indicator"),
    path("strategie/kennzahlen/<slug:key>/werte.csv", public.data_csv, name="data_csv"),
    path("strategie/kennzahlen/<slug:key>/werte.json", public.data_json, name="data_json"),
    path("amt/strategie/", planning.outline, name="outline"),
    path("amt/strategie/beginnen/", planning.begin, name="begin"),
    path("amt/strategie/rahmen/", planning.frame, name="frame"),
    path("amt/strategie/veroeffentlichen/", planning.publish, name="publish"),
    path("amt/strategie/massnahmen/<uuid:measure_id>/", planning.measure, name="manage_measure"),
    path("amt/strategie/massnahmen/<uuid:measure_id>/bericht/", planning.report, name="report"),
    path("amt/strategie/massnahmen/<uuid:measure_id>/ende/", planning.stop, name="stop_measure"),
    path("amt/strategie/massnahmen/<uuid:measure_id>/foerderung/", funding.measure, name="measure_funding"),
    path("amt/foerderung/", funding.overview, name="funding"),
    path("amt/foerderung/muster/", funding.take_samples, name="take_samples"),
    path("amt/foerderung/programm/neu/", funding.edit, name="add_programme"),
    path("amt/foerderung/programm/<uuid:programme_id>/", funding.programme, name="programme"),
    path("amt/foerderung/programm/<uuid:programme_id>/aendern/", funding.edit, name="change_programme"),
    path("amt/foerderung/programm/<uuid:programme_id>/entfernen/", funding.remove, name="remove_programme"),
    path("amt/foerderung/zuwendung/<uuid:grant_id>/", funding.grant, name="grant"),
    path("amt/foerderung/zuwendung/<uuid:grant_id>/nachweis/", funding.proof, name="proof"),
    path(
        "amt/foerderung/zuwendung/<uuid:grant_id>/nachweis.csv", funding.proof_file, {"kind": "csv"}, name="proof_csv"
    ),
    path(
        "amt/foerderung/zuwendung/<uuid:grant_id>/nachweis.xlsx",
        funding.proof_file,
        {"kind": "xlsx"},
        name="proof_xlsx",
    ),
    path("amt/strategie/<slug:what>/neu/<uuid:parent_id>/", planning.add, name="add_part"),
    path("amt/strategie/<slug:what>/<uuid:part_id>/", planning.change, name="change_part"),
    path("amt/strategie/<slug:what>/<uuid:part_id>/entfernen/", planning.remove, name="remove_part"),
    path("amt/kennzahlen/", staff.indicators, name="manage_indicators"),
    path("amt/kennzahlen/aus-den-vorgaengen/", staff.take_up, name="take_up"),
    path("amt/kennzahlen/neu/", staff.define, name="define_indicator"),
    path("amt/kennzahlen/orte/", staff.units, name="units"),
    path("amt/kennzahlen/orte/neu/", staff.unit, name="add_unit"),
    path("amt/kennzahlen/orte/einlesen/", staff.take_in_places, name="take_in_places"),
    path("amt/kennzahlen/orte/<uuid:unit_id>/", staff.unit, name="unit"),
    path("amt/kennzahlen/tabelle/<uuid:import_id>/", importing.review, name="review_import"),
    path("amt/kennzahlen/tabelle/<uuid:import_id>/verwerfen/", importing.discard, name="discard_import"),
    path("amt/kennzahlen/<slug:key>/", staff.indicator, name="manage_indicator"),
    path("amt/kennzahlen/<slug:key>/aendern/", staff.define, name="change_indicator"),
    path("amt/kennzahlen/<slug:key>/wert/", staff.enter, name="enter_figure"),
    path("amt/kennzahlen/<slug:key>/ziel/", staff.aim, name="set_target"),
    path("amt/kennzahlen/<slug:key>/ziel/<uuid:target_id>/entfernen/", staff.drop_target, name="drop_target"),
    path("amt/kennzahlen/<slug:key>/freigabe/", staff.release, name="release"),
    path("amt/kennzahlen/<slug:key>/einlesen/", importing.upload, name="upload_figures"),
]
