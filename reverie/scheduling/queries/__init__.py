from reverie.scheduling.queries.calendar import (
    CalendarDay,
    Planned,
    clock_shifts,
    coming_appointments,
    day_of,
    days_of,
    holidays_for,
    next_appointment,
    standing_hours_of,
    therapists_of,
    week_of,
)
from reverie.scheduling.queries.feeds import FeedHours, feed_hours, feeds_of, open_feed, person_of
from reverie.scheduling.queries.open_hours import open_hours
from reverie.scheduling.queries.terms import (
    WhereToJoin,
    link_of,
    reminder_choice_of,
    terms_of,
    where_to_join,
)
from reverie.scheduling.queries.waiting import Waiting, open_offers_of, own_wait, waiting_for

__all__ = [
    "CalendarDay",
    "FeedHours",
    "Planned",
    "Waiting",
    "WhereToJoin",
    "clock_shifts",
    "coming_appointments",
    "day_of",
    "days_of",
    "feed_hours",
    "feeds_of",
    "holidays_for",
    "link_of",
    "next_appointment",
    "open_feed",
    "open_hours",
    "open_offers_of",
    "own_wait",
    "person_of",
    "reminder_choice_of",
    "standing_hours_of",
    "terms_of",
    "therapists_of",
    "waiting_for",
    "week_of",
    "where_to_join",
]
