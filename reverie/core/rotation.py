"""New keys for old: each function may be stopped at any row and called again, and ends where it should.

master key -> practice keys are wrapped anew · practice key -> client and author keys are wrapped anew, the
practice's own words sealed anew · author key -> the author's wraps are wrapped anew · note key and client
key -> their rows are sealed anew, row by row, each with a link in the audit chain for its new digest.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Func, Value
from django.dispatch import Signal

from reverie.core import audit, clock, keyring, master_key
from reverie.core.cipher import encrypt
from reverie.core.models import AuthorKey, ClientKey, NoteKey, NoteKeyWrap, PracticeKey, SealedModel
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, KeyChain, NoteScope, OwnScope, PracticeScope, Scope, keychain

JOB = "core.rotation"
REST = timedelta(days=1)
"""How long a retired key stays: somebody may hold it in memory and seal with it a moment too late."""


# -- master ------------------------------------------------------------------------------------------


def rotate_master() -> int:
    """Wrap every practice key under a new version of the master key; the number wrapped anew.

    Back the master key file up again afterwards; its old lines stay for old backups.
    """
    master_key.add_version()
    return finish_master()


def finish_master() -> int:
    """Wrap what is not yet under the newest version (after a crash, or after restoring an old backup)."""
    kid, master = master_key.current()
    changed = 0
    for row in PracticeKey.objects.exclude(master_kid=kid):
        key = keyring.open_practice_key(row)
        row.master_kid = kid
        row.wrapped = encrypt(master, master_key.kid_as_uuid(kid), key, keyring.practice_identity(row))
        row.save(update_fields=["master_kid", "wrapped"])
        changed += 1
    return changed


# -- practice ----------------------------------------------------------------------------------------


def rotate_practice(practice: UUID) -> int:
    """Retire the practice's key for a new one; the number of keys and rows that moved to it."""
    with transaction.atomic():
        PracticeKey.objects.filter(practice=practice, retired_at=None).update(retired_at=clock.now())
        keyring.practice_key(practice)
        audit.record(by=Actor.system(JOB, practice), verb="rotate_practice_key")
    return finish_practice(practice)


def finish_practice(practice: UUID) -> int:
    """Move what still hangs on a retired practice key; 0 when nothing does."""
    new = keyring.practice_key(practice)
    changed = 0
    for client_row in ClientKey.objects.filter(practice=practice).exclude(practice_key=new):
        key = keyring.open_client_key(client_row)
        client_row.wrapped = keyring.wrapped_under(new, key, keyring.client_identity(client_row))
        client_row.practice_key = new
        client_row.save(update_fields=["practice_key", "wrapped"])
        changed += 1
    for author_row in AuthorKey.objects.filter(practice=practice).exclude(practice_key=new):
        raw = keyring.open_author_key(author_row).private_bytes_raw()
        author_row.wrapped_private = keyring.wrapped_under(new, raw, keyring.author_identity(author_row))
        author_row.practice_key = new
        author_row.save(update_fields=["practice_key", "wrapped_private"])
        changed += 1
    for old in PracticeKey.objects.filter(practice=practice, retired_at__isnull=False):
        changed += _reseal_all(old.id, PracticeScope(practice), client=None)
    return changed


# -- author ------------------------------------------------------------------------------------------


def rotate_author(practice: UUID, author: UUID) -> int:
    """Give an author a new key pair and wrap everything they may read to it; the number wrapped anew."""
    with transaction.atomic():
        AuthorKey.objects.filter(practice=practice, author=author, retired_at=None).update(
            retired_at=clock.now()
        )
        keyring.author_key(practice, author)
        audit.record(by=Actor.system(JOB, practice), verb="rotate_author_key", detail={"author": str(author)})
    return finish_author(practice, author)


def finish_author(practice: UUID, author: UUID) -> int:
    """Move the wraps that still hang on a retired key pair; delete the pair once it has rested."""
    new = keyring.author_key(practice, author)
    changed = 0
    old_wraps = NoteKeyWrap.objects.filter(reader=author, note_key__practice=practice)
    for wrap in old_wraps.exclude(reader_key=new).select_related("note_key", "reader_key__practice_key"):
        wrap.wrapped = keyring.wrapped_to(wrap.note_key, keyring.open_wrap(wrap), new)
        wrap.reader_key = new
        wrap.save(update_fields=["reader_key", "wrapped"])
        changed += 1
    rested = AuthorKey.objects.filter(practice=practice, author=author, retired_at__lt=clock.now() - REST)
    rested.exclude(notekeywrap__isnull=False).delete()
    return changed


# -- notes and client ---------------------------------------------------------------------------------


def rotate_notes(practice: UUID, author: UUID, client: UUID) -> int:
    """A new key for one author's notes on one client, for the present readers; the number of rows sealed."""
    return rotate_own(NoteScope(practice, author, client, author))


def rotate_own(scope: OwnScope) -> int:
    """A new key for notes or for one copy (`scope` as its author asks); the number of rows sealed anew."""
    practice, author = scope.practice, scope.author
    with transaction.atomic():
        old = keyring.note_keys(scope).filter(retired_at=None)
        readers = list(keyring.live_wraps(old).select_related("reader_key"))
        old.update(retired_at=clock.now())
        row, key = keyring.make_note_key(scope)
        for wrap in readers:
            if wrap.reader != author:
                keyring.wrap_note_key(row, key, keyring.author_key(practice, wrap.reader), wrap.expires_at)
        audit.record(by=Actor.system(JOB, practice), verb="rotate_note_key", client=_client_of(scope))
    return finish_own(scope)


def finish_notes(practice: UUID, author: UUID, client: UUID) -> int:
    """Seal anew what a retired note key still seals; delete that key with its wraps once it has rested."""
    return finish_own(NoteScope(practice, author, client, author))


def finish_own(scope: OwnScope) -> int:
    """The same for notes and for one copy."""
    retired = keyring.note_keys(scope).filter(retired_at__isnull=False)
    changed = sum(_reseal_all(row.id, scope, _client_of(scope)) for row in retired)
    if not changed:
        retired.filter(retired_at__lt=clock.now() - REST).delete()
    return changed


def _client_of(scope: OwnScope) -> UUID | None:
    return scope.client if isinstance(scope, NoteScope) else None


def rotate_client(practice: UUID, client: UUID, purpose: str) -> int:
    """A new key for one client's record or journal; the number of rows sealed anew."""
    with transaction.atomic():
        rows = ClientKey.objects.filter(practice=practice, client=client, purpose=purpose, retired_at=None)
        rows.update(retired_at=clock.now())
        audit.record(by=Actor.system(JOB, practice), verb="rotate_client_key", client=client)
    return finish_client(practice, client, purpose)


def finish_client(practice: UUID, client: UUID, purpose: str) -> int:
    """Seal anew what a retired client key still seals; delete that key once it has rested."""
    scope = ClientScope(practice, client, purpose)
    retired = ClientKey.objects.filter(
        practice=practice, client=client, purpose=purpose, retired_at__isnull=False
    )
    changed = sum(_reseal_all(row.id, scope, client) for row in retired)
    if not changed:
        retired.filter(retired_at__lt=clock.now() - REST).delete()
    return changed


def finish_all() -> int:
    """Finish every rotation that was begun; a daily job calls it. Returns the number of rows that moved."""
    changed = finish_master()
    for practice in _retired(PracticeKey, "practice"):
        changed += finish_practice(*practice)
    for pair in _retired(AuthorKey, "practice", "author"):
        changed += finish_author(*pair)
    retired = NoteKey.objects.filter(retired_at__isnull=False)
    for scope in {keyring.authors_scope(row) for row in retired}:
        changed += finish_own(scope)
    for names in _retired(ClientKey, "practice", "client", "purpose"):
        changed += finish_client(*names)
    return changed


def _retired(model: type[models.Model], *columns: str) -> list[tuple[Any, ...]]:
    rows = model._default_manager.filter(retired_at__isnull=False)
    return list(rows.values_list(*columns).distinct())


# -- rows ---------------------------------------------------------------------------------------------


def sealed_models() -> Iterator[type[SealedModel]]:
    """Every model whose rows are sealed, whichever room it lives in."""
    for model in apps.get_models():
        if issubclass(model, SealedModel):
            yield model


def rows_under(model: type[SealedModel], kid: UUID) -> models.QuerySet[SealedModel]:
    """The rows that the key `kid` seals; a sealed value names its key in bytes 3 to 18."""
    named = Func(F("sealed"), Value(3), Value(16), function="SUBSTR", output_field=models.BinaryField())
    return model._default_manager.annotate(kid=named).filter(kid=kid.bytes).order_by("pk")


def _reseal_all(kid: UUID, scope: Scope, client: UUID | None) -> int:
    chain = keychain(scope)
    return sum(
        _reseal(model, pk, chain, client)
        for model in sealed_models()
        for pk in list(rows_under(model, kid).values_list("pk", flat=True))
    )


@transaction.atomic
def _reseal(model: type[SealedModel], pk: UUID, chain: KeyChain, client: UUID | None) -> int:
    row = model._default_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    before = bytes(row.sealed)
    row.sealed = chain.seal(chain.unseal(before, row.place()), row.place())
    changed = model._default_manager.filter(pk=pk, sealed=before).update(sealed=row.sealed)
    if changed:
        practice, _, _ = chain.scope.parts()
        detail = {"digest": row.digest()}
        audit.record(by=Actor.system(JOB, practice), verb="reseal", on=row, client=client, detail=detail)
    return changed


# -- shredding ----------------------------------------------------------------------------------------


before_shredding = Signal()
"""The keys of a client are about to be destroyed: practice_id, client_id, by. Sent inside the transaction.

Whoever keeps under a key of its own what came from these words (a presented copy) ends it here.
"""


@transaction.atomic
def shred_client(*, practice: UUID, client: UUID, by: Actor) -> int:
    """Destroy every key of one client, so that no word of theirs or about them opens again here.

    Backups of the key ring must expire too before it is true everywhere. Returns the number of keys.
    """
    before_shredding.send(sender=NoteKey, practice_id=practice, client_id=client, by=by)
    keys, _ = ClientKey.objects.filter(practice=practice, client=client).delete()
    notes = NoteKey.objects.filter(practice=practice, client=client)
    count = notes.count()
    notes.delete()
    audit.record(by=by, verb="shred", client=client, practice=practice, detail={"keys": keys + count})
    return keys + count
