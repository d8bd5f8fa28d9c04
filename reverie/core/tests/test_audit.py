import itertools
import json
import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from reverie.core import anchors, append_only, audit, clock, verification
from reverie.core.models import AuditEvent, AuditHead
from reverie.core.policy import ANONYMOUS, Actor

pytestmark = pytest.mark.django_db
PRACTICE = uuid.uuid4()
ACTOR = Actor(user_id=uuid.uuid4(), practice_id=PRACTICE, roles=frozenset({"therapist"}))


@pytest.fixture(autouse=True)
def _anchors_of_this_test(tmp_path, settings) -> None:
    settings.ANCHOR_FOLDER = tmp_path / "anchors"


@pytest.fixture
def chain() -> Iterator[list[AuditEvent]]:
    """Five links."""
    with transaction.atomic():
        return [audit.record(by=ACTOR, verb="read", detail={"n": n}) for n in range(5)]


def test_links_follow_each_other(chain) -> None:
    assert [link.number for link in chain] == [1, 2, 3, 4, 5]
    assert all(after.previous == before.hash for before, after in itertools.pairwise(chain))
    assert verification.verify().is_whole


def test_each_practice_has_a_chain_of_its_own(chain) -> None:
    other = audit.record(by=Actor.system("core.test", uuid.uuid4()), verb="read")
    assert (other.number, other.previous) == (1, "0" * 64)
    assert [found.links for found in verification.verify().chains] in ([5, 1], [1, 5])


def test_an_act_of_nobody_is_refused() -> None:
    with pytest.raises(audit.AnonymousAct):
        audit.record(by=ANONYMOUS, verb="read")


@pytest.mark.django_db(transaction=True)
def test_a_link_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record(by=ACTOR, verb="read")


def test_a_link_rolls_back_with_its_act() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record(by=ACTOR, verb="sign")
        raise RuntimeError
    assert not AuditEvent.objects.exists()


def test_keys_of_any_kind_hash_as_they_are_stored() -> None:
    audit.record(by=ACTOR, verb="read", detail={"by_session": {10: "a", 9: "b"}, "share": 1.5})
    assert verification.verify().is_whole


@pytest.mark.parametrize(
    "act",
    [
        lambda: AuditEvent.objects.filter(number=2).update(verb="sign"),
        lambda: AuditEvent.objects.filter(number=5).delete(),
        lambda: AuditHead.objects.update(count=3),
        lambda: AuditHead.objects.all().delete(),
    ],
    ids=["change a link", "delete a link", "turn the head back", "delete the head"],
)
def test_the_database_refuses(chain, act) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    assert verification.verify().is_whole


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_postgresql_refuses_to_truncate(chain) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditevent")


def test_lost_triggers_are_noticed() -> None:
    assert append_only.are_there(connection)
    append_only.drop(connection)
    assert not append_only.are_there(connection)
    append_only.create(connection)
    append_only.create(connection)
    assert append_only.are_there(connection)


def test_what_came_after_the_last_anchor_is_counted(chain) -> None:
    anchors.write()
    audit.record(by=ACTOR, verb="read")
    (found,) = verification.verify().chains
    assert (found.links, found.unanchored) == (6, 1)


def test_an_anchor_is_written_once_per_growth(chain) -> None:
    assert (anchors.write(), anchors.write()) == (1, 0)
    audit.record(by=ACTOR, verb="read")
    assert anchors.write() == 1
    assert [anchor.count for anchor in anchors.read()[0]] == [5, 6]


def _lines() -> list[str]:
    return next(settings.ANCHOR_FOLDER.glob("*.anchors")).read_text().splitlines(keepends=True)


@pytest.mark.parametrize(
    "forge",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[0].replace('"count":5', '"count":4'), *lines[1:]],
        lambda lines: [lines[1], lines[0]],
        lambda lines: ["nonsense\n", *lines[1:]],
    ],
    ids=["a line taken out", "a line changed", "lines swapped", "a line overwritten"],
)
def test_a_forged_anchor_is_found(chain, forge) -> None:
    anchors.write()
    audit.record(by=ACTOR, verb="read")
    anchors.write()
    next(settings.ANCHOR_FOLDER.glob("*.anchors")).write_text("".join(forge(_lines())))
    assert verification.verify().damage


def test_an_anchor_signed_with_another_key_is_found(chain, tmp_path) -> None:
    anchors.write()
    settings.MASTER_KEY_FILE, before = tmp_path / "master.key", settings.MASTER_KEY_FILE
    anchors.create_key()
    found = verification.verify().damage
    settings.MASTER_KEY_FILE = before
    assert [one.what for one in found] == ["is not what was signed"]


def test_a_chain_whose_rows_are_all_gone_is_missed(chain) -> None:
    anchors.write()
    append_only.drop(connection)
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    append_only.create(connection)
    (found,) = verification.verify().chains
    assert found.fault is not None
    assert "5 links were anchored" in found.fault.what


def test_the_hashed_form_is_canonical_json() -> None:
    link = audit.record(by=ACTOR, verb='"ä\n', client=uuid.UUID(int=7), detail={"b": [1, None], "a": "é"})
    values = [getattr(link, name) for name in audit.HASHED]
    found = audit.canonical(str(link.practice), *values)
    row = json.loads(found)
    assert row["detail"] == {"a": "é", "b": [1, None]}
    assert row["verb"] == '"ä\n'
    assert found == json.dumps(row, separators=(",", ":"), sort_keys=True).encode()


def test_a_clock_in_another_zone_makes_the_same_link(monkeypatch) -> None:
    there = clock.now().astimezone(ZoneInfo("America/Los_Angeles"))
    monkeypatch.setattr(clock, "now", lambda: there)
    audit.record(by=ACTOR, verb="read")
    assert verification.verify().is_whole
