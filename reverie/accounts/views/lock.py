"""The idle lock over the page: is it locked, the person is there, and who it is."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from reverie.accounts import actions, queries
from reverie.accounts.forms import UnlockForm
from reverie.accounts.forms.sign_in import PasskeyAgainForm
from reverie.accounts.models import User
from reverie.core import clock


def lock_state(request: HttpRequest) -> HttpResponse:
    """GET says whether the browser is locked; POST locks it now. Neither counts as a touch."""
    row = request.session.row  # type: ignore[attr-defined]
    if request.method == "POST":
        actions.lock(sign_in=row)
        return JsonResponse({"locked": True})
    return JsonResponse({"locked": row.is_locked(clock.now()), "csrf": get_token(request)})


def alive(request: HttpRequest) -> HttpResponse:
    """Somebody touched the page (the middleware has noted it)."""
    return HttpResponse(status=204)


@csrf_exempt  # the proof itself is what a forged request would lack, and the page may hold an outdated token
def unlock(request: HttpRequest) -> HttpResponse:
    """Open a locked browser again: JSON for the page that lies under the lock, a page otherwise."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    if not request.user.is_authenticated:
        return signed_out(wants_json)
    user: User = request.user
    form = UnlockForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        how = proven(request, user, form)
        if how:
            actions.unlock(sign_in=request.session.row, how=how, by=request.actor)  # type: ignore[attr-defined]
            request.session.cycle_key()
            return JsonResponse({"csrf": get_token(request)}) if wants_json else onward(request, form)
        form.add_error(None, _("That did not fit. What you wrote is still there; try again."))
    if wants_json and request.method == "POST":
        return JsonResponse(
            {"locked": True, "error": " ".join(str(words) for words in form.non_field_errors())}, status=422
        )
    ways = queries.ways_to_unlock(user)
    if wants_json and ways["passkey"]:
        return JsonResponse({"request_options": auth.begin_authentication(user)})
    return render(request, "accounts/unlock.html", {"form": form, "ways": ways})


def signed_out(wants_json: bool) -> HttpResponse:
    """There is nothing to unlock any more; the page keeps what was typed."""
    if not wants_json:
        return redirect("account_login")
    error = _("You were signed out by time. Sign in in another tab, then unlock here; your words stay.")
    return JsonResponse({"locked": True, "error": error}, status=401)


def proven(request: HttpRequest, user: User, form: UnlockForm) -> str:
    """With what the person has shown who they are; empty when they have not. Guesses are slowed."""
    given = form.cleaned_data
    try:
        if given["credential"]:
            passkey = PasskeyAgainForm(user=user, data={"credential": request.POST["credential"]})  # type: ignore[call-arg]
            return saved(passkey, "passkey")
        if given["code"]:
            return saved(ReauthenticateForm(user=user, data={"code": given["code"]}), "code")
        if given["password"] and get_adapter().authenticate(
            request, email=user.email, password=given["password"]
        ):
            record_authentication(request, user, method="password", reauthenticated=True)
            return "password"
    except ValidationError as refused:
        form.add_error(None, refused)
    return ""


def saved(form: PasskeyAgainForm | ReauthenticateForm, how: str) -> str:
    """`how`, when the form of the library holds."""
    if not form.is_valid():
        return ""
    form.save()
    return how


def onward(request: HttpRequest, form: UnlockForm) -> HttpResponse:
    """To where the person was."""
    where = form.cleaned_data["next"]
    is_here = url_has_allowed_host_and_scheme(where, {request.get_host()})
    return HttpResponseRedirect(where if where and is_here else "/")
