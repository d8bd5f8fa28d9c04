"""`reverie sign-out`: whoever runs the machine ends one person's browsers, or everybody's."""

from argparse import Namespace

import pytest

from conftest import signed_in
from reverie.accounts import commands
from reverie.accounts.models import Client, Therapist
from reverie.core.models import AuditEvent


def sign_out(email: str | None = None) -> int:
    return commands.sign_out(Namespace(email=email, everybody=email is None))


def test_one_person_is_signed_out_and_nobody_else(
    therapist: Therapist, client_person: Client, capsys
) -> None:
    assert client_person.user is not None
    hers, theirs = signed_in(therapist.user), signed_in(client_person.user)
    assert sign_out(therapist.user.email.upper()) == 0
    assert capsys.readouterr().out == "1 browser was signed out.\n"
    assert (hers.get("/account/").status_code, theirs.get("/account/").status_code) == (302, 200)
    event = AuditEvent.objects.get(verb="end_sign_ins")
    assert (event.actor, event.object_id) == ("job:operator", str(therapist.user.pk))


def test_everybody_is_signed_out(therapist: Therapist, client_person: Client, capsys) -> None:
    assert client_person.user is not None
    browsers = [signed_in(therapist.user), signed_in(therapist.user), signed_in(client_person.user)]
    assert sign_out() == 0
    assert "3 browsers" in capsys.readouterr().out
    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302, 302]


def test_nobody_signed_in_is_1_and_nobody_known_is_a_sentence(therapist: Therapist) -> None:
    assert sign_out(therapist.user.email) == 1
    with pytest.raises(commands.CannotFindPerson, match="Nobody signs in with"):
        sign_out("nobody@example.invalid")
