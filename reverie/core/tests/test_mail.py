import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from conftest import actor_for, signed_in
from reverie.core import audit, clock, jobs, mail, worker
from reverie.core.models import AuditEvent, Job, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(settings, tmp_path) -> Path:
    """Mail that goes into files of this folder."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAIL = {"backend": backend, "options": {"file_path": str(tmp_path)}}
    settings.DEFAULT_FROM_EMAIL = "office@practice.example"
    return tmp_path


def post(key: str = "a", **fields) -> OutboxMessage:
    mail.post(key=key, to="elena@example.invalid", subject="A note", body="Please look.", **fields)
    return OutboxMessage.objects.get(key=key)


def test_a_message_is_sent_once(letters: Path) -> None:
    post()
    assert (worker.run_next(), mail.send("a")) == (True, False)
    (letter,) = letters.iterdir()
    assert "Subject: A note" in letter.read_text()
    assert OutboxMessage.objects.get().sent_at is not None


def test_the_same_key_writes_one_message(letters: Path) -> None:
    post()
    post()
    assert (OutboxMessage.objects.count(), Job.objects.count()) == (1, 1)


def test_a_double_carries_the_same_message_id(letters: Path) -> None:
    post()
    for _ in range(2):
        mail.send("a")
        OutboxMessage.objects.update(sent_at=None)
    ids = {
        line
        for letter in letters.iterdir()
        for line in letter.read_text().splitlines()
        if "Message-ID" in line
    }
    assert len(ids) == 1


def test_without_mail_a_message_waits_and_no_job_is_made() -> None:
    assert post().sent_at is None
    assert not mail.send("a")
    assert not Job.objects.exists()


def test_what_waited_is_sent_once_mail_is_set_up_unless_it_is_stale(letters: Path, settings) -> None:
    configured, settings.MAIL = settings.MAIL, {"backend": "", "options": {}}
    post("fresh")
    post("stale")
    OutboxMessage.objects.filter(key="stale").update(created_at=clock.now() - timedelta(days=3))
    settings.MAIL = configured
    mail.send_later_what_waits()
    assert [row.payload["key"] for row in Job.objects.filter(name="core.send_message")] == ["fresh"]


def test_a_refusing_server_leaves_the_message_and_its_kind_of_error(settings) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL = {"backend": backend, "options": {"host": "127.0.0.1", "port": 9}}
    post()
    assert worker.run_next()
    message = OutboxMessage.objects.get()
    assert (message.sent_at, message.attempts, message.error) == (None, 1, "ConnectionRefusedError")
    assert Job.objects.get(name="core.send_message").state == Job.WAITING


def test_djangos_own_mail_goes_through_the_outbox(settings) -> None:
    settings.EMAIL_BACKEND = "reverie.core.outbox_backend.OutboxBackend"
    send_mail("Hello", "Words", None, ["one@example.invalid", "two@example.invalid"])
    assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == [
        "one@example.invalid",
        "two@example.invalid",
    ]


def test_handing_over_is_an_act(owner, practice) -> None:
    message = post(practice=practice.id)
    mail.hand_over(message=message, by=actor_for(owner))
    assert AuditEvent.objects.get(verb="hand_over").object_id == str(message.id)
    with pytest.raises(mail.CannotHandOver):
        mail.hand_over(message=message, by=actor_for(owner))


def test_handing_over_rolls_back_with_its_audit_row(owner, practice, monkeypatch) -> None:
    message = post(practice=practice.id)
    monkeypatch.setattr(audit, "record", lambda **fields: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mail.hand_over(message=message, by=actor_for(owner))
    assert OutboxMessage.objects.get().handed_over_at is None


def test_the_owner_sees_the_practices_messages_alone(owner, practice) -> None:
    post("ours", practice=practice.id)
    post("theirs", practice=uuid.uuid4())
    post("nobodys")
    assert [row.key for row in mail.messages_visible_to(actor_for(owner))] == ["ours"]


def test_a_therapist_and_a_client_see_none(as_therapist, as_client, practice) -> None:
    post(practice=practice.id)
    assert not mail.messages_visible_to(as_therapist)
    assert not mail.messages_visible_to(as_client)


def test_messages_page(owner, practice) -> None:
    message = post(practice=practice.id)
    browser = signed_in(owner)
    page = browser.get(reverse("core:messages"))
    assert "Please look." in page.content.decode()
    answer = browser.post(reverse("core:message-hand-over", args=[message.id]), follow=True)
    assert "Please look." not in answer.content.decode()


def test_messages_page_hides_others(owner, practice) -> None:
    other = post("theirs", practice=uuid.uuid4())
    answer = signed_in(owner).post(reverse("core:message-hand-over", args=[other.id]))
    assert answer.status_code == 404
    assert jobs.KINDS["core.send_message"].in_transaction is False
