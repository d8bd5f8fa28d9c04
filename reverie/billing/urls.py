from django.urls import URLPattern, URLResolver, path

from reverie.billing.views import pages

app_name = "billing"
urlpatterns: list[URLPattern | URLResolver] = [path("desk/billing/", pages.home, name="home")]
