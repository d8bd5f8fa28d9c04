from django.urls import URLPattern, URLResolver, path

from reverie.interop.views import copies

app_name = "interop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/<uuid:client_id>/export/", copies.client_export, name="client-export"),
    path("my/record/download/", copies.my_download, name="my-download"),
]
