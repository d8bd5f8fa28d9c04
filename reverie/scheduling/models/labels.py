"""The words of states, sides, places and modes, one list for pages and forms."""

from django.utils.translation import gettext_lazy

STATES = {
    "held": gettext_lazy("held"),
    "requested": gettext_lazy("asked for"),
    "confirmed": gettext_lazy("booked"),
    "took_place": gettext_lazy("took place"),
    "client_absent": gettext_lazy("client absent"),
    "clinician_absent": gettext_lazy("therapist absent"),
    "cancelled": gettext_lazy("called off"),
    "moved": gettext_lazy("moved"),
}
SIDES = {
    "client": gettext_lazy("by the client"),
    "therapist": gettext_lazy("by the therapist"),
    "practice": gettext_lazy("by the practice"),
    "system": gettext_lazy("because nobody confirmed it in time"),
}
PLACES = {
    "office": gettext_lazy("in the office"),
    "online": gettext_lazy("online"),
    "phone": gettext_lazy("by phone"),
}
KINDS = {"session": gettext_lazy("session"), "consultation": gettext_lazy("first meeting")}
WEEKDAYS = [
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"), gettext_lazy("Thursday"),
    gettext_lazy("Friday"), gettext_lazy("Saturday"), gettext_lazy("Sunday"),
]  # fmt: skip
MODES = {
    "online": gettext_lazy("booked at once"),
    "ask": gettext_lazy("on request"),
    "closed": gettext_lazy("kept free"),
}
