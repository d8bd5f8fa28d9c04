from django.urls import URLPattern, URLResolver, path

from reverie.process import views

app_name = "process"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/process/", views.clients, name="clients"),
    path("desk/process/clients/<uuid:client_id>/", views.client, name="client"),
    path("desk/process/clients/<uuid:client_id>/alliance/", views.alliance, name="alliance"),
    path("desk/process/clients/<uuid:client_id>/dreams/", views.dreams, name="dreams"),
    path("desk/process/clients/<uuid:client_id>/export/", views.client_export, name="client-export"),
    path("desk/process/clients/<uuid:client_id>/import/", views.client_import, name="client-import"),
    path("desk/process/clients/<uuid:client_id>/open/", views.sheet_open, name="sheet-open"),
    path("desk/process/clients/<uuid:client_id>/formulation/", views.formulation, name="formulation"),
    path(
        "desk/process/clients/<uuid:client_id>/formulation/revise/",
        views.formulation_revise,
        name="formulation-revise",
    ),
    path("desk/process/clients/<uuid:client_id>/pattern/", views.pattern, name="pattern"),
    path("desk/process/sessions/<uuid:session_id>/", views.session_sheet, name="session-sheet"),
    path("desk/process/sheets/<uuid:sheet_id>/", views.sheet, name="sheet"),
    path("desk/process/sheets/<uuid:sheet_id>/mark/", views.sheet_mark, name="sheet-mark"),
    path("desk/process/sheets/<uuid:sheet_id>/move/", views.sheet_move, name="sheet-move"),
    path("desk/process/sheets/<uuid:sheet_id>/write/", views.sheet_write, name="sheet-write"),
    path("desk/process/sheets/<uuid:sheet_id>/versions/", views.sheet_versions, name="sheet-versions"),
    path("desk/process/sheets/<uuid:sheet_id>/draft/", views.sheet_draft, name="sheet-draft"),
    path("desk/process/sheets/<uuid:sheet_id>/check/", views.sheet_check, name="sheet-check"),
    path("desk/process/sheets/<uuid:sheet_id>/carry/", views.sheet_carry, name="sheet-carry"),
    path("desk/process/sheets/<uuid:sheet_id>/destroy/", views.sheet_destroy, name="sheet-destroy"),
    path("desk/process/moments/<uuid:moment_id>/", views.moment, name="moment"),
    path("desk/process/moments/<uuid:moment_id>/unmark/", views.moment_unmark, name="moment-unmark"),
    path("desk/process/moments/<uuid:moment_id>/dream/", views.moment_dream, name="moment-dream"),
    path("desk/process/moments/<uuid:moment_id>/evidence/", views.moment_evidence, name="moment-evidence"),
    path("desk/process/threads/<uuid:thread_id>/", views.thread, name="thread"),
    path("desk/process/threads/<uuid:thread_id>/keep/", views.thread_keep, name="thread-keep"),
    path("desk/process/threads/<uuid:thread_id>/corner/", views.thread_corner, name="thread-corner"),
    path("desk/process/threads/<uuid:thread_id>/merge/", views.thread_merge, name="thread-merge"),
    path("desk/process/threads/<uuid:thread_id>/part/", views.thread_part, name="thread-part"),
    path("desk/process/threads/<uuid:thread_id>/split/", views.thread_split, name="thread-split"),
    path("desk/process/search/", views.search, name="search"),
    path("desk/process/day-line/<uuid:about>/", views.day_line, name="day-line"),
    path("desk/process/counts/", views.counts, name="counts"),
]
