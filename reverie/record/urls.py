from django.urls import URLPattern, URLResolver, path

from reverie.record.views import countersigning, desk, keeping, my, my_papers, opened, papers, signing

app_name = "record"
CLIENT = "desk/clients/<uuid:client_id>"
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
    path("desk/emergency/<uuid:client_id>/sessions/", opened.opened_sessions, name="opened-sessions"),
    path("desk/emergency/sessions/<uuid:session_id>/", opened.opened_session, name="opened-session"),
    path(f"{SESSION}/print/", papers.session_print, name="session-print"),
    path(f"{CLIENT}/contacts/", papers.client_contacts, name="client-contacts"),
    path("desk/contacts/<uuid:contact_id>/print/", papers.contact_print, name="contact-print"),
    path(f"{CLIENT}/papers/", papers.client_papers, name="client-papers"),
    path("desk/papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("desk/papers/<uuid:paper_id>/show/", papers.paper_show, name="paper-show"),
    path("desk/papers/<uuid:paper_id>/out/", papers.paper_take_out, name="paper-take-out"),
    path(f"{CLIENT}/given-out/", keeping.client_keeping, name="client-keeping"),
    path(f"{CLIENT}/given-out/print/", keeping.client_keeping_print, name="client-keeping-print"),
    path("desk/access-requests/", keeping.access_requests, name="access-requests"),
    path("desk/access-requests/<uuid:request_id>/", keeping.access_answer, name="access-answer"),
    path("desk/practice/keeping/", keeping.keeping_rule, name="keeping-rule"),
    path("my/record/contacts/", my_papers.my_contacts, name="my-contacts"),
    path("my/record/papers/", my_papers.my_papers, name="my-papers"),
    path("my/record/papers/<uuid:paper_id>/", my_papers.my_paper, name="my-paper"),
    path("my/record/given-out/", my_papers.my_disclosures, name="my-disclosures"),
    path("my/record/ask/", my_papers.my_access_request, name="my-access-request"),
    path("my/record/", my.my_record, name="my-record"),
    path("my/record/sessions/<uuid:session_id>/", my.my_session, name="my-session"),
    path("my/record/sessions/<uuid:session_id>/disagree/", my.my_disagreement, name="my-disagreement"),
    path("my/record/looks/", my.my_looks, name="my-looks"),
    path("my/record/access/", my.my_access, name="my-access"),
]
