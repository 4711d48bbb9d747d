"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from rathaus.catalogue.views import public, staff

app_name = "catalogue"
urlpatterns = [
    path("", public.home, name="home"),
    path("leistungen/", public.index, name="index"),
    path("leistungen/<slug:slug>/", public.service, name="service"),
    path("amt/leistungen/", staff.manage, name="manage"),
    path("amt/leistungen/neu/", staff.upload, name="upload"),
    path("amt/leistungen/entwurf/<uuid:proposal_id>/", staff.review, name="review"),
    path("amt/leistungen/entwurf/<uuid:proposal_id>/verwerfen/", staff.discard, name="discard"),
    path("amt/leistungen/<slug:slug>/", staff.show, name="show"),
    path("amt/leistungen/<slug:slug>/neue-fassung/", staff.upload, name="upload_version"),
    path("amt/leistungen/<slug:slug>/angebot/", staff.switch, name="switch"),
]
