from django.urls import URLPattern, URLResolver, path

from reverie.interop import views

app_name = "interop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/<uuid:client_id>/export/", views.client_export, name="client-export"),
    path("my/record/download/", views.my_download, name="my-download"),
]
