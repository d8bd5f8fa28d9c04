"""The words of every choice of this room, for forms and pages alike."""

from django.utils.translation import gettext_lazy

from reverie.record.models.note import Addendum
from reverie.record.models.session import Session

ATTENDANCES = {
    Session.PRESENT: gettext_lazy("Both were there"),
    Session.LATE: gettext_lazy("It began late"),
    Session.ABSENT: gettext_lazy("The client did not come"),
    Session.THERAPIST_ABSENT: gettext_lazy("The therapist did not come"),
}
PLACES = {
    "office": gettext_lazy("In the office"),
    "online": gettext_lazy("Online"),
    "phone": gettext_lazy("By phone"),
}
KINDS = {
    Addendum.ADDENDUM: gettext_lazy("Addendum"),
    Addendum.CORRECTION: gettext_lazy("Correction"),
    Addendum.DISAGREEMENT: gettext_lazy("The client sees it differently"),
}
