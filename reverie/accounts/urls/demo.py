"""The demo's one click; mounted only where REVERIE_DEMO is set."""

from django.urls import path

from reverie.accounts.views import demo

app_name = "accounts-demo"
urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("demo/sign-in/", demo.demo_sign_in, name="demo-sign-in"),
]
