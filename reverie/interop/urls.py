from django.urls import URLPattern, URLResolver, path

from reverie.interop.views import copies, moving, papers

ALL = "desk/practice/moving-in/"
ONE = "desk/practice/moving-in/<uuid:move_id>/"

app_name = "interop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/<uuid:client_id>/export/", copies.client_export, name="client-export"),
    path("my/record/download/", copies.my_download, name="my-download"),
    path(ALL, moving.moving_in, name="moving-in"),
    path(f"{ALL}clients/", moving.moving_in_clients, name="moving-in-clients"),
    path(f"{ALL}hours/", moving.moving_in_hours, name="moving-in-hours"),
    path(f"{ALL}record/", moving.moving_in_record, name="moving-in-record"),
    path(f"{ALL}papers/", papers.moving_in_papers, name="moving-in-papers"),
    path(ONE, moving.move_in, name="move-in"),
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
