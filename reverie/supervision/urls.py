from django.urls import URLPattern, URLResolver, path

from reverie.supervision import views

app_name = "supervision"
urlpatterns: list[URLPattern | URLResolver] = [path("desk/supervision/", views.home, name="home")]
