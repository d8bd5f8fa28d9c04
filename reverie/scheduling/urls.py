from django.urls import URLPattern, URLResolver, path

from reverie.scheduling.views import appointment as one
from reverie.scheduling.views import calendars, desk, hours, my, practice, waiting

app_name = "scheduling"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/week/", desk.week, name="week"),
    path("desk/appointments/new/", desk.appointment_new, name="appointment-new"),
    path("desk/appointments/caller/", desk.appointment_caller, name="appointment-caller"),
    path("desk/appointments/<uuid:appointment_id>/", one.appointment, name="appointment"),
    path(
        "desk/appointments/<uuid:appointment_id>/confirm/",
        one.appointment_confirm,
        name="appointment-confirm",
    ),
    path(
        "desk/appointments/<uuid:appointment_id>/cancel/",
        one.appointment_cancel,
        name="appointment-cancel",
    ),
    path("desk/appointments/<uuid:appointment_id>/move/", one.appointment_move, name="appointment-move"),
    path(
        "desk/appointments/<uuid:appointment_id>/attended/",
        one.appointment_attended,
        name="appointment-attended",
    ),
    path(
        "desk/appointments/<uuid:appointment_id>/decline/",
        one.appointment_decline,
        name="appointment-decline",
    ),
    path(
        "desk/appointments/<uuid:appointment_id>/place/",
        one.appointment_place,
        name="appointment-place",
    ),
    path(
        "desk/appointments/<uuid:appointment_id>/reminders/",
        one.appointment_reminders,
        name="appointment-reminders",
    ),
    path("desk/hours/terms/", practice.hours_terms, name="hours-terms"),
    path("desk/rooms/", practice.rooms, name="rooms"),
    path("desk/rooms/<uuid:room_id>/", practice.room_rename, name="room-rename"),
    path("desk/holidays/", practice.holidays, name="holidays"),
    path("desk/holidays/<uuid:holiday_id>/withdraw/", practice.holidays_withdraw, name="holidays-withdraw"),
    path("desk/hours/", hours.hours, name="hours"),
    path("desk/hours/<uuid:rule_id>/remove/", hours.hours_remove, name="hours-remove"),
    path("desk/hours/day/", hours.hours_day, name="hours-day"),
    path("desk/hours/day/clear/", hours.hours_day_clear, name="hours-day-clear"),
    path("desk/hours/holiday/", hours.holiday_announce, name="holiday-announce"),
    path("desk/hours/holiday/<uuid:holiday_id>/withdraw/", hours.holiday_withdraw, name="holiday-withdraw"),
    path("desk/hours/busy/", calendars.busy_bring, name="busy-bring"),
    path("desk/hours/busy/<uuid:calendar_id>/drop/", calendars.busy_drop, name="busy-drop"),
    path("desk/waiting/", waiting.waiting, name="waiting"),
    path("desk/waiting/<uuid:wait_id>/offer/", waiting.waiting_offer, name="waiting-offer"),
    path("desk/waiting/<uuid:wait_id>/end/", waiting.waiting_end, name="waiting-end"),
    path("calendar/", calendars.calendar_links, name="calendar-links"),
    path("calendar/<uuid:feed_id>/end/", calendars.calendar_link_end, name="calendar-link-end"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
    path("my/sessions/", my.my_sessions, name="my-sessions"),
    path("my/sessions/reminders/", my.my_session_reminders, name="my-session-reminders"),
    path("my/sessions/wait/", waiting.my_wait, name="my-wait"),
    path("my/sessions/wait/end/", waiting.my_wait_end, name="my-wait-end"),
    path("my/sessions/offers/<uuid:offer_id>/", waiting.my_offer, name="my-offer"),
    path("my/sessions/ask/", my.my_session_request, name="my-session-request"),
    path("my/sessions/<uuid:appointment_id>/move/", my.my_session_move, name="my-session-move"),
    path("my/sessions/<uuid:appointment_id>/cancel/", my.my_session_cancel, name="my-session-cancel"),
]
