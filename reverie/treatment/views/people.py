"""Who acts for a client; couples, families and groups."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.actions import (
    CannotEndRepresentation,
    CannotInvite,
    end_representation,
    invite_representative,
    link_of,
)
from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import CopyForm, LeaveForm, MemberForm, RepresentativeForm, UnitForm
from reverie.treatment.models import Unit, UnitMember
from reverie.treatment.presenters import people as pages
from reverie.treatment.queries import units as reads


def client_representatives(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Who acts for the client, and asking somebody; the link is shown this once."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "representative.name", reads=True)
    form = RepresentativeForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        whom = {name: form.cleaned_data[name] for name in ("email", "name")}
        try:
            act = invite_representative
            _row, token = act(client=treatment.client, **whom, terms=form.terms(), by=actor)
            link, form = link_of(token), RepresentativeForm()
        except CannotInvite as refusal:
            form.add_error(None, str(refusal))
    context = pages.representatives(treatment) | {"form": form, "link": link}
    return render(
        request, "treatment/client_representatives.html", context, status=422 if form.errors else 200
    )


def client_representative_end(request: HttpRequest, client_id: UUID, representative_id: UUID) -> HttpResponse:
    """Nobody acts for the client on this ground any more."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "representative.name")
    row = get_object_or_404(treatment.client.representatives, pk=representative_id)
    try:
        end_representation(representative=row, by=actor)
        messages.success(request, _("Ended. Their next request is refused."))
    except CannotEndRepresentation as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-representatives", client_id)


def acting(request: HttpRequest) -> HttpResponse:
    """For whom I act, for what and until when."""
    rows = access.representations_of(actor_of(request))
    return render(request, "treatment/acting.html", {"rows": pages.acting(rows)})


def acting_for(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What I may see and do for one client, within my scope; their own writing is never part of it."""
    actor = actor_of(request)
    if request.method == "POST":
        representation = access.get_representation(actor, client_id, "consents")
        try:
            kinds = request.POST.getlist("kinds")
            actions.sign_for_client(representative=representation, kinds=kinds, by=actor)
            messages.success(request, _("Signed."))
        except actions.CannotConsent as refusal:
            messages.error(request, str(refusal))
        return redirect("treatment:acting-for", client_id)
    representation = access.get_representation(actor, client_id)
    return render(request, "treatment/acting_for.html", pages.acting_for(representation))


def units(request: HttpRequest) -> HttpResponse:
    """Couples, families and groups that I see; beginning with one."""
    actor = actor_of(request)
    therapist, clients = reads.people_to_join(actor)
    form = UnitForm(request.POST or None, clients=clients)
    if request.method == "POST" and form.is_valid() and therapist is not None:
        try:
            opened = actions.open_unit(
                terms=form.terms(), people=form.chosen(), therapist=therapist, by=actor
            )
        except (actions.CannotJoinUnit, actions.CannotStep) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("treatment:client", opened.client_id)
    context = {"form": form, "units": reads.units_of(actor)}
    return render(request, "treatment/units.html", context, status=422 if form.errors else 200)


def client_members(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Who belongs to a couple, family or group, since when; somebody joins."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "unit.change", reads=request.method == "GET")
    unit = getattr(treatment.client, "unit", None)
    form = MemberForm(request.POST or None, clients=reads.people_to_join(actor)[1])
    if request.method == "POST" and unit is not None and form.is_valid():
        person = form.clients[form.cleaned_data["person"]]
        try:
            actions.join_unit(unit=unit, person=person, on=form.cleaned_data["on"], by=actor)
        except actions.CannotJoinUnit as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("treatment:client-members", client_id)
    context = pages.members(treatment, unit) | {
        "form": form,
        "leave_form": LeaveForm(),
        "copy_form": CopyForm(),
    }
    return render(request, "treatment/client_members.html", context, status=422 if form.errors else 200)


def client_member_leave(request: HttpRequest, client_id: UUID, member_id: UUID) -> HttpResponse:
    """Somebody no longer comes."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "unit.change")
    member = get_object_or_404(UnitMember, pk=member_id, unit__client=treatment.client_id)
    form = LeaveForm(request.POST)
    try:
        if form.is_valid():
            actions.leave_unit(member=member, **form.cleaned_data, by=actor)
            messages.success(request, _("Kept."))
        else:
            messages.error(request, _("Choose the last day."))
    except actions.CannotJoinUnit as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-members", client_id)


def client_copy(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Ask everybody whether a copy may be given out; write down what was said in the session; withdraw it."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "unit.change")
    unit = get_object_or_404(Unit.objects.select_related("client"), client=treatment.client_id)
    asked = reads.open_copy(treatment.client)
    try:
        if asked is None:
            words = {name: request.POST.get(name, "")[:1000] for name in ("recipient", "purpose")}
            actions.ask_for_copy(unit=unit, **words, by=actor)
        elif request.POST.get("member"):
            member = _member(unit, request.POST["member"])
            is_yes = request.POST.get("says") == "yes"
            actions.answer_copy(asked=asked, member=member, is_yes=is_yes, in_session=True, by=actor)
        else:
            actions.withdraw_copy(asked=asked, by=actor)
        messages.success(request, _("Kept."))
    except actions.CannotGiveCopy as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-members", client_id)


def _member(unit: Unit, key: str) -> UnitMember:
    for member in unit.members.select_related("person"):
        if str(member.pk) == key:
            return member
    raise Http404


def my_copy(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """My yes or no to a copy of what I share with others."""
    actor = actor_of(request)
    asked, member = access.get_copy_to_answer(actor, asked_id)
    try:
        actions.answer_copy(asked=asked, member=member, is_yes=request.POST.get("says") == "yes", by=actor)
        messages.success(request, _("Kept. You can change your answer until the copy is made."))
    except actions.CannotGiveCopy as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:my-together")


def my_together(request: HttpRequest) -> HttpResponse:
    """What I share with the people with whom I come: the joint plan, and nothing that is one person's own."""
    return render(request, "treatment/my_together.html", {"units": pages.together(actor_of(request))})
