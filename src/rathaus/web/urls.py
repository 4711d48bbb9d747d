"""Addresses of the room ``web``."""

from django.urls import path

from rathaus.web import views

app_name = "web"
urlpatterns = [
    path("sprache/<str:code>/", views.language, name="language"),
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path(".well-known/security.txt", views.security, name="security"),
    path("amt/", views.start, name="start"),
    path("amt/angaben/", views.details, name="details"),
]
