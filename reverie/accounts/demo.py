"""The people of the demo practice Elm Row, from the packaged case; everybody is invented."""

from datetime import date
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress

from reverie.accounts import actions, queries
from reverie.accounts.models import Client, Therapist, User
from reverie.core import demo_case
from reverie.core.demo_case import ZONE, DemoWorld
from reverie.core.policy import Actor

LOADER = "demo"
ROLES = {
    "iris": ["practice_owner", "system_administrator"],
    "oona": ["front_desk"],
    "ana": ["biller"],
    "naomi": ["supervisor"],
    "hanna": ["therapist"],
    "mateo": ["therapist"],
    "priya": ["therapist"],
    "celeste": ["therapist"],
}
OFFICE = {
    "iris": {"name": "Iris Dahl", "mail": "iris.dahl@example.invalid", "pronouns": "she/her"},
    "ana": {"name": "Ana Sol", "mail": "ana.sol@example.invalid", "pronouns": "she/her"},
}
BIRTHDAY = (3, 14)


def load(world: DemoWorld) -> None:
    """Make the practice, who works there, three clients; fills the five lists of people in `world`."""
    case = demo_case.case()
    words = case.about["practice"]
    name, phone = words["on_call"].split(", ")
    world.practice = actions.open_practice(
        name=words["name"] if world.copy == 1 else f"{words['name']} {world.copy}",
        zone=ZONE,
        address=words["address"],
        phone=words["phone"],
        is_monitored=True,
        on_call_name=name,
        on_call_phone=phone,
        by=Actor.system(LOADER),
    )
    for key in ROLES:
        _add_member(world, key, _facts(key))
    for key, facts in (("elena", _facts("elena")), ("theo", case.small["theo"])):
        _add_client(world, key, facts)
    _add_client(world, "achterberg", case.small["achterberg"])


def _facts(key: str) -> dict[str, Any]:
    """What the case says about a person: in case.toml, or among the profiles of the small cases."""
    if key in OFFICE:
        return dict(OFFICE[key])
    case = demo_case.case()
    if key in case.about["people"]:
        return dict(case.about["people"][key])
    return next(dict(row) for row in case.small["profiles"] if row["key"] == key)


def _user(world: DemoWorld, key: str, facts: dict[str, Any]) -> User:
    """A user without a password: the demo's one click is the only way in."""
    email = world.mail(str(facts["mail"]))
    user = User.objects.create_user(
        email,
        name=str(facts["name"]).split(",")[0],
        pronouns=facts.get("pronouns", ""),
        zone=ZONE,
    )
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    world.users[key] = user
    return user


def _add_member(world: DemoWorld, key: str, facts: dict[str, Any]) -> None:
    by = Actor.system(LOADER, world.practice.id)
    user = _user(world, key, facts)
    actions.add_member(practice=world.practice, user=user, roles=ROLES[key], by=by)
    if "therapist" in ROLES[key]:
        row = Therapist.objects.get(practice=world.practice, user=user)
        row.title = str(facts["name"]).partition(", ")[2]
        row.save(update_fields=["title"])
        world.therapists[key] = row
    world.actors[key] = _actor(user, world.practice.id)


def _add_client(world: DemoWorld, key: str, facts: dict[str, Any]) -> None:
    user = _user(world, key, facts)
    age = facts.get("age_at_start") or facts.get("age")
    client: Client = actions.register_client(
        practice=world.practice,
        user=user,
        phone=facts["phone"],
        born_on=date(world.first_tuesday.year - age, *BIRTHDAY) if age else None,
        by=Actor.system(LOADER, world.practice.id),
    )
    world.clients[key] = client
    world.actors[key] = _actor(user, world.practice.id)


def _actor(user: User, practice: UUID) -> Actor:
    return queries.actor_of(user, practice=practice, has_second_factor=True)
