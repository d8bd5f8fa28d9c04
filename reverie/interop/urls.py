from django.urls import URLPattern, URLResolver, path

from reverie.interop.views import copies, moving, papers, practice, records

ALL = "desk/practice/moving-in/"
ONE = "desk/practice/moving-in/<uuid:move_id>/"
RECORD = "desk/practice/moving-in/record/<uuid:move_id>/"

app_name = "interop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/<uuid:client_id>/export/", copies.client_export, name="client-export"),
    path("my/record/download/", copies.my_download, name="my-download"),
    path("desk/practice/copies/", practice.practice_copies, name="practice-copies"),
    path("desk/practice/copies/begin/", practice.practice_copy_begin, name="practice-copy-begin"),
    path(
        "desk/practice/copies/<uuid:copy_id>/<int:number>/",
        practice.practice_copy_file,
        name="practice-copy-file",
    ),
    path(
        "desk/practice/copies/<uuid:copy_id>/forget/",
        practice.practice_copy_forget,
        name="practice-copy-forget",
    ),
    path(ALL, moving.moving_in, name="moving-in"),
    path(f"{ALL}clients/", moving.moving_in_clients, name="moving-in-clients"),
    path(f"{ALL}hours/", moving.moving_in_hours, name="moving-in-hours"),
    path(f"{ALL}record/", moving.moving_in_record, name="moving-in-record"),
    path(f"{ALL}papers/", papers.moving_in_papers, name="moving-in-papers"),
    path(RECORD, records.record_in, name="record-in"),
    path(f"{RECORD}run/", records.record_in_run, name="record-in-run"),
    path(f"{RECORD}undo/", records.record_in_undo, name="record-in-undo"),
    path(f"{RECORD}forget/", records.record_in_forget, name="record-in-forget"),
    path(f"{RECORD}go-on/", records.record_in_go_on, name="record-in-go-on"),
    path(ONE, moving.move_in, name="move-in"),
    path(f"{ONE}go-on/", moving.move_in_go_on, name="move-in-go-on"),
    path(f"{ONE}papers/", papers.move_in_papers, name="move-in-papers"),
    path(f"{ONE}run/", moving.move_in_run, name="move-in-run"),
    path(f"{ONE}undo/", moving.move_in_undo, name="move-in-undo"),
    path(f"{ONE}forget/", moving.move_in_forget, name="move-in-forget"),
    path(f"{ONE}left-out/", moving.move_in_left_out, name="move-in-left-out"),
    path("desk/clients/<uuid:client_id>/brought-along/", papers.brought_along, name="brought-along"),
    path(
        "desk/clients/<uuid:client_id>/brought-along/<uuid:brought_id>/",
        papers.brought_along_file,
        name="brought-along-file",
    ),
]
