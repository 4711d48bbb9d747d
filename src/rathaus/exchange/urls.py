"""Addresses of the exchange: ``austausch/`` for everybody, ``amt/austausch/`` for people who work here."""

from __future__ import annotations

from django.urls import URLPattern, path

from rathaus.exchange.views import (
    calls,
    discarding,
    entering,
    experience,
    following,
    front,
    meeting_staff,
    meetings,
    offers,
    packages,
    participants,
    strategy_parts,
    updates,
)

app_name = "exchange"

_PACKAGES: list[URLPattern] = [
    path("amt/austausch/pakete/", packages.index, name="packages"),
    path("amt/austausch/pakete/packen/<slug:slug>/", packages.pack, name="pack"),
    path("amt/austausch/pakete/strategie/", strategy_parts.pack, name="pack_strategy"),
    path("amt/austausch/pakete/eigene/<uuid:own_id>/", packages.own, name="own"),
    path("amt/austausch/pakete/eigene/<uuid:own_id>/strategie/", strategy_parts.pack, name="pack_strategy_again"),
    path("amt/austausch/pakete/eigene/<uuid:own_id>/angebot/", packages.offer, name="offer_or_not"),
    path("amt/austausch/pakete/eigene/<uuid:own_id>/<int:number>/", packages.file, name="own_file"),
    path("amt/austausch/pakete/<uuid:foreign_id>/", packages.package, name="package"),
    path("amt/austausch/pakete/<uuid:foreign_id>/einrichten/", packages.install, name="install"),
    path("amt/austausch/pakete/kopien/<uuid:copy_id>/", updates.draft, name="draft"),
    path("amt/austausch/pakete/kopien/<uuid:copy_id>/strategie/", strategy_parts.plan, name="plan"),
    path("amt/austausch/pakete/kopien/<uuid:copy_id>/verwerfen/", updates.discard, name="discard_copy"),
    path("amt/austausch/pakete/kopien/<uuid:copy_id>/neues/", updates.update, name="update"),
    path("amt/austausch/pakete/herkunft/<uuid:origin_id>/", packages.origin, name="origin"),
]
_OFFERS: list[URLPattern] = [
    path("austausch/", offers.index, name="offers"),
    path("austausch/feed.atom", offers.feed_atom, name="feed_atom"),
    path("austausch/feed.json", offers.feed_json, name="feed_json"),
    path("austausch/pakete/<uuid:package_id>/<int:version>/", offers.offer, name="offered"),
    path("austausch/pakete/<uuid:package_id>/<int:version>/paket.rathaus", offers.file, name="offered_file"),
]
_FEEDS: list[URLPattern] = [
    path("amt/austausch/andere/", following.subscriptions, name="subscriptions"),
    path("amt/austausch/andere/nachsehen/", following.first_contact, name="first_contact"),
    path("amt/austausch/andere/folgen/", following.subscribe, name="subscribe"),
    path("amt/austausch/andere/paket/<uuid:arrival_id>/", following.arrival, name="arrival"),
    path("amt/austausch/andere/<uuid:subscription_id>/abrufen/", following.look_again, name="look_again"),
    path("amt/austausch/andere/<uuid:subscription_id>/schluessel/", following.other_key, name="other_key"),
    path("amt/austausch/andere/<uuid:subscription_id>/beenden/", following.unsubscribe, name="unsubscribe"),
]
_MEETINGS: list[URLPattern] = [
    path("austausch/treffen/", meetings.index, name="meetings"),
    path("austausch/treffen/material/<uuid:material_id>/", meetings.material, name="material"),
    path("austausch/treffen/<slug:slug>/", meetings.meeting, name="meeting"),
    path("austausch/treffen/<slug:slug>/kalender.ics", meetings.ics, name="meeting_ics"),
    path("austausch/treffen/<slug:slug>/<uuid:talk_id>.ics", meetings.talk_ics, name="talk_ics"),
    path("amt/austausch/treffen/", meeting_staff.index, name="manage_meetings"),
    path("amt/austausch/treffen/neu/", meeting_staff.plan, name="plan_meeting"),
    path("amt/austausch/treffen/aufgabe/<uuid:task_id>/massnahme/", meeting_staff.to_measure, name="task_to_measure"),
    path("amt/austausch/treffen/<uuid:meeting_id>/", meeting_staff.meeting, name="manage_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/aendern/", meeting_staff.change, name="change_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/folgetreffen/", meeting_staff.follow, name="follow_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/protokoll/", meeting_staff.minutes, name="minutes"),
    path("amt/austausch/treffen/<uuid:meeting_id>/veroeffentlichen/", meeting_staff.publish, name="publish_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/schliessen/", meeting_staff.close, name="close_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/verwerfen/", discarding.meeting, name="discard_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/absagen/", meeting_staff.cancel, name="cancel_meeting"),
    path("amt/austausch/treffen/<uuid:meeting_id>/teilnehmende/", participants.participants, name="participants"),
    path("amt/austausch/treffen/<uuid:meeting_id>/teilnehmende/anwesend/", participants.attendance, name="attendance"),
    path(
        "amt/austausch/treffen/<uuid:meeting_id>/teilnehmende.csv",
        participants.participants_file,
        {"kind": "csv"},
        name="participants_csv",
    ),
    path(
        "amt/austausch/treffen/<uuid:meeting_id>/teilnehmende.xlsx",
        participants.participants_file,
        {"kind": "xlsx"},
        name="participants_xlsx",
    ),
    path(
        "amt/austausch/treffen/<slug:meeting_part>/neu/<uuid:meeting_parent_id>/",
        meeting_staff.add,
        name="add_meeting_part",
    ),
    path(
        "amt/austausch/treffen/<slug:meeting_part>/<uuid:meeting_part_id>/",
        meeting_staff.change_part,
        name="change_meeting_part",
    ),
    path(
        "amt/austausch/treffen/<slug:meeting_part>/<uuid:meeting_part_id>/entfernen/",
        meeting_staff.remove_part,
        name="remove_meeting_part",
    ),
]
_EXPERIENCE: list[URLPattern] = [
    path("austausch/erfahrungen/", experience.index, name="reports"),
    path("austausch/erfahrungen/<slug:slug>/", experience.report, name="report"),
    path("austausch/erfahrungen/<slug:slug>/frage/", experience.ask, name="ask"),
    path("amt/austausch/erfahrungen/", experience.kept, name="manage_reports"),
    path("amt/austausch/erfahrungen/neu/", experience.write, name="write_report"),
    path("amt/austausch/erfahrungen/<uuid:experience_id>/", experience.manage, name="manage_report"),
    path("amt/austausch/erfahrungen/<uuid:experience_id>/aendern/", experience.write, name="change_report"),
    path("amt/austausch/erfahrungen/<uuid:experience_id>/verwerfen/", discarding.report, name="discard_report"),
    path("amt/austausch/erfahrungen/<uuid:experience_id>/veroeffentlichen/", experience.publish, name="publish_report"),
    path("amt/austausch/erfahrungen/<uuid:experience_id>/kennzahl/", experience.figure, name="add_figure"),
    path("amt/austausch/erfahrungen/kennzahl/<uuid:figure_id>/entfernen/", experience.drop_figure, name="drop_figure"),
    path("amt/austausch/erfahrungen/<uuid:experience_id>/kommune/", experience.add_adopter, name="add_adopter"),
    path("amt/austausch/erfahrungen/kommune/<uuid:adopter_id>/", experience.adopter, name="adopter"),
    path(
        "amt/austausch/erfahrungen/kommune/<uuid:adopter_id>/entfernen/", experience.drop_adopter, name="drop_adopter"
    ),
    path("amt/austausch/erfahrungen/frage/<uuid:asked_id>/", experience.answer, name="answer"),
    path("amt/austausch/erfahrungen/frage/<uuid:asked_id>/entfernen/", experience.drop_question, name="drop_question"),
]
_CALLS: list[URLPattern] = [
    path("austausch/aufrufe/", calls.index, name="calls"),
    path("austausch/aufrufe/<slug:slug>/", calls.call, name="call"),
    path("amt/austausch/aufrufe/", calls.kept, name="manage_calls"),
    path("amt/austausch/aufrufe/neu/", calls.write, name="write_call"),
    path("amt/austausch/aufrufe/anderswo/", entering.elsewhere, name="calls_elsewhere"),
    path("amt/austausch/aufrufe/anderswo/beitrag/<uuid:own_entry_id>/", entering.own_entry, name="own_entry"),
    path(
        "amt/austausch/aufrufe/anderswo/beitrag/<uuid:own_entry_id>/zurueckziehen/",
        entering.take_back,
        name="take_back_entry",
    ),
    path("amt/austausch/aufrufe/anderswo/in/<slug:town_slug>/<uuid:open_call_id>/", entering.enter, name="enter"),
    path("amt/austausch/aufrufe/<uuid:call_id>/", calls.manage, name="manage_call"),
    path("amt/austausch/aufrufe/<uuid:call_id>/aendern/", calls.write, name="change_call"),
    path("amt/austausch/aufrufe/<uuid:call_id>/verwerfen/", discarding.call, name="discard_call"),
    path("amt/austausch/aufrufe/<uuid:call_id>/schritt/<slug:step>/", calls.move_on, name="call_step"),
    path("amt/austausch/aufrufe/<uuid:call_id>/jury/", calls.jury, name="jury"),
    path("amt/austausch/aufrufe/<uuid:call_id>/jury/<uuid:entry_id>/", calls.judge, name="judge"),
    path("amt/austausch/aufrufe/<slug:call_part>/neu/<uuid:call_id>/", calls.add, name="add_call_part"),
    path("amt/austausch/aufrufe/<slug:call_part>/<uuid:call_part_id>/", calls.change_part, name="change_call_part"),
    path(
        "amt/austausch/aufrufe/<slug:call_part>/<uuid:call_part_id>/entfernen/",
        calls.remove_part,
        name="remove_call_part",
    ),
]
urlpatterns: list[URLPattern] = [
    path("amt/austausch/", front.manage, name="manage"),
    *_PACKAGES,
    *_OFFERS,
    *_FEEDS,
    *_MEETINGS,
    *_EXPERIENCE,
    *_CALLS,
]
