from reverie.scheduling.models.appointment import Appointment
from reverie.scheduling.models.availability import AvailabilityException, AvailabilityRule, Holiday
from reverie.scheduling.models.calendars import BusyBlock, BusyCalendar, CalendarFeed
from reverie.scheduling.models.plane import FreePlane
from reverie.scheduling.models.standing import Room, StandingHour

__all__ = [
    "Appointment",
    "AvailabilityException",
    "AvailabilityRule",
    "BusyBlock",
    "BusyCalendar",
    "CalendarFeed",
    "FreePlane",
    "Holiday",
    "Room",
    "StandingHour",
]
