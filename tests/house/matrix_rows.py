"""Which row of a demonstration practice stands in an address: Elena Marsh's, or Hanna Lindqvist's on her."""

from datetime import timedelta
from typing import Any

from reverie.accounts.actions import invite_member
from reverie.accounts.models import Invitation, Therapist
from reverie.core import clock
from reverie.core.demo_case import DemoWorld
from reverie.core.files import keep_file
from reverie.core.mail import post
from reverie.core.models import OutboxMessage
from reverie.core.sealing import ClientScope, PracticeScope, keychain
from reverie.directory.models import Credential
from reverie.interop.actions import begin_move_in
from reverie.interop.models import BroughtAlong, MoveIn, PracticeCopy, PracticeCopyFile
from reverie.journal.actions import keep_sheet
from reverie.journal.models import Entry, Homework, Share
from reverie.measures.actions import say_for_review
from reverie.measures.models import Administration, ReviewSaying, Schedule
from reverie.process.models import DreamSeries, Handed, Moment, ProcessSheet, Thread
from reverie.record.models import AccessRequest, Contact, Paper, Session
from reverie.safety.models import Concern
from reverie.scheduling.actions import join_waiting_list, make_feed
from reverie.scheduling.models import Appointment, AvailabilityRule, BusyCalendar, Holiday, Offer, Room, Wait
from tests.house.matrix import first
from tests.house.matrix_finding import inquiry, photographed, reviewed
from tests.house.matrix_money import about_money
from tests.house.matrix_supervision import about_supervision
from tests.house.matrix_treatment import about_treatment

__all__ = ["rows_of"]


class Rows(dict[tuple[str, str], Any]):
    """(address, argument) -> what stands there; by room and argument, with some addresses of their own."""

    def __init__(self, of_rooms: dict[str, Any], of_routes: dict[str, Any]) -> None:
        super().__init__()
        self.of_rooms, self.of_routes = of_rooms, of_routes

    def __missing__(self, key: tuple[str, str]) -> Any:
        route, argument = key
        if route in self.of_routes:
            return self.of_routes[route]
        room = route.split(":")[0]
        found = self.of_rooms.get(f"{room} {argument}", self.of_rooms.get(argument))
        assert found is not None, f"say in matrix_rows.py what stands in {route}, {argument}"
        return found


def rows_of(world: DemoWorld) -> Rows:
    """The rows of one demonstration practice."""
    return Rows(
        {
            **about_client(world),
            **about_papers(world),
            **about_treatment(world),
            **about_notes(world),
            **about_money(world),
            **about_moving(world),
            **about_supervision(world),
            **NO_ROWS,
        },
        of_routes(world),
    )


NO_ROWS = {
    "journal slug": "dream",
    "code": "phq-9",
    "shape": "csv",
    "token": "no-such-token",
    "receipt": "no-such-receipt",
}


def about_client(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of Elena's treatment, hours and forms."""
    elena, hanna = world.clients["elena"], world.therapists["hanna"]
    mine = {"client": elena}
    return {
        "client_id": elena.pk,
        "concern_id": first(Concern.objects.filter(**mine)).pk,
        "rule_id": first(AvailabilityRule.objects.filter(therapist=hanna)).pk,
        "message_id": message(world).pk,
        "inquiry_id": inquiry(world).pk,
        "calendar_id": busy_calendar(world).pk,
        "holiday_id": days_off(world, hanna).pk,
        "room_id": first(Room.objects.filter(practice=world.practice)).pk,
        "wait_id": (wait := waiting(world)).pk,
        "offer_id": offer(world, wait).pk,
        "feed_id": make_feed(whose="desk", by=world.actors["hanna"])[0].pk,
        "appointment_id": first(Appointment.objects.filter(**mine).order_by("start_at")).pk,
        "session_id": first(Session.objects.filter(**mine).order_by("number")).pk,
        "measures pk": first(
            Administration.objects.filter(**mine, instrument="phq-9").order_by("opens_at")
        ).pk,
        "accounts pk": hanna.user_id,
        "directory slug": photographed(world).slug,
        "credential_id": first(Credential.objects.filter(profile__therapist=hanna)).pk,
    }


def about_papers(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of what came between Elena's hours."""
    mine = {"client": world.clients["elena"]}
    return {
        "contact_id": first(Contact.objects.filter(**mine)).pk,
        "paper_id": first(Paper.objects.filter(**mine)).pk,
        "request_id": first(AccessRequest.objects.filter(**mine, state="open")).pk,
    }


def about_moving(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of what was brought over, and of a review."""
    return {
        "move_id": move_in(world).pk,
        "brought_id": brought_along(world).pk,
        "copy_id": practice_copy(world).pk,
        "number": 1,
        "treatment_id": reviewed(world).pk,
    }


def about_notes(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of Hanna's process space on Elena, and of what Elena shared."""
    elena = world.clients["elena"]
    written = {"client": elena, "author_id": world.users["hanna"].pk}
    shares = Share.objects.filter(entry__client=elena, withdrawn_at=None).order_by("shared_at")
    return {
        "sheet_id": first(ProcessSheet.objects.filter(**written)).pk,
        "moment_id": first(Moment.objects.filter(**written)).pk,
        "thread_id": first(Thread.objects.filter(**written)).pk,
        "handed_id": first(Handed.objects.filter(**written)).pk,
        "series_id": first(DreamSeries.objects.filter(**written)).pk,
        "about": first(Session.objects.filter(client=elena).order_by("number")).pk,
        "journal pk": first(shares).entry_id,
        "process entry_id": first(shares).entry_id,
    }


def of_routes(world: DemoWorld) -> dict[str, Any]:
    """Address -> row, where the argument's name alone does not say which."""
    elena = world.clients["elena"]
    homework = first(Homework.objects.filter(treatment__client=elena)).pk
    return {
        "measures:stop": schedule(world).pk,
        "scheduling:holidays-withdraw": days_off(world, None).pk,
        "measures:saying-take-back": saying(world).pk,
        "journal:page": first(Entry.objects.filter(client=elena)).pk,
        "journal:invitation": homework,
        "journal:homework-item": homework,
        "journal:library-sheet": library_sheet(world),
        "journal:library-turn": library_sheet(world),
        "accounts:invitation-withdraw": invitation(world).pk,
        "accounts:client-invite": elena.pk,
        **dict.fromkeys(RECORD_IN, record_in(world).pk),
        "directory:guide": "costs",
        "directory:guide-edit": "costs",
        "directory:guide-review": "costs",
    }


def days_off(world: DemoWorld, therapist: Therapist | None) -> Holiday:
    """Days far ahead, of Hanna or of everybody, on which no hour lies."""
    day = clock.now().date() + timedelta(days=900)
    return Holiday.objects.create(
        practice=world.practice, therapist=therapist, first_day=day, last_day=day, announced_at=clock.now()
    )


def invitation(world: DemoWorld) -> Invitation:
    """An invitation to work in the practice that is still open."""
    address = world.mail("newcomer@example.invalid")
    return invite_member(
        practice=world.practice, email=address, name="A newcomer", roles=["biller"], by=world.actors["iris"]
    )[0]


def message(world: DemoWorld) -> OutboxMessage:
    """A message of the practice that waits to be handed over."""
    key = f"matrix:{world.copy}"
    post(key=key, to="x@example.invalid", subject="S", body="B", practice=world.practice.pk)
    return OutboxMessage.objects.get(key=key)


def schedule(world: DemoWorld) -> Schedule:
    """The rhythm of a form in Elena's treatment."""
    return Schedule.objects.create(
        practice=world.practice,
        treatment=world.treatments["elena"],
        instrument="phq-4",
        starts_on=world.day(0, "tue"),
        set_by=world.users["hanna"].pk,
    )


def saying(world: DemoWorld) -> ReviewSaying:
    """What Elena wants to say at a review."""
    words = "I would like to look at the nights first."
    return say_for_review(treatment=world.treatments["elena"], words=words, by=world.actors["elena"])


def library_sheet(world: DemoWorld) -> Any:
    """A sheet of the practice's own library."""
    words = "Three things that can wait."
    return keep_sheet(practice=world.practice, words=words, by=world.actors["hanna"]).pk


def move_in(world: DemoWorld) -> MoveIn:
    """A client list that was looked at and not yet brought over."""
    by = world.actors["iris"]
    return begin_move_in(
        practice=world.practice, kind="clients", content=b"Name\nA person\n", name="clients.csv",
        words={}, total=1, by=by,
    )  # fmt: skip


RECORD_IN = [f"interop:record-in{act}" for act in ("", "-run", "-undo", "-forget", "-go-on")]


def record_in(world: DemoWorld) -> MoveIn:
    """One person's record of another system that Hanna looked at and did not yet bring over."""
    content = (
        b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Patient",'
    )
    content += b' "name": [{"family": "Person", "given": ["A"]}]}}]}'
    return begin_move_in(
        practice=world.practice, kind="record", content=content, name="person.json", words={"whose": "new"},
        total=1, by=world.actors["hanna"],
    )  # fmt: skip


def practice_copy(world: DemoWorld) -> PracticeCopy:
    """A copy of the practice's lists, with one file."""
    by = world.actors["iris"]
    copy = PracticeCopy.objects.create(practice=world.practice, begun_by=by.user_id, state="done")
    scope = PracticeScope(world.practice.pk)
    stored = keep_file(content=b"Name\nElena Marsh\n", name="clients.csv", scope=scope, by=by)
    PracticeCopyFile.objects.create(copy=copy, number=1, name="clients.csv", rows=1, stored=stored)
    return copy


def brought_along(world: DemoWorld) -> BroughtAlong:
    """A letter that came along with Elena."""
    elena = world.clients["elena"]
    scope = ClientScope(elena.practice_id, elena.pk, "record")
    file = keep_file(content=b"%PDF-1.7", name="letter.pdf", scope=scope, by=world.actors["hanna"])
    row = BroughtAlong(client=elena, kind="paper", file=file)
    row.seal_words(keychain(scope), {"title": "letter.pdf", "source": "letter.pdf"})
    row.save()
    return row


def busy_calendar(world: DemoWorld) -> BusyCalendar:
    """Busy times that Hanna brought in."""
    hanna = world.therapists["hanna"]
    return BusyCalendar.objects.create(
        therapist=hanna, name="University", brought_at=clock.now(), brought_by=hanna.user_id
    )


def waiting(world: DemoWorld) -> Wait:
    """Elena waits for a further hour with Hanna."""
    people = {"client": world.clients["elena"], "therapist": world.therapists["hanna"]}
    return join_waiting_list(**people, windows=[(0, 540, 720)], by=world.actors["hanna"])


def offer(world: DemoWorld, wait: Wait) -> Offer:
    """An hour that was offered to her and is over."""
    hour = Appointment.objects.filter(client=wait.client).order_by("start_at").last()
    over = {"until": clock.now(), "answer": Offer.LAPSED, "answered_at": clock.now()}
    return Offer.objects.create(wait=wait, appointment=hour, **over)
