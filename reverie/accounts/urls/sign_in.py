"""The pages of the sign-in library that we use, and no others; its names are bare (`account_login`)."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from reverie.accounts.views import factors as ours

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("factor/", factors.index, name="mfa_index"),
    path("factor/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("factor/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("factor/app/", ours.mfa_activate_totp, name="mfa_activate_totp"),
    path("factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("factor/codes/", ours.mfa_view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("factor/passkeys/add/", ours.mfa_add_webauthn, name="mfa_add_webauthn"),
    path("factor/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "factor/passkeys/reauthenticate/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("factor/passkeys/<int:pk>/remove/", ours.mfa_remove_webauthn, name="mfa_remove_webauthn"),
    path("factor/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
