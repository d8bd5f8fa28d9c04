"""Who reads a page: every person x every state of a page, with the answer searched for its words."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from conftest import member, signed_in
from reverie.accounts.models import Practice, Representative, User
from reverie.accounts.models.representative import SCOPES
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.journal import actions, queries
from reverie.journal.models import Entry, Share
from reverie.journal.tests.conftest import CANARY, cover, hour
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

# state of the page -> may the treating therapist read it?
STATES = {
    "draft": False,
    "private": False,
    "next hour, not begun": False,
    "next hour, begun": True,
    "next hour, cancelled": False,
    "next hour, only requested": False,
    "hour before the sharing": False,
    "now": True,
    "taken back": False,
    "taken back, shared again": True,
    "now, treatment archived": False,
    "thrown away": False,
}
PROXIES = ["parent", "guardian", "parent who ended"]
PEOPLE = [
    *PROXIES,
    "client",
    "therapist",
    "colleague",
    "owner",
    "front_desk",
    "supervisor",
    "stranger",
    "nobody",
]


class Scene:
    """One page in one state."""

    def __init__(self, treatment: Treatment, by: Any) -> None:
        self.treatment, self.by = treatment, by
        cover(treatment.therapist.practice)
        words = {"title": "", "body": CANARY}
        self.entry = actions.finish_entry(client=treatment.client, kind="dream", words=words, by=by)

    def share(self, mode: str, ago: timedelta = timedelta(hours=2)) -> Share:
        at = clock.now() - ago
        return actions.share_entry(
            entry=self.entry, therapist=self.treatment.therapist, mode=mode, shared_at=at, by=self.by
        )

    def begun(self, state: str = Appointment.CONFIRMED, ago: timedelta = timedelta(hours=1)) -> None:
        hour(self.treatment, clock.now() - ago, state)

    def put(self, state: str) -> None:
        """Bring the page into a state of STATES."""
        steps: dict[str, Callable[[], object]] = {
            "draft": lambda: None,
            "private": lambda: None,
            "next hour, not begun": lambda: (self.share("next_hour"), self.begun(ago=-timedelta(hours=1))),
            "next hour, begun": lambda: (self.share("next_hour"), self.begun()),
            "next hour, cancelled": lambda: (self.share("next_hour"), self.begun(Appointment.CANCELLED)),
            "next hour, only requested": lambda: (self.share("next_hour"), self.begun(Appointment.REQUESTED)),
            "hour before the sharing": lambda: (self.share("next_hour"), self.begun(ago=timedelta(hours=3))),
            "now": lambda: self.share("now"),
            "taken back": lambda: actions.take_back(share=self.share("now"), by=self.by),
            "taken back, shared again": lambda: (
                actions.take_back(share=self.share("now"), by=self.by),
                self.share("now"),
            ),
            "now, treatment archived": lambda: (self.share("now"), self._archive()),
            "thrown away": lambda: (self.share("now"), actions.throw_away(entry=self.entry, by=self.by)),
        }
        steps[state]()

    def _archive(self) -> None:
        Treatment.objects.update(state=Treatment.ARCHIVED)


@pytest.fixture
def scene(treatment: Treatment, as_client: Any) -> Scene:
    return Scene(treatment, as_client)


@pytest.fixture
def people(practice: Practice, treatment: Treatment, colleague: Any, owner: User, stranger: Any) -> dict:
    return {
        "client": treatment.client.user,
        "therapist": treatment.therapist.user,
        "colleague": colleague.user,
        "owner": owner,
        "front_desk": member(practice, "Fay Desk", "front_desk"),
        "supervisor": member(practice, "Naomi Feld", "supervisor"),
        "stranger": stranger.user,
        "nobody": None,
        **{name: proxy(treatment, name) for name in PROXIES},
    }


def proxy(treatment: Treatment, name: str) -> User:
    """Somebody who may act for Elena in everything that can be given at all."""
    practice = treatment.practice
    user = User.objects.create_user(
        f"{name.replace(' ', '-')}@example.invalid", name=name.title(), zone=practice.zone
    )
    today = clock.today(practice.zone)
    Representative.objects.create(
        client=treatment.client,
        user=user,
        scope=list(SCOPES),
        basis=name,
        starts_on=today - timedelta(days=9),
        expires_on=today + timedelta(days=90),
        ended_at=clock.now() if name.endswith("ended") else None,
        ended_by=user.pk if name.endswith("ended") else None,
    )
    return user


def browser_of(user: User | None) -> Any:
    from django.test import Client as Browser

    return signed_in(user) if user else Browser()


@pytest.mark.parametrize(("person", "state"), list(itertools.product(PEOPLE, STATES)))
def test_who_reads_what(person: str, state: str, scene: Scene, people: dict) -> None:
    if state == "draft":
        scene.entry.delete()
    scene.put(state)
    may = person == "therapist" and STATES[state]
    browser = browser_of(people[person])
    pages = [f"/desk/shared/{scene.entry.id}/", f"/desk/clients/{scene.treatment.client_id}/shared/"]
    answers = [browser.get(page) for page in pages]
    assert (answers[0].status_code == 200) is may
    assert (CANARY in answers[0].content.decode()) is may
    assert CANARY not in answers[1].content.decode() + str(answers[1].headers)
    assert (str(scene.entry.id) in answers[1].content.decode()) is may


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "client"])
def test_nobody_else_opens_the_clients_own_pages(person: str, scene: Scene, people: dict) -> None:
    scene.put("now")
    browser = browser_of(people[person])
    for path in ("", "edit/"):
        assert browser.get(f"/my/pages/{scene.entry.id}/{path}").status_code in (302, 404)
    for act in ("share/", "take-back/", "throw-away/", "keep/"):
        assert browser.post(f"/my/pages/{scene.entry.id}/{act}").status_code in (302, 404)
    assert Entry.objects.filter(pk=scene.entry.pk).exists()
    assert Share.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", PROXIES)
def test_a_proxy_finds_no_word_and_no_trace_on_any_page(
    person: str, state: str, scene: Scene, people: dict
) -> None:
    """Whatever else they may do for the client: no page of theirs holds a word, an address or a number."""
    scene.put(state)
    browser = browser_of(people[person])
    paths = ["/my/", "/my/pages/", "/my/write/", "/my/pages/take-along/", f"/my/pages/{scene.entry.id}/"]
    answers = [browser.get(path) for path in paths]
    assert all(answer.status_code in (302, 404) for answer in answers[1:])
    told = "".join(answer.content.decode(errors="replace") + str(answer.headers) for answer in answers)
    assert CANARY not in told
    assert str(scene.entry.id) not in "".join(answer.content.decode() for answer in answers)


STATES_THAT_OPEN = [state for state, opens in STATES.items() if opens]


@pytest.mark.parametrize("state", STATES_THAT_OPEN)
def test_from_every_open_state_taking_back_ends_the_reading(state: str, scene: Scene, people: dict) -> None:
    scene.put(state)
    hanna, url = browser_of(people["therapist"]), f"/desk/shared/{scene.entry.id}/"
    assert hanna.get(url).status_code == 200
    elena = browser_of(people["client"])
    assert elena.post(f"/my/pages/{scene.entry.id}/take-back/").status_code == 302
    assert hanna.get(url).status_code == 404
    shared = hanna.get(f"/desk/clients/{scene.treatment.client_id}/shared/").content.decode()
    assert str(scene.entry.id) not in shared


def test_taking_back_ends_the_reading_at_the_next_request(scene: Scene, people: dict) -> None:
    share, therapist = scene.share("now"), signed_in(people["therapist"])
    url = f"/desk/shared/{scene.entry.id}/"
    assert therapist.get(url).status_code == 200
    actions.take_back(share=share, by=scene.by)
    assert therapist.get(url).status_code == 404


def test_what_was_read_stays_in_the_list_of_who_looked(scene: Scene, people: dict) -> None:
    share = scene.share("now")
    signed_in(people["therapist"]).get(f"/desk/shared/{scene.entry.id}/")
    actions.take_back(share=share, by=scene.by)
    seen = AuditEvent.objects.get(verb="read", object_id=str(scene.entry.id))
    assert (seen.actor, seen.client) == (str(people["therapist"].id), scene.treatment.client_id)
    page = signed_in(people["client"]).get(f"/my/pages/{scene.entry.id}/").content.decode()
    assert "had read it" in page


def test_a_half_written_change_is_not_read(scene: Scene, people: dict, as_client: Any) -> None:
    scene.share("now")
    browser = signed_in(people["client"])
    url = f"/my/pages/{scene.entry.id}/keep/"
    browser.post(
        url, {"body": "half a line", "save_id": "6f1d4c1e-8b1d-4c53-9d3a-0d5a2c6d0f11", "version": 0}
    )
    page = signed_in(people["therapist"]).get(f"/desk/shared/{scene.entry.id}/").content.decode()
    assert CANARY in page
    assert "half a line" not in page


def test_what_arrived_is_told_without_a_word_of_it(scene: Scene, as_therapist: Any, as_client: Any) -> None:
    assert queries.shared_with(as_therapist) == []
    scene.put("next hour, begun")
    (arrived,) = queries.shared_with(as_therapist)
    assert (arrived.client, arrived.is_read) == (scene.treatment.client, False)
    assert CANARY not in repr(arrived)
    assert queries.shared_with(as_client) == []


def test_the_share_opens_with_the_hour(scene: Scene, as_therapist: Any) -> None:
    scene.share("next_hour")
    scene.begun(ago=-timedelta(hours=1))
    assert queries.shared_with(as_therapist) == []
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert len(queries.shared_with(as_therapist)) == 1
