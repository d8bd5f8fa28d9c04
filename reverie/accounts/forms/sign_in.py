"""Signing in, signing up, and saying again who one is (named in ACCOUNT_FORMS and MFA_FORMS)."""

from typing import Any

from allauth.account import forms as account
from allauth.account.forms import LoginForm, SignupForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reverie.accounts.session_store import SHARED

HINTS = {"password1": _("At least 15 characters, or 8 beside a second factor. Pasting works.")}


class _Plain(forms.Form):
    """The library's forms without words inside the fields: they vanish when one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = HINTS.get(name, "")
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"


class SetUpAppForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""


class CodeForm(_Plain, AuthenticateForm):  # type: ignore[misc]
    """A code after the password."""


class CodeAgainForm(_Plain, ReauthenticateForm):  # type: ignore[misc]
    """A code to say again who one is."""


class PasswordAgainForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password to say again who one is."""


class NewPasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one."""


class FirstPasswordForm(_Plain, account.SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who signed in without one so far."""


class ForgottenForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link goes."""


class AfterLinkForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password after the link."""


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password, and whether other people use this computer."""

    shared_computer = forms.BooleanField(
        label=_("Other people use this computer"),
        help_text=_("Then you are signed out after five minutes without a touch."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password", "shared_computer"])

    def login(self, request: Any, redirect_url: str | None = None) -> Any:
        """Sign in, and remember for this session whether the computer is shared."""
        request.session[SHARED] = self.cleaned_data["shared_computer"]
        return super().login(request, redirect_url=redirect_url)


class SignUpForm(SignupForm):  # type: ignore[misc]
    """An account of one's own, before any practice knows the person."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As you would like to be called."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].help_text = _(
            "At least 15 characters, such as a few words. Pasting from a password manager works."
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.order_fields(["name", "email", "password1"])


class UnlockForm(forms.Form):
    """Who it is: by password, by a code, or by a passkey (filled in by the browser)."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code of your app, or a recovery code"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; it always signs in alone, so the device must ask for finger, face or PIN."""

    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you know it again, such as “phone” or “office laptop”.")

    def clean(self) -> dict[str, Any]:
        """Whatever the browser sent, a passkey is one with the person verified."""
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class _CountedForm(forms.Form):
    """Refuses a passkey whose counter does not grow: a copy of it is in use."""

    def clean_credential(self) -> Any:
        authenticator = super().clean_credential()  # type: ignore[misc]
        response = auth.parse_authentication_response(_given(self))
        count, last = response.response.authenticator_data.counter, authenticator.data.get("count", 0)
        if count and count <= last:
            raise ValidationError(_("This passkey seems to be a copy. Sign in another way and remove it."))
        authenticator.data["count"] = count
        authenticator.save(update_fields=["data"])
        return authenticator


def _given(form: forms.Form) -> Any:
    """The credential as the browser sent it."""
    field = form.fields["credential"]
    return field.clean(field.widget.value_from_datadict(form.data, form.files, form.add_prefix("credential")))


class PasskeySignInForm(_CountedForm, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone."""


class PasskeyFactorForm(_CountedForm, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyAgainForm(_CountedForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey to say again who one is."""
