from django.urls import URLPattern, URLResolver, path

from reverie.safety import views

app_name = "safety"
urlpatterns: list[URLPattern | URLResolver] = [
    path("help-now/", views.help_now, name="help-now"),
    path("my/safety/after-answer/", views.my_after_answer, name="my-after-answer"),
    path("my/safety/tell/", views.my_tell, name="my-tell"),
    path("my/safety/told/", views.my_told, name="my-told"),
    path("my/safety/plan/", views.my_plan, name="my-plan"),
    path("my/safety/plan/print/", views.my_plan_print, name="my-plan-print"),
    path("my/safety/plan/copy/", views.my_plan_copy, name="my-plan-copy"),
    path("desk/clients/<uuid:client_id>/safety/", views.plan, name="plan"),
    path("desk/clients/<uuid:client_id>/safety/write/", views.plan_write, name="plan-write"),
    path("desk/clients/<uuid:client_id>/safety/reread/", views.plan_reread, name="plan-reread"),
    path("desk/clients/<uuid:client_id>/safety/print/", views.plan_print, name="plan-print"),
    path("desk/clients/<uuid:client_id>/screener/", views.screener, name="screener"),
    path("desk/practice/watch/", views.watch, name="watch"),
    path("desk/concerns/", views.concerns, name="concerns"),
    path("desk/concerns/<uuid:concern_id>/", views.concern, name="concern"),
    path(
        "desk/concerns/<uuid:concern_id>/acknowledge/", views.concern_acknowledge, name="concern-acknowledge"
    ),
    path("desk/concerns/<uuid:concern_id>/clear/", views.concern_clear, name="concern-clear"),
    path("desk/practice/wording/", views.wording, name="wording"),
]
