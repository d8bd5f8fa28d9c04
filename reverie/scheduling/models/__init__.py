from reverie.scheduling.models.appointment import Appointment
from reverie.scheduling.models.attendance import Attendance
from reverie.scheduling.models.availability import AvailabilityException, AvailabilityRule, Holiday
from reverie.scheduling.models.calendars import BusyBlock, BusyCalendar, CalendarFeed
from reverie.scheduling.models.plane import FreePlane
from reverie.scheduling.models.reminding import ReminderChoice
from reverie.scheduling.models.standing import Room, StandingHour
from reverie.scheduling.models.terms import HourTerms, MeetingLink
from reverie.scheduling.models.waiting import Offer, Wait

__all__ = [
    "Appointment",
    "Attendance",
    "AvailabilityException",
    "AvailabilityRule",
    "BusyBlock",
    "BusyCalendar",
    "CalendarFeed",
    "FreePlane",
    "Holiday",
    "HourTerms",
    "MeetingLink",
    "Offer",
    "ReminderChoice",
    "Room",
    "StandingHour",
    "Wait",
]
