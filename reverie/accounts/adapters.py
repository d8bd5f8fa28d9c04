"""Where the sign-in library asks the house: sealing, words, limits, and where one goes."""

import base64
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts import actions, queries
from reverie.accounts.models import User
from reverie.accounts.session_store import SHARED
from reverie.core import mail
from reverie.core.sealing import seal_with_master, unseal_with_master

KNOWN_BROWSER = "reverie-known"
"""What its signature is for; the cookie's own name is a setting, since https gives it a prefix."""
KNOWN_FOR = 180 * 24 * 3600


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by e-mail and password, in the words and the outbox of the house."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("Address and password do not belong together. Try again."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait a few minutes, or sign in with a passkey now."
        ),
        "incorrect_password": gettext_lazy("This is not the password of the account."),
        "email_taken": gettext_lazy("There is an account with this address. Sign in with it."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the message into the outbox; without mail there is nobody to read it, so it is not written."""
        if not settings.MAIL_URL:
            return
        words = {**context, "email": email}
        mail.post(
            key=f"account:{uuid4()}",
            to=email,
            subject=render_to_string(f"{template_prefix}_subject.txt", words).strip(),
            body=render_to_string(f"{template_prefix}_message.txt", words).strip(),
        )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may make an account for themselves once a practice exists."""
        return queries.is_set_up()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the day, to one's own space, or to the account of somebody whom no practice knows yet."""
        actor = queries.actor_of(request.user)
        if actor.is_staff:
            return "/desk/"
        return "/my/" if "client" in actor.roles else "/account/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Take the name and the zone from the form too."""
        user.name = form.cleaned_data["name"]
        user.zone = form.cleaned_data.get("zone") or user.zone
        return super().save_user(request, user, form, commit)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.note_refused_sign_in(email=credentials.get("email") or "")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted for an account; its own person's browsers are counted apart from strangers'.

        So nobody can lock a person out of a browser in which they have signed in before.
        """
        email = str(credentials.get("email") or "").lower()
        known = known_browser_of(request, email)
        return f"login:{email}:{known}" if known else f"login:{email}"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user.email)
        return response


def known_browser_of(request: HttpRequest, email: str) -> str:
    """The mark of a browser in which this account was signed in before, or an empty string."""
    try:
        owner, mark = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if owner == digest_of(email) else ""


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Give the browser its mark (no name, no address in it); not on a shared computer."""
    if request.session.get(SHARED):
        return
    mark = known_browser_of(request, email) or uuid4().hex
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        signing.dumps([digest_of(email), mark], salt=KNOWN_BROWSER),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def digest_of(email: str) -> str:
    """A keyed digest, so that the cookie does not carry an address."""
    return signing.Signer(salt="known-browser").signature(email.lower())


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets sealed by the master key, and not removable where they are compulsory."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code does not fit. Take the one that shows now, and try again."),
        "cannot_delete_authenticator": gettext_lazy(
            "This is your only second factor, and you need one. Add another first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal_with_master(text, "second-factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_with_master(base64.b64decode(encrypted_text), "second-factor")

    def get_totp_issuer(self) -> str:
        return "Reverie"

    def _get_site_name(self) -> str:
        return "Reverie"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff keep one factor; so does somebody whose password is too short to stand alone."""
        user: User = authenticator.user
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=user, type__in=kinds).exclude(pk=authenticator.pk)
        if others.exists():
            return True
        if not user.has_usable_password():
            return False
        return user.is_password_long and not queries.is_staff(user)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}
