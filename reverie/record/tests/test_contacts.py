"""Calls and letters: put right by a further entry, read by the client whose record they are."""

from conftest import signed_in
from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import Contact
from reverie.record.tests.test_papers import CALL
from reverie.treatment.models import Treatment


def test_an_entry_is_put_right_in_the_browser(treatment: Treatment, as_therapist: Actor) -> None:
    first = actions.keep_contact(treatment=treatment, contact=CALL, by=as_therapist)
    browser, path = signed_in(treatment.therapist.user), f"/desk/clients/{treatment.client_id}/contacts/"
    page = browser.get(f"{path}?corrects={first.pk}").content.decode()
    assert "this one stands beside it" in page
    typed = {"corrects": str(first.pk), "kind": "phone", "direction": "in", "day": "2026-11-24"}
    browser.post(path, typed | {"at": "09:00", "person": "Ruth Marsh", "text": "Late."})
    assert Contact.objects.get(corrects=first).words(first.chain())["person"] == "Ruth Marsh"
    own = signed_in(treatment.client.user).get("/my/record/contacts/").content.decode()  # type: ignore[arg-type]
    for page in (browser.get(path).content.decode(), own):
        assert "Put right by a later entry" in page
        assert "Ruth Marsh" in page


def test_the_calls_of_somebody_else_are_not_the_clients(
    treatment: Treatment, stranger: Client, as_therapist: Actor
) -> None:
    actions.keep_contact(treatment=treatment, contact=CALL, by=as_therapist)
    answer = signed_in(stranger.user).get("/my/record/contacts/")  # type: ignore[arg-type]
    assert answer.status_code == 404
