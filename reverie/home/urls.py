from django.urls import URLPattern, URLResolver, path

from reverie.home.views import pages, setup, setup_rest

app_name = "home"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.front, name="front"),
    path("how/", pages.how, name="how"),
    path("start/", pages.start, name="start"),
    path("my/", pages.my, name="my"),
    path("desk/", pages.day, name="day"),
    path("desk/practice/", pages.practice, name="practice"),
    path("setup/", setup.setup, name="setup"),
    path("setup/practice/", setup.setup_practice, name="setup-practice"),
    path("setup/owner/", setup.setup_owner, name="setup-owner"),
    path("setup/factor/", setup.setup_factor, name="setup-factor"),
    path("setup/therapist/", setup.setup_therapist, name="setup-therapist"),
    path("setup/hours/", setup_rest.setup_hours, name="setup-hours"),
    path("setup/fee/", setup_rest.setup_fee, name="setup-fee"),
    path("setup/mail/", setup_rest.setup_mail, name="setup-mail"),
    path("setup/cover/", setup_rest.setup_cover, name="setup-cover"),
    path("setup/keys/", setup_rest.setup_keys, name="setup-keys"),
    path("setup/keys/sheet/", setup_rest.setup_sheet, name="setup-sheet"),
    path("setup/<str:token>/", setup.setup_open, name="setup-open"),
]
