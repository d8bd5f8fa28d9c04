from django.urls import URLPattern, URLResolver, path

from reverie.record.views import countersigning, desk, my, signing

app_name = "record"
SESSION = "desk/sessions/<uuid:session_id>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/<uuid:client_id>/sessions/", desk.client_sessions, name="client-sessions"),
    path("desk/appointments/<uuid:appointment_id>/session/", desk.session_open, name="session-open"),
    path(f"{SESSION}/", desk.session, name="session"),
    path(f"{SESSION}/note/", desk.session_note, name="session-note"),
    path(f"{SESSION}/note/save/", desk.session_note_save, name="session-note-save"),
    path(f"{SESSION}/sign/", signing.session_sign, name="session-sign"),
    path(f"{SESSION}/addenda/", signing.session_addendum, name="session-addendum"),
    path(f"{SESSION}/hold/", signing.session_hold, name="session-hold"),
    path(f"{SESSION}/release/", signing.session_release, name="session-release"),
    path(f"{SESSION}/ready/", countersigning.session_ready, name="session-ready"),
    path(f"{SESSION}/countersign/", countersigning.countersign, name="countersign"),
    path("desk/countersigning/", countersigning.countersigning, name="countersigning"),
    path("desk/countersigning/people/", countersigning.countersigners, name="countersigners"),
    path("desk/countersigning/people/end/", countersigning.countersigner_end, name="countersigner-end"),
    path("my/record/", my.my_record, name="my-record"),
    path("my/record/sessions/<uuid:session_id>/", my.my_session, name="my-session"),
    path("my/record/sessions/<uuid:session_id>/disagree/", my.my_disagreement, name="my-disagreement"),
    path("my/record/looks/", my.my_looks, name="my-looks"),
    path("my/record/access/", my.my_access, name="my-access"),
]
