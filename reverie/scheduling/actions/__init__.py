from reverie.scheduling.actions.availability import (
    OpenWindow,
    announce_holiday,
    clear_day,
    refresh_plane,
    set_availability,
    set_day,
)
from reverie.scheduling.actions.booking import (
    book_appointment,
    hold_appointment,
    request_appointment,
    request_open_hour,
)
from reverie.scheduling.actions.calendars import (
    Brought,
    bring_busy_times,
    drop_busy_times,
    end_feed,
    end_feeds_of,
    make_feed,
    note_reading,
)
from reverie.scheduling.actions.changing import (
    cancel_appointment,
    confirm_appointment,
    move_appointment,
    record_attendance,
)
from reverie.scheduling.actions.refusals import (
    CannotBook,
    CannotChange,
    CannotHoldHours,
    CannotSetHours,
    CannotShareCalendar,
)
from reverie.scheduling.actions.reminding import (
    choose_reminders,
    remind_of_coming_hours,
    warn_of_clock_changes,
)
from reverie.scheduling.actions.standing import (
    HORIZON,
    Made,
    change_standing_hour,
    end_standing_hour,
    materialise,
    start_standing_hour,
)
from reverie.scheduling.actions.terms import add_room, rename_room, set_meeting_link, set_terms

__all__ = [
    "HORIZON",
    "Brought",
    "CannotBook",
    "CannotChange",
    "CannotHoldHours",
    "CannotSetHours",
    "CannotShareCalendar",
    "Made",
    "OpenWindow",
    "add_room",
    "announce_holiday",
    "book_appointment",
    "bring_busy_times",
    "cancel_appointment",
    "change_standing_hour",
    "choose_reminders",
    "clear_day",
    "confirm_appointment",
    "drop_busy_times",
    "end_feed",
    "end_feeds_of",
    "end_standing_hour",
    "hold_appointment",
    "make_feed",
    "materialise",
    "move_appointment",
    "note_reading",
    "record_attendance",
    "refresh_plane",
    "remind_of_coming_hours",
    "rename_room",
    "request_appointment",
    "request_open_hour",
    "set_availability",
    "set_day",
    "set_meeting_link",
    "set_terms",
    "start_standing_hour",
    "warn_of_clock_changes",
]
