"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from rathaus.catalogue.views import figures, finding, presets, public, rules, staff, wording

app_name = "catalogue"
urlpatterns = [
    path("", finding.home, name="home"),
    path("leistungen/", finding.index, name="index"),
    path("suche/vorschlaege/", finding.suggestions, name="suggestions"),
    path("themen/<slug:name>/", finding.by_situation, name="situation"),
    path("a-z/", finding.a_to_z, name="a_to_z"),
    path("leistungen/<slug:slug>/", public.service, name="service"),
    path("leistungen/<slug:slug>/daten.jsonld", public.data, name="data"),
    path("barrierefreiheit/melden/", public.report_barrier, name="report_barrier"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("robots.txt", public.robots, name="robots"),
    path("amt/leistungen/", staff.manage, name="manage"),
    path("amt/leistungen/neu/", staff.upload, name="upload"),
    path("amt/leistungen/entwurf/<uuid:proposal_id>/", staff.review, name="review"),
    path("amt/leistungen/entwurf/<uuid:proposal_id>/verwerfen/", staff.discard, name="discard"),
    path("amt/nutzung/", figures.all_services, name="usage"),
    path("amt/reifegrad/", figures.levels, name="maturity"),
    path("amt/leistungen/<slug:slug>/nutzung/", figures.one_service, name="usage_of_service"),
    path("amt/leistungen/neu/barriere/", staff.offer_barrier_report, name="offer_barrier_report"),
    path("amt/leistungen/<slug:slug>/", staff.show, name="show"),
    path("amt/leistungen/<slug:slug>/neue-fassung/", staff.upload, name="upload_version"),
    path("amt/leistungen/<slug:slug>/texte/", wording.texts, name="texts"),
    path("amt/leistungen/<slug:slug>/texte/datei/", wording.take_over, name="take_over"),
    path("amt/leistungen/<slug:slug>/vorgaben/", presets.show, name="presets"),
    path("amt/leistungen/<slug:slug>/vorgaben/datei/", presets.download, name="presets_file"),
    path("amt/leistungen/<slug:slug>/angebot/", staff.switch, name="switch"),
    path("amt/leistungen/<slug:slug>/regeln/", rules.index, name="rules"),
    path("amt/leistungen/<slug:slug>/regeln/datei/", rules.download, name="rules_file"),
    path("amt/leistungen/<slug:slug>/regeln/in-kraft/", rules.put_in_force, name="rules_in_force"),
    path("amt/leistungen/<slug:slug>/regeln/<str:key>/", rules.show, name="rule"),
    path("amt/leistungen/<slug:slug>/regeln/<str:key>/schreiben/", rules.write, name="write_rule"),
    path("amt/leistungen/<slug:slug>/regeln/<str:key>/erklaerung/", rules.explain, name="explain_rule"),
    path("amt/freigaben/", rules.waiting, name="sign_offs"),
    path("amt/freigaben/<uuid:written_id>/freigeben/", rules.sign, name="sign_rule"),
    path("amt/freigaben/<uuid:written_id>/zuruecknehmen/", rules.end, name="end_rule"),
]
