from django.urls import URLPattern, URLResolver, path

from reverie.safety import views

app_name = "safety"
urlpatterns: list[URLPattern | URLResolver] = [
    path("help-now/", views.help_now, name="help-now"),
    path("my/safety/after-answer/", views.my_after_answer, name="my-after-answer"),
    path("desk/concerns/", views.concerns, name="concerns"),
    path("desk/concerns/<uuid:concern_id>/", views.concern, name="concern"),
    path(
        "desk/concerns/<uuid:concern_id>/acknowledge/", views.concern_acknowledge, name="concern-acknowledge"
    ),
    path("desk/concerns/<uuid:concern_id>/clear/", views.concern_clear, name="concern-clear"),
    path("desk/practice/wording/", views.wording, name="wording"),
]
