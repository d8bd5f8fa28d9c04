from django.urls import URLPattern, URLResolver, path

from reverie.core import gallery

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("components/", gallery.gallery, name="gallery"),
]
