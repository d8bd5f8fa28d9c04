"""The words of every choice of this room, for forms and pages alike."""

from django.utils.translation import gettext_lazy

from reverie.record.models.contact import Contact
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
OTHERS = {
    "partner": gettext_lazy("the partner"),
    "parent": gettext_lazy("a parent"),
    "family": gettext_lazy("somebody else of the family"),
    "interpreter": gettext_lazy("an interpreter"),
    "other": gettext_lazy("somebody else"),
}
KINDS = {
    Addendum.ADDENDUM: gettext_lazy("Addendum"),
    Addendum.CORRECTION: gettext_lazy("Correction"),
    Addendum.WITHDRAWN: gettext_lazy("Withdrawn, written in error"),
    Addendum.DISAGREEMENT: gettext_lazy("The client sees it differently"),
}
CONTACTS = {
    Contact.PHONE: gettext_lazy("Phone call"),
    Contact.LETTER: gettext_lazy("Letter"),
    Contact.MESSAGE: gettext_lazy("Message"),
    Contact.MEETING: gettext_lazy("Meeting"),
}
LOOKED_AT = {
    "record.contact": gettext_lazy("A call or a letter"),
    "record.paper": gettext_lazy("A paper in your record"),
    "record.session": gettext_lazy("A session and its note"),
    "treatment.treatment": gettext_lazy("Your treatment and plan"),
    "accounts.client": gettext_lazy("Your page in the practice"),
    "measures.administration": gettext_lazy("Your answers to questions"),
    "journal.entry": gettext_lazy("A page that you shared"),
    "journal.share": gettext_lazy("A page that you shared"),
    "safety.concern": gettext_lazy("A sign that you might be in danger"),
    "safety.safetyplan": gettext_lazy("Your safety plan"),
}
LOOKED_HOW = {
    "export": gettext_lazy("Made a copy of your record"),
    "download": gettext_lazy("Took a copy of your record"),
    "disclose": gettext_lazy("Gave it to somebody you or the law named"),
    "break_glass": gettext_lazy("Opened it in an emergency, with a reason"),
}
TOOK_ALONG = {
    "print": gettext_lazy("{what}, printed"),
    "copy": gettext_lazy("{what}, kept as a file"),
}
"""What went off the screen, by the verb of the audit."""

ROLES = {
    "client": gettext_lazy("you"),
    "therapist": gettext_lazy("therapist"),
    "trainee": gettext_lazy("therapist in training"),
    "supervisor": gettext_lazy("supervisor"),
    "front_desk": gettext_lazy("front desk"),
    "biller": gettext_lazy("billing"),
    "practice_owner": gettext_lazy("practice owner"),
}
