"""The agreement ends in the moment in which a copy is presented: none is left open without it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from reverie.core.policy import Actor
from reverie.process import actions
from reverie.process.models import Handed
from reverie.process.tests.conftest import seal_of
from reverie.supervision.models import PresentedCopy
from reverie.treatment.actions import revoke_consent
from reverie.treatment.models import Consent

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LONG = 20


def alone(act: Callable[[], object], after: Callable[[], object], refused: list[str]) -> None:
    """Act in a transaction of this thread's own, and do something more before it is committed."""
    try:
        with transaction.atomic():
            act()
            after()
    except actions.CannotHandOver as error:
        refused.append(str(error))
    finally:
        connection.close()


def one_after_the_other(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """`second` begins while `first` is done and not yet committed; what was refused."""
    refused: list[str] = []
    done, begun = threading.Event(), threading.Event()

    def wait() -> None:
        done.set()
        begun.wait(LONG)
        threading.Event().wait(0.5)

    early = threading.Thread(target=alone, args=(first, wait, refused))
    late = threading.Thread(target=alone, args=(second, lambda: None, refused))
    early.start()
    assert done.wait(LONG)
    late.start()
    begun.set()
    early.join(LONG)
    late.join(LONG)
    assert not early.is_alive() and not late.is_alive()
    return refused


def test_what_is_presented_first_is_closed(
    ready: Handed, consent: Consent, as_therapist: Actor, as_client: Actor
) -> None:
    seal = seal_of(ready, as_therapist)
    refused = one_after_the_other(
        lambda: actions.present(handed=ready, seen=seal, by=as_therapist),
        lambda: revoke_consent(consent=consent, by=as_client),
    )
    assert refused == []
    assert PresentedCopy.objects.get().withdrawn_at is not None


def test_what_comes_second_does_not_leave(
    ready: Handed, consent: Consent, as_therapist: Actor, as_client: Actor
) -> None:
    seal = seal_of(ready, as_therapist)
    refused = one_after_the_other(
        lambda: revoke_consent(consent=consent, by=as_client),
        lambda: actions.present(handed=ready, seen=seal, by=as_therapist),
    )
    assert [words[:27] for words in refused] == ["The client has not agreed t"]
    assert not PresentedCopy.objects.exists()
