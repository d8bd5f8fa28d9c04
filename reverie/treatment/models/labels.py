"""The words of every choice of this room, for forms and pages alike."""

from django.utils.translation import gettext_lazy

from reverie.treatment.models.course import FitAnswer, Treatment
from reverie.treatment.models.ending import EndingSummary
from reverie.treatment.models.frame import Frame
from reverie.treatment.models.history import HistoryPart, PersonLink
from reverie.treatment.models.plan import Remark

WEEKDAYS = [
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
]
STATES = {
    Treatment.CONSULTATION: gettext_lazy("First meetings"),
    Treatment.OFFERED: gettext_lazy("Offered"),
    Treatment.ACTIVE: gettext_lazy("Under way"),
    Treatment.PAUSED: gettext_lazy("Paused"),
    Treatment.ENDING: gettext_lazy("Ending"),
    Treatment.ENDED: gettext_lazy("Ended"),
    Treatment.ARCHIVED: gettext_lazy("Archived"),
}
REASONS = {
    "agreed": gettext_lazy("By agreement"),
    "client": gettext_lazy("By the client"),
    "clinician": gettext_lazy("By the therapist"),
    "transfer": gettext_lazy("Transferred to a colleague"),
    "death": gettext_lazy("By a death"),
    "lapsed": gettext_lazy("It lapsed"),
}
STEPS = {
    "offer": gettext_lazy("Offer to work together"),
    "begin": gettext_lazy("Begin the work"),
    "pause": gettext_lazy("Pause"),
    "resume": gettext_lazy("Go on after the pause"),
    "announce_ending": gettext_lazy("Announce an ending"),
    "withdraw_ending": gettext_lazy("Go on after all"),
    "end": gettext_lazy("Write down the ending"),
    "archive": gettext_lazy("Put it away"),
}
ANSWERS = {
    FitAnswer.YES: gettext_lazy("Yes"),
    FitAnswer.NO: gettext_lazy("No"),
    FitAnswer.NOT_YET: gettext_lazy("Not yet"),
}
SETTINGS = {
    "office": gettext_lazy("in the office"),
    "online": gettext_lazy("online"),
    "phone": gettext_lazy("by phone"),
}
ABSENCE_RULES = {
    Frame.CHARGE_ALWAYS: gettext_lazy("A missed hour is paid; breaks that were told ahead are not."),
    Frame.WAIVE_IF_REFILLED: gettext_lazy("A missed hour is paid unless it can be given to somebody else."),
    Frame.WAIVE_WITH_NOTICE: gettext_lazy("A missed hour is not paid when it is called off in time."),
}
RATINGS = dict(
    zip(
        Remark.RATINGS,
        [
            gettext_lazy("As before"),
            gettext_lazy("A little easier"),
            gettext_lazy("Easier"),
            gettext_lazy("Not the point any more"),
        ],
        strict=True,
    )
)
STAGES = dict(
    zip(
        HistoryPart.STAGES,
        [
            gettext_lazy("Origins"),
            gettext_lazy("First relationships"),
            gettext_lazy("Childhood"),
            gettext_lazy("Adolescence"),
            gettext_lazy("Adulthood"),
        ],
        strict=True,
    )
)
STAGE_HINTS = dict(
    zip(
        HistoryPart.STAGES,
        [
            gettext_lazy("Where and into what family; the time before and around the birth"),
            gettext_lazy("The first years: who was there, who went, what is told about them"),
            gettext_lazy("Up to about twelve: home, school, friends, losses, moves"),
            gettext_lazy("Growing up: body, friends, first loves, leaving home"),
            gettext_lazy("Work, partners, children, illness, what was hoped and what became of it"),
        ],
        strict=True,
    )
)
LINKS = dict(
    zip(
        PersonLink.KINDS,
        [
            gettext_lazy("is a parent of"),
            gettext_lazy("is the partner of"),
            gettext_lazy("was the partner of"),
            gettext_lazy("is a sibling of"),
            gettext_lazy("is a grandparent of"),
            gettext_lazy("is a friend of"),
            gettext_lazy("works with"),
            gettext_lazy("has to do with"),
        ],
        strict=True,
    )
)
ENDING_PARTS = dict(
    zip(
        EndingSummary.PARTS,
        [
            gettext_lazy("What the client came for"),
            gettext_lazy("How it went"),
            gettext_lazy("Where it stands now"),
            gettext_lazy("What stayed open"),
            gettext_lazy("If it is needed again"),
        ],
        strict=True,
    )
)
UNIT_KINDS = {
    "couple": gettext_lazy("Couple"),
    "family": gettext_lazy("Family"),
    "group": gettext_lazy("Group"),
}
