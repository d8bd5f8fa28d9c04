from django.urls import URLPattern, URLResolver, path

from reverie.interop.views import copies, moving

app_name = "interop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/<uuid:client_id>/export/", copies.client_export, name="client-export"),
    path("my/record/download/", copies.my_download, name="my-download"),
    path("desk/practice/moving-in/", moving.moving_in, name="moving-in"),
    path("desk/practice/moving-in/<uuid:move_id>/", moving.move_in, name="move-in"),
    path("desk/practice/moving-in/<uuid:move_id>/columns/", moving.move_in_columns, name="move-in-columns"),
    path("desk/practice/moving-in/<uuid:move_id>/run/", moving.move_in_run, name="move-in-run"),
    path("desk/practice/moving-in/<uuid:move_id>/undo/", moving.move_in_undo, name="move-in-undo"),
    path(
        "desk/practice/moving-in/<uuid:move_id>/left-out/", moving.move_in_left_out, name="move-in-left-out"
    ),
]
