"""Script written into every field of words between the hours, and where each role reads it again."""

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from conftest import actor_for
from reverie.accounts.models import Therapist, User
from reverie.core import clock
from reverie.journal import actions as journal
from reverie.measures import actions as measures
from reverie.safety import actions as safety
from reverie.safety.models import Concern, ConcernStep, SafetyPlan, Watch, WordingApproval
from reverie.treatment import actions as treatments
from reverie.treatment.actions.plan import GoalWords
from reverie.treatment.models import Treatment

ELEMENTS = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}></svg>",
    "<svg><script>{}</script></svg>",
    "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    '<iframe srcdoc="<script>parent.{}</script>"></iframe>',
    "<style onload={}></style>",
    "<object data=x onerror={}></object>",
]
BEFORE = [
    "",
    '">',
    "'>",
    "</textarea>",
    "</title>",
    "-->",
    "</p></blockquote>",
    "]]>",
    '" autofocus x="',
    "{{ 7 }}",
]
SENTINEL = "run.push({})"
PARTS_OF_ASSESSMENT = ("contact", "asked", "judgment", "done")
PAGES, PAIRS, PARTS = 20, 24, 12


def payloads() -> Iterator[str]:
    """Endless: each element after each way out of where words stand, numbered."""
    shapes = itertools.cycle(itertools.product(BEFORE, ELEMENTS))
    for number, (before, element) in enumerate(shapes):
        yield before + element.format(SENTINEL.format(number))


@dataclass
class Pen:
    """Writes script, and counts how much of it went into which field."""

    words: Iterator[str] = field(default_factory=payloads)
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, name: str, times: int = 1, joint: str = "", longest: int = 1000) -> str:
        """So many pieces of script for a field, joined; none longer than the field holds."""
        self.counts[name] += times
        short = (words for words in self.words if len(words) <= longest)
        return joint.join(next(short) for _time in range(times))


@dataclass
class Scene:
    """A treatment, the others who may read something, and where each of them finds it."""

    treatment: Treatment
    cover: Therapist
    owner: User
    supervisor: User
    pen: Pen = field(default_factory=Pen)
    seen: list[tuple[User, str]] = field(default_factory=list)
    one_by_one: list[tuple[User, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        client, therapist = self.treatment.client.user, self.treatment.therapist.user
        assert client is not None
        self.client, self.therapist = client, therapist
        self.by_client, self.by_therapist = actor_for(client), actor_for(therapist)

    def reads(self, user: User, *paths: str) -> None:
        """`user` finds 25 pieces of script and more on each of these pages."""
        self.seen += [(user, path) for path in paths]

    def write_everything(self) -> None:
        """Every field of words of the three rooms."""
        self.write_pages()
        self.write_sheet()
        self.invite()
        self.fill_library()
        self.agree_plan()
        self.answer_forms()
        self.answer_for_them()
        self.write_safety_plan()
        self.close_concern()
        self.screen()
        self.tell_of_nights()

    def write_pages(self) -> None:
        pen, names = self.pen, ("title", "body", "feelings", "residue")
        for _page in range(PAGES):
            words = {name: pen(f"page {name}", 2) for name in names}
            pairs = [[pen("page element"), pen("page association")] for _pair in range(PAIRS)]
            self._share({**words, "associations": pairs})

    def write_sheet(self) -> None:
        for _page in range(4):
            parts = [[self.pen("part heading"), self.pen("part text")] for _part in range(PARTS)]
            self._share({"title": "", "body": self.pen("page body", 2), "parts": parts})

    def _share(self, words: dict) -> None:
        entry = journal.finish_entry(
            client=self.treatment.client,
            kind="dream",
            words=words,
            therapist=self.treatment.therapist,
            mode="now",
            by=self.by_client,
        )
        self.reads(self.client, f"/my/pages/{entry.pk}/", f"/my/pages/{entry.pk}/edit/")
        self.reads(self.therapist, f"/desk/shared/{entry.pk}/")

    def invite(self) -> None:
        for _row in range(40):
            row = journal.give_homework(
                treatment=self.treatment, words=self.pen("invitation"), by=self.by_therapist
            )
            remark = self.pen("invitation remark")
            journal.talk_about(homework=row, remark=remark, state="done", by=self.by_therapist)
        self.reads(self.therapist, f"/desk/clients/{self.treatment.client_id}/homework/")
        row = journal.give_homework(
            treatment=self.treatment, words=self.pen("invitation", 40), by=self.by_therapist
        )
        self.reads(self.client, f"/my/homework/{row.pk}/", "/my/write/")

    def fill_library(self) -> None:
        for _row in range(40):
            facts = {"words": self.pen("library words"), "group": self.pen("library group")}
            practice = self.treatment.practice
            sheet = [self.pen("library part")]
            journal.keep_sheet(practice=practice, sheet=sheet, by=self.by_therapist, **facts)
        self.reads(self.owner, "/desk/library/")
        self.reads(self.therapist, "/desk/library/", f"/desk/clients/{self.treatment.client_id}/homework/")

    def agree_plan(self) -> None:
        plan = treatments.draft_plan(treatment=self.treatment, by=self.by_therapist)
        words = GoalWords(self.pen("goal", 40), self.pen("goal focus", 40), self.pen("goal sign", 40))
        goal = treatments.add_goal(plan=plan, goal=words, by=self.by_therapist)
        together = {name: self.pen(f"plan {name}", 40) for name in ("written_together", "agreed")}
        treatments.write_plan(plan=plan, words=together, by=self.by_therapist)
        for by in (self.by_therapist, self.by_client):
            treatments.agree_plan(plan=plan, by=by)
        facts = {"said": self.pen("remark on a goal", 40), "rating": "as_before", "on": clock.today("UTC")}
        treatments.remark_on_goal(goal=goal, by=self.by_client, **facts)
        measures.say_for_review(
            treatment=self.treatment, words=self.pen("review saying", 40), by=self.by_client
        )
        self.reads(self.client, "/my/review/", "/my/plan/")
        client = f"/desk/clients/{self.treatment.client_id}"
        self.reads(self.therapist, f"{client}/review/", f"{client}/plan/")

    def answer_forms(self) -> None:
        row = measures.plan_administration(
            treatment=self.treatment, instrument="gad-7", send=True, by=self.by_therapist
        )
        remark = self.pen("form remark", 40)
        answers = dict.fromkeys(range(1, 8), 1)
        measures.answer_form(administration=row, answers=answers, remark=remark, by=self.by_client)
        self.reads(self.client, f"/my/questions/{row.pk}/")
        measures.complete(administration=row, by=self.by_client)
        self.reads(self.therapist, f"/desk/measures/{row.pk}/")
        self.reads(self.supervisor, f"/desk/measures/{row.pk}/")

    def answer_for_them(self) -> None:
        at = clock.now() - timedelta(days=2)
        for _row in range(40):
            row, _risk = measures.record_on_paper(
                treatment=self.treatment,
                instrument="phq-4",
                answers={1: 1},
                answered_at=at,
                remark=self.pen("paper remark", 40),
                source="proxy",
                answered_by=self.pen("proxy name"),
                by=self.by_therapist,
            )
        self.reads(self.therapist, f"/desk/measures/{row.pk}/")

    def write_one_by_one(self) -> None:
        """Fields that hold one piece at a time: what they held before is gone, or shown no more."""
        practice, pen = self.treatment.practice, self.pen
        Watch.objects.filter(practice=practice).update(outside_name=pen("outside cover", longest=120))
        practice.on_call_phone = pen("cover phone", longest=40)
        practice.save()
        WordingApproval.objects.update(approved_by_name=pen("approved by", longest=120))
        names = {name: pen(f"reference {name}", longest=200) for name in ("name", "source")}
        reference = measures.own_reference(sd=6.0, reliability=0.8, **names)
        measures.choose_reference(
            treatment=self.treatment, instrument="gad-7", reference=reference, by=self.by_therapist
        )

    def prepare_one_by_one(self) -> None:
        """What those fields stand beside, and the pages on which they are read."""
        self.answer_forms()
        by, practice = actor_for(self.owner), self.treatment.practice
        safety.approve_wording(practice=practice, text_key="after_answer", approved_by_name="N.", by=by)
        client = f"/desk/clients/{self.treatment.client_id}/measures"
        self.one_by_one += [(self.therapist, f"{client}/"), (self.therapist, f"{client}/by/gad-7/")]
        self.one_by_one.append((self.supervisor, f"{client}/"))
        self.one_by_one += [(self.owner, f"/desk/practice/{name}/") for name in ("watch", "wording")]

    def write_safety_plan(self) -> None:
        words = {part: self.pen(f"safety plan {part}", 40, "\n") for part in SafetyPlan.PARTS}
        safety.keep_plan(client=self.treatment.client, words=words, after=0, by=self.by_therapist)
        client = f"/desk/clients/{self.treatment.client_id}/safety"
        self.reads(self.client, "/my/safety/plan/", "/my/safety/plan/print/")
        self.reads(self.therapist, f"{client}/", f"{client}/write/", f"{client}/print/")

    def close_concern(self) -> None:
        row = measures.plan_administration(
            treatment=self.treatment, instrument="phq-9", send=True, by=self.by_therapist
        )
        measures.answer_item(administration=row, item=9, answer=1, by=self.by_client)
        concern = Concern.objects.get(source_id=row.pk)
        told = {"user": self.cover.user, "place": "cover", "due_at": clock.now(), "told_at": clock.now()}
        ConcernStep.objects.get_or_create(concern=concern, user=told.pop("user"), defaults=told)
        words = {
            name: self.pen(f"assessment {name}", 40) for name in ("contact", "asked", "judgment", "done")
        }
        safety.clear_concern(concern=concern, assessment=safety.Assessment(**words), by=self.by_therapist)
        self.reads(self.therapist, f"/desk/concerns/{concern.pk}/")
        self.reads(self.cover.user, f"/desk/concerns/{concern.pk}/")

    def screen(self) -> None:
        safety.keep_screener(
            client=self.treatment.client,
            therapist=self.treatment.therapist,
            answers={1: False},
            recent=None,
            frame="month",
            asked_at=clock.now(),
            remark=self.pen("screener remark", 40),
            by=self.by_therapist,
        )
        self.reads(self.therapist, f"/desk/clients/{self.treatment.client_id}/screener/")

    def tell_of_nights(self) -> None:
        practice = self.treatment.practice
        practice.after_hours_words = self.pen("practice after hours", 40)
        practice.save()
        self.reads(self.client, "/my/safety/after-answer/")
