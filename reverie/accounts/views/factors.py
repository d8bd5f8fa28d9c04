"""Adding and removing second factors: the library's pages, with a way back to where one was sent from."""

from typing import Any

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

AFTER = "after_factor"


class ComesBack:
    """Keeps `?next=` while the person adds a factor and reads the recovery codes."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember where to go afterwards, when the address is one of ours."""
        where = request.GET.get("next", "")
        if where and url_has_allowed_host_and_scheme(where, {request.get_host()}):
            request.session[AFTER] = where
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def get_success_url(self) -> str:
        """The new codes first, then the way back."""
        if self.did_generate_recovery_codes:  # type: ignore[attr-defined]
            return reverse("mfa_view_recovery_codes")
        return str(self.request.session.pop(AFTER, "") or reverse("mfa_index"))


class ActivateApp(ComesBack, ActivateTOTPView):  # type: ignore[misc]
    """An app that makes codes: its key as words and as a picture to scan."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        squares = matrix_of(context["totp_url"])
        return {**context, "qr_path": path_of(squares), "qr_size": len(squares)}


def matrix_of(text: str) -> list[list[bool]]:
    """The squares of a QR code, with its quiet border."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make()
    return [[bool(square) for square in row] for row in code.get_matrix()]


def path_of(squares: list[list[bool]]) -> str:
    """The dark squares as one path of an SVG."""
    return "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, dark in enumerate(row) if dark)


class AddPasskey(ComesBack, AddWebAuthnView):  # type: ignore[misc]
    """A passkey."""


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Removing a passkey is refused where it is the one factor that must be."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_list_webauthn"))
        answer: HttpResponse = super().form_valid(form)
        return answer


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes, with the way on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.request.session.get(AFTER) or reverse("mfa_index")
        return {**super().get_context_data(**kwargs), "after": after}


def mfa_activate_totp(request: HttpRequest) -> HttpResponseBase:
    """Set up an app that makes codes."""
    answer: HttpResponseBase = ActivateApp.as_view()(request)
    return answer


def mfa_add_webauthn(request: HttpRequest) -> HttpResponseBase:
    """Add a passkey."""
    answer: HttpResponseBase = AddPasskey.as_view()(request)
    return answer


def mfa_remove_webauthn(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remove a passkey, unless it is the one factor that must be."""
    answer: HttpResponseBase = RemovePasskey.as_view()(request, pk=pk)
    return answer


def mfa_view_recovery_codes(request: HttpRequest) -> HttpResponseBase:
    """Show the recovery codes."""
    answer: HttpResponseBase = RecoveryCodes.as_view()(request)
    return answer
