"""Clients as people: how a practice comes to know somebody."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.events import client_registered
from reverie.accounts.models import Client, Practice, User
from reverie.core import audit
from reverie.core.policy import Actor


@transaction.atomic
def register_client(
    *,
    practice: Practice,
    user: User | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
    pronouns: str = "",
    zone: str = "",
    born_on: date | None = None,
    by: Actor,
) -> Client:
    """Make the client that a booking or the desk speaks of; one row for each account in a practice.

    With `user` what is missing comes from the account. Without one the client can be asked in later
    (`invite_client`); an address that somebody typed is never joined to an account by itself.
    A visitor's booking passes `by=Actor.system("booking", practice.id)`.
    """
    if user is not None:
        known = Client.objects.filter(practice=practice, user=user).first()
        if known is not None:
            return known
    client = Client.objects.create(
        practice=practice,
        user=user,
        name=name or (user.name if user else ""),
        email=(email or (user.email if user else "")).lower(),
        phone=phone,
        pronouns=pronouns or (user.pronouns if user else ""),
        zone=zone or (user.zone if user else practice.zone),
        born_on=born_on,
    )
    audit.record(by=by, verb="register", on=client, practice=practice.id, client=client.id)
    client_registered.send(sender=Client, client=client, by=by)
    return client


class CannotRename(Exception):
    """One plain sentence for the user: why the name is not changed."""


@transaction.atomic
def rename_client(*, client: Client, name: str, pronouns: str, by: Actor) -> Client:
    """Call a client by another name or other pronouns, as told; nothing happens when they are the same.

    The account keeps the name that its owner gave it. Raises CannotRename without a name.
    """
    if not name.strip():
        raise CannotRename(_("Write the name by which the client wants to be called."))
    row = Client.objects.select_for_update().get(pk=client.pk)
    told = {"name": name.strip(), "pronouns": pronouns.strip()}
    changed = [field for field, text in told.items() if getattr(row, field) != text]
    if changed:
        row.name, row.pronouns = told["name"], told["pronouns"]
        row.save(update_fields=changed)
        audit.record(by=by, verb="rename_client", on=row, client=row.pk, detail={"fields": changed})
    return row


@transaction.atomic
def forget_contact(*, client: Client, by: Actor) -> None:
    """Somebody asked for an hour and never came: name, address and number go, the row stays for the hour.

    A person with an account is left as they are.
    """
    gone = {"name": _("Somebody who asked"), "email": "", "phone": "", "pronouns": "", "born_on": None}
    if Client.objects.filter(pk=client.pk, user=None).update(**gone):
        audit.record(by=by, verb="forget", on=client, practice=client.practice_id, client=client.id)
