"""A thousand ways to lie about what happened; each is found, wherever it lies up to the last anchor."""

import copy
import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from reverie.core import anchors, append_only, audit, clock, verification
from reverie.core.models import AuditEvent, AuditHead
from reverie.core.policy import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PRACTICE, TIMES, LINKS, ANCHORED = uuid.uuid4(), 1000, 40, 36
ACTOR = Actor(user_id=uuid.uuid4(), practice_id=PRACTICE, roles=frozenset({"therapist"}))
Links = list[dict[str, Any]]


def edit(links: Links, chance: random.Random) -> None:
    """Change one column of one link."""
    link = links[chance.randrange(ANCHORED)]
    column = chance.choice(["actor", "verb", "object_id", "client", "detail", "at", "role", "object_type"])
    link[column] = {
        "client": uuid.UUID(int=chance.getrandbits(128)),
        "detail": {"n": chance.random()},
        "at": clock.now(),
    }.get(column, f"forged {chance.random()}")


def delete(links: Links, chance: random.Random) -> None:
    """Take one link out."""
    del links[chance.randrange(ANCHORED)]


def insert(links: Links, chance: random.Random) -> None:
    """Slip one link in."""
    place = chance.randrange(ANCHORED)
    links.insert(place, {**copy.deepcopy(links[place]), "verb": "forged", "number": LINKS + 1})


def reorder(links: Links, chance: random.Random) -> None:
    """Swap two links."""
    one, other = chance.sample(range(ANCHORED), 2)
    links[one], links[other] = links[other], links[one]
    links[one]["number"], links[other]["number"] = links[other]["number"], links[one]["number"]


def truncate(links: Links, chance: random.Random) -> None:
    """Cut the end off, anchored links with it."""
    del links[chance.randrange(ANCHORED) :]


def leave(links: Links) -> None:
    """Hide nothing."""


def renumber(links: Links) -> None:
    """Close the gap in the numbers."""
    for number, link in enumerate(links, 1):
        link["number"] = number


def rewrite(links: Links) -> None:
    """Number and hash everything anew, as one would who knows how the chain is made."""
    renumber(links)
    previous = anchors.START
    for link in links:
        link["previous"] = previous
        link["hash"] = previous = audit.link_hash(AuditEvent(**link))


def store(links: Links) -> None:
    """Put the forged chain in the true one's place, its head too."""
    AuditEvent.objects.all().delete()
    AuditEvent.objects.bulk_create([AuditEvent(**link) for link in links])
    last = links[-1] if links else {"number": 0, "hash": anchors.START}
    AuditHead.objects.update(count=len(links), hash=last["hash"])


@pytest.fixture
def links(tmp_path, settings) -> Links:
    """A true chain with two anchors, the second four links before its end."""
    settings.ANCHOR_FOLDER = tmp_path
    for number in range(1, LINKS + 1):
        audit.record(by=ACTOR, verb="read", client=uuid.uuid4(), detail={"n": number})
        if number in {ANCHORED // 2, ANCHORED}:
            anchors.write()
    append_only.drop(connection)
    columns = ("practice", *audit.HASHED, "previous", "hash")
    return list(AuditEvent.objects.order_by("number").values(*columns))


def is_found(links: Links, tamper: Callable[[Links, random.Random], None], hide, chance) -> bool:
    """Tamper with a copy, look, and put everything back."""
    forged = copy.deepcopy(links)
    tamper(forged, chance)
    hide(forged)
    with transaction.atomic():
        store(forged)
        found = not verification.verify().is_whole
        transaction.set_rollback(True)
    return found


def test_a_thousand_tamperings_are_found_a_thousand_times(links: Links) -> None:
    chance = random.Random(2)
    ways = [edit, delete, insert, reorder, truncate]
    plan = [(chance.choice(ways), chance.choice([leave, renumber, rewrite])) for _ in range(TIMES)]
    missed = [
        (tamper.__name__, hide.__name__) for tamper, hide in plan if not is_found(links, tamper, hide, chance)
    ]
    assert missed == []
    assert verification.verify().is_whole, "the true chain verifies"


def test_what_comes_after_the_last_anchor_can_be_forged_and_is_said_to_be_open(links: Links) -> None:
    """The control: this is why anchors are written every quarter of an hour."""
    forged = links[:ANCHORED]
    rewrite(forged)
    store(forged)
    report = verification.verify()
    assert report.is_whole
    assert report.chains[0].unanchored == 0
