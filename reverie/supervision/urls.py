from django.urls import URLPattern, URLResolver, path

from reverie.supervision import views

app_name = "supervision"
PAIR, COPY = "desk/supervision/with/<uuid:supervision_id>/", "desk/supervision/copies/<uuid:copy_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/supervision/", views.home, name="home"),
    path("desk/supervision/begin/", views.begin, name="begin"),
    path(PAIR, views.pair, name="pair"),
    path(PAIR + "end/", views.pair_end, name="pair-end"),
    path(PAIR + "hours/", views.hours, name="hours"),
    path(PAIR + "hours/print/", views.hours_print, name="hours-print"),
    path("desk/supervision/hours/<uuid:hour_id>/answer/", views.hour_answer, name="hour-answer"),
    path("desk/supervision/hours/<uuid:hour_id>/take-out/", views.hour_take_out, name="hour-take-out"),
    path(COPY, views.copy, name="copy"),
    path(COPY + "take-back/", views.copy_take_back, name="copy-take-back"),
    path(
        "desk/supervision/remarks/<uuid:remark_id>/take-back/",
        views.remark_take_back,
        name="remark-take-back",
    ),
]
