"""Addresses of the applying side. None holds a secret or anything personal; see `access`."""

from __future__ import annotations

from django.urls import path

from rathaus.applications.views import (
    drafting,
    keeping,
    mine,
    pages,
    paper,
    privacy,
    rating,
    sending,
    status,
    terms,
    together,
)

app_name = "applications"

urlpatterns = [
    path("antrag/beginnen/<slug:slug>/", drafting.begin, name="begin"),
    path("antrag/beginnen/<slug:slug>/ansprechperson/", drafting.contact, name="contact"),
    path("antrag/fortsetzen/", keeping.resume, name="resume"),
    path("antrag/<uuid:draft_id>/", drafting.tasks, name="tasks"),
    path("antrag/<uuid:draft_id>/seite/<str:slug>/", pages.page, name="page"),
    path("antrag/<uuid:draft_id>/seite/<str:slug>/folgefragen/", pages.follow_ups, name="follow_ups"),
    path("antrag/<uuid:draft_id>/datei/<uuid:file_id>/", drafting.file, name="file"),
    path("antrag/<uuid:draft_id>/datei/<uuid:file_id>/vorschau/", drafting.file_preview, name="file_preview"),
    path("antrag/<uuid:draft_id>/spaeter/", keeping.pause, name="pause"),
    path("antrag/<uuid:draft_id>/datenschutz/", privacy.of_draft, name="privacy_of_draft"),
    path("antrag/<uuid:draft_id>/meine-angaben/", keeping.copy, name="copy"),
    path("antrag/<uuid:draft_id>/neue-fassung/", keeping.new_version, name="new_version"),
    path("antrag/<uuid:draft_id>/weitere-personen/", together.show, name="together"),
    path("antrag/<uuid:draft_id>/weitere-personen/vollmacht/", together.power, name="power"),
    path("antrag/<uuid:draft_id>/verwerfen/", keeping.discard, name="discard"),
    path("antrag/<uuid:draft_id>/pruefen/", sending.check, name="check"),
    path("antrag/<uuid:draft_id>/eingang/", sending.receipt, name="receipt"),
    path("antrag/<uuid:draft_id>/eingang/code/", sending.mail_code, name="mail_code"),
    path("status/", status.enter, name="status"),
    path("status/<uuid:application_id>/", status.show, name="state"),
    path("status/<uuid:application_id>/datei/<uuid:attachment_id>/", status.file, name="attachment"),
    path("status/<uuid:application_id>/antwort/<uuid:question_id>/", status.reply, name="reply"),
    path("status/<uuid:application_id>/meine-angaben/", status.copy, name="sent_copy"),
    path("status/<uuid:application_id>/noch-einmal/", status.again, name="again"),
    path("status/<uuid:application_id>/nachricht/", status.message, name="message"),
    path("status/<uuid:application_id>/zuruecknehmen/", status.take_back, name="take_back"),
    path("status/<uuid:application_id>/bekanntgabe/", status.notice, name="notice"),
    path("status/<uuid:application_id>/konto/", status.keep, name="keep"),
    path("mein/", mine.show, name="mine"),
    path("mitzeichnen/", together.enter, name="sign_enter"),
    path("mitzeichnen/<uuid:signature_id>/", together.sign, name="sign"),
    path("status/<uuid:application_id>/verlassen/", status.leave, name="leave"),
    path("leistungen/<slug:slug>/datenschutz/", privacy.of_service, name="privacy"),
    path("leistungen/<slug:slug>/bewerten/", rating.rate, name="rate"),
    path("amt/papier/", paper.note, name="paper"),
    path("amt/leistungen/<slug:slug>/antraege/", terms.show, name="terms"),
    path("amt/leistungen/<slug:slug>/bewertungen/", rating.figures, name="ratings"),
]
