"""The site's addresses as they are with REVERIE_DEMO."""

from django.urls import include, path

urlpatterns = [path("", include("config.urls")), path("", include("reverie.accounts.urls.demo"))]
