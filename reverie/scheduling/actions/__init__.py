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
from reverie.scheduling.actions.standing import (
    HORIZON,
    Made,
    change_standing_hour,
    end_standing_hour,
    materialise,
    start_standing_hour,
)

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
    "announce_holiday",
    "book_appointment",
    "bring_busy_times",
    "cancel_appointment",
    "change_standing_hour",
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
    "request_appointment",
    "request_open_hour",
    "set_availability",
    "set_day",
    "start_standing_hour",
]
