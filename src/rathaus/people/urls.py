"""Addresses of the room ``people``: signing in under ``/konto/``, accounts and departments under ``/amt/personal/``.

Of allauth only what staff need has an address: no registration, no other e-mail addresses, no sign-in by code.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import include, path, re_path

from rathaus.people import mein as mein_views
from rathaus.people import organisation_views, views

konto = [
    path("anmelden/", account.login, name="account_login"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("registrieren/", views.no_registration, name="account_signup"),
    path("bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("passwort/aendern/", account.password_change, name="account_change_password"),
    path("passwort/festlegen/", account.password_set, name="account_set_password"),
    path("passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path("passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("passwort/fertig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("sicherheit/", mfa.index, name="mfa_index"),
    path("code/", mein_views.SecondStepView.as_view(), name="mfa_authenticate"),
    path("code/bestaetigen/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/einrichten/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/entfernen/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("schluessel/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("schluessel/neu/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("schluessel/bestaetigen/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("schluessel/<int:pk>/name/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("schluessel/<int:pk>/entfernen/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("notfallcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("notfallcodes/neu/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("notfallcodes/herunterladen/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

personal = [
    path("", views.staff, name="staff"),
    path("fachbereich/", views.add_department, name="add_department"),
    path("fachbereich/<uuid:pk>/", views.change_department, name="department"),
    path("einladen/", views.invite, name="invite"),
    path("konto/<uuid:pk>/", views.account, name="account"),
    path("konto/<uuid:pk>/<slug:what>/", views.act_on_account, name="act_on_account"),
]

mein = [
    path("anmelden/", mein_views.LoginView.as_view(), name="login"),
    path("registrieren/", mein_views.register, name="register"),
    path("gesendet/", mein_views.sent, name="sent"),
    path("passwort/vergessen/", mein_views.ForgottenView.as_view(), name="forgotten"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", mein_views.PasswordView.as_view(), name="password"
    ),
    path("passkey/", mein_views.PasskeyView.as_view(), name="passkey"),
    path("daten/", mein_views.data, name="data"),
    path("vertrauen/", mein_views.trust, name="trust"),
    path("loeschen/", mein_views.close, name="close"),
    path("organisation/neu/", organisation_views.found, name="found"),
    path("organisation/<uuid:organisation_id>/", organisation_views.show, name="organisation"),
    path("organisation/<uuid:organisation_id>/ansprechperson/", organisation_views.contact, name="add_contact"),
    path(
        "organisation/<uuid:organisation_id>/ansprechperson/<str:contact_id>/",
        organisation_views.contact,
        name="contact",
    ),
    path("organisation/mitglied/<uuid:delegate_id>/", organisation_views.delegate, name="delegate"),
    path("organisation/mitglied/<uuid:delegate_id>/entfernen/", organisation_views.remove, name="remove"),
    path("organisation/mitglied/<uuid:delegate_id>/annehmen/", organisation_views.accept, name="accept"),
    path("fuer/", organisation_views.act, name="act"),
]

urlpatterns = [
    path("amt/ausweis/", views.identify, name="identify"),
    path("konto/", include(konto)),
    path("mein/anmelden/passkey/", mein_views.PasskeyLoginView.as_view(), name="mfa_login_webauthn"),
    path("mein/", include((mein, "mein"))),
    path("amt/personal/", include((personal, "people"))),
]
