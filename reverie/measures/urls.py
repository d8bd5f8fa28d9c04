from django.urls import URLPattern, URLResolver, path

from reverie.measures import views

app_name = "measures"
urlpatterns: list[URLPattern | URLResolver] = [
    path("my/questions/", views.questions, name="questions"),
    path("my/questions/over-time/", views.over_time, name="over-time"),
    path("my/questions/<uuid:pk>/", views.question_form, name="question-form"),
    path("my/questions/<uuid:pk>/answer/", views.answer, name="answer"),
    path("my/questions/<uuid:pk>/skip/", views.skip, name="skip"),
    path("my/questions/<uuid:pk>/show/", views.show, name="show"),
    path("my/review/", views.my_review, name="my-review"),
    path("my/review/<uuid:pk>/take-back/", views.saying_take_back, name="saying-take-back"),
    path("desk/clients/<uuid:client_id>/review/", views.client_review, name="client-review"),
    path("desk/clients/<uuid:client_id>/review/said/", views.client_said, name="client-said"),
    path("desk/clients/<uuid:client_id>/measures/", views.client_measures, name="client-measures"),
    path("desk/clients/<uuid:client_id>/measures/ask/", views.ask, name="ask"),
    path("desk/clients/<uuid:client_id>/measures/release/", views.release, name="release"),
    path("desk/clients/<uuid:client_id>/measures/import/", views.import_form, name="import-form"),
    path("desk/clients/<uuid:client_id>/measures/export/", views.export_forms, name="export-forms"),
    path("desk/clients/<uuid:client_id>/measures/paper/<slug:code>/", views.paper_form, name="paper-form"),
    path("desk/clients/<uuid:client_id>/measures/by/<slug:code>/", views.reference, name="reference"),
    path("desk/measures/", views.status, name="status"),
    path("desk/measures/<uuid:pk>/", views.answers, name="answers"),
    path("desk/concerns/<uuid:concern_id>/answer/", views.risk_answer, name="risk-answer"),
    path("desk/practice/measures/", views.aggregates, name="aggregates"),
    path("desk/measures/schedules/<uuid:pk>/stop/", views.stop, name="stop"),
]
