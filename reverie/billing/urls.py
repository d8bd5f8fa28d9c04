from django.urls import URLPattern, URLResolver, path

from reverie.billing import views

app_name = "billing"
urlpatterns: list[URLPattern | URLResolver] = [path("desk/billing/", views.home, name="home")]
