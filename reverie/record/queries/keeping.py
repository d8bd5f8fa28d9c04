"""How long a client's record is kept: from the last service, the birthday and the practice's rule."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from reverie.accounts.models import Client
from reverie.core import clock, dates, policy
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain
from reverie.record.models import AccessRequest, Contact, Disclosure, KeepingRule, Session
from reverie.treatment.access import clients_treated_by
from reverie.treatment.models import Treatment, chain_of

FILE = Path(__file__).parent.parent / "data" / "keeping.toml"
DEFAULT = "apa"


@dataclass(frozen=True)
class Rule:
    """One rule of the file."""

    key: str
    name: str
    years_after_service: int
    years_after_majority: int
    majority: int
    source: str
    verified: bool


@dataclass(frozen=True)
class Keeping:
    """The rule as it falls on one client; `until` is None while a treatment goes on, or before there was one.

    The last day of a treatment counts as its last service where nothing later was written down.
    """

    rule: Rule
    last_service: date | None
    until: date | None
    is_by_majority: bool
    goes_on: bool = False
    is_birthday_known: bool = True


@cache
def rules() -> MappingProxyType[str, Rule]:
    """key -> rule, from data/keeping.toml."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({key: Rule(key, **values) for key, values in raw.items()})


def rule_of(practice_id: UUID) -> Rule:
    """The rule that a practice has chosen last, or the default."""
    chosen = KeepingRule.objects.filter(practice_id=practice_id).first()
    return rules().get(chosen.rule if chosen else DEFAULT, rules()[DEFAULT])


def keeping_of(client: Client) -> Keeping:
    """How long this client's record is kept."""
    rule = rule_of(client.practice_id)
    last, goes_on = _last_service(client)
    if last is None or goes_on:
        return Keeping(rule, last, None, False, goes_on)
    after_service = years_later(last, rule.years_after_service)
    if client.born_on is None:
        return Keeping(rule, last, after_service, False, is_birthday_known=False)
    after_majority = years_later(client.born_on, rule.majority + rule.years_after_majority)
    return Keeping(rule, last, max(after_service, after_majority), after_majority > after_service)


def years_later(day: date, years: int) -> date:
    """The same day so many years on; March 1 where there is no February 29."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def disclosures_of(client: Client, chain: KeyChain | None = None) -> list[tuple[Disclosure, dict[str, str]]]:
    """Everything that was given out, the newest first, in words."""
    chain = chain or chain_of(client)
    return [(row, row.words(chain)) for row in Disclosure.objects.filter(client=client).order_by("-at")]


def requests_seen_by(actor: Actor) -> QuerySet[AccessRequest]:
    """Wishes for a copy that the actor has to answer or to watch, the most urgent first."""
    rows = AccessRequest.objects.filter(practice_id=actor.practice_id).select_related("client", "practice")
    if policy.roles_for(actor, "access_request.see", "practice"):
        return rows
    return rows.filter(client__in=clients_treated_by(actor))


def _last_service(client: Client) -> tuple[date | None, bool]:
    """The day of the last session, call or end of a treatment, and whether one goes on; one question."""
    over = {Treatment.ENDED, Treatment.ARCHIVED}
    sessions = Session.objects.filter(client=OuterRef("pk")).order_by("-started_at").values("started_at")
    contacts = Contact.objects.filter(client=OuterRef("pk")).order_by("-at").values("at")
    treatments = Treatment.objects.filter(client=OuterRef("pk"))
    ended = treatments.filter(ended_on__isnull=False).order_by("-ended_on").values("ended_on")
    rows = Client.objects.filter(pk=client.pk).annotate(
        session=Subquery(sessions[:1]),
        contact=Subquery(contacts[:1]),
        ended=Subquery(ended[:1]),
        goes_on=Exists(treatments.exclude(state__in=over)),
    )
    session, contact, last_day, goes_on = rows.values_list("session", "contact", "ended", "goes_on").get()
    moments: list[datetime] = [moment for moment in (session, contact) if moment is not None]
    days = [dates.local(moment, client.zone).date() for moment in moments]
    return max([*days, *([last_day] if last_day else [])], default=None), goes_on


def today_of(client: Client) -> date:
    """Today where the client is."""
    return clock.today(client.zone)
