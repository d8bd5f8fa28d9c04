"""Who has read a client's record: the acts of the audit chain that concern it, for the client."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.accounts.models import Client, User
from reverie.core.models import AuditEvent
from reverie.record.models.labels import LOOKED_AT, LOOKED_HOW, ROLES, TOOK_ALONG

ROOMS = ("accounts.", "treatment.", "record.", "measures.", "journal.", "safety.", "interop.", "billing.")
"""Acts in other rooms are no reads of the record; the process space is never mentioned."""

READS = ("read", "export", "disclose", "download", "break_glass", "read_entry", "read_shared", "read_answers")
VERBS = (*READS, *TOOK_ALONG)


@dataclass(frozen=True)
class Look:
    """One look at the record: when, who, in which role, at what, and how."""

    at: datetime
    actor: UUID | None
    name: str
    role: str
    verb: str
    object_type: str
    times: int = 1

    @property
    def is_own(self) -> bool:
        """True when the client looked themselves."""
        return self.role == "client"

    @property
    def who(self) -> str:
        """The person's name; a job has none."""
        return self.name or _("The system")

    @property
    def role_words(self) -> str:
        """The roles in plain words."""
        return ", ".join(str(ROLES.get(role, role)) for role in self.role.split(","))

    @property
    def what(self) -> str:
        """What was looked at, or what was done with it, in plain words."""
        found = str(
            LOOKED_HOW.get(self.verb) or LOOKED_AT.get(self.object_type) or _("A part of your record")
        )
        return str(TOOK_ALONG.get(self.verb, "{what}")).format(what=found)


def access_log_for(client: Client, *, limit: int = 200, own: bool = False) -> list[Look]:
    """The looks at the client's record, newest first, of the newest `limit` acts; own ones only if `own`."""
    rows = AuditEvent.objects.filter(practice=client.practice_id, client=client.pk, verb__in=VERBS)
    if not own:
        rows = rows.exclude(role="client")
    found = [
        row
        for row in rows.order_by("-number").values_list("at", "actor", "role", "verb", "object_type")[
            : 2 * limit
        ]
        if row[4].startswith(ROOMS)
    ][:limit]
    names = _names({actor for _at, actor, *_rest in found})
    return _grouped(
        Look(at, _uuid(actor), names.get(actor, ""), role, verb, object_type)
        for at, actor, role, verb, object_type in found
    )


def _grouped(looks: Iterable[Look]) -> list[Look]:
    """Looks of one person at one thing within an hour become one line that says how often."""
    found: list[Look] = []
    for look in looks:
        last = found[-1] if found else None
        if last is not None and _is_same(last, look):
            found[-1] = replace(last, times=last.times + 1)
        else:
            found.append(look)
    return found


def _is_same(later: Look, look: Look) -> bool:
    same = (later.actor, later.verb, later.object_type) == (look.actor, look.verb, look.object_type)
    return same and later.at - look.at <= timedelta(hours=1)


def _names(actors: set[str]) -> dict[str, str]:
    people = [actor for actor in actors if _uuid(actor)]
    return {str(pk): name for pk, name in User.objects.filter(pk__in=people).values_list("pk", "name")}


def _uuid(actor: str) -> UUID | None:
    try:
        return UUID(actor)
    except ValueError:
        return None
