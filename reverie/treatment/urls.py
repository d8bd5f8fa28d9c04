from django.urls import URLPattern, URLResolver, path

from reverie.treatment.views import assessment, cover, desk, history, my, my_history, plan

app_name = "treatment"
CLIENT = "desk/clients/<uuid:client_id>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/clients/", desk.clients, name="clients"),
    path(f"{CLIENT}/", desk.client, name="client"),
    path(f"{CLIENT}/step/", desk.client_step, name="client-step"),
    path(f"{CLIENT}/fit/", desk.client_fit, name="client-fit"),
    path(f"{CLIENT}/frame/", desk.client_frame, name="client-frame"),
    path(f"{CLIENT}/frame/agree/", desk.client_frame_agree, name="client-frame-agree"),
    path(f"{CLIENT}/breaks/", desk.client_break, name="client-break"),
    path(f"{CLIENT}/breaks/<uuid:break_id>/told/", desk.client_break_told, name="client-break-told"),
    path(f"{CLIENT}/plan/", plan.client_plan, name="client-plan"),
    path(f"{CLIENT}/plan/draft/", plan.client_plan_draft, name="client-plan-draft"),
    path(f"{CLIENT}/plan/write/", plan.client_plan_write, name="client-plan-write"),
    path(f"{CLIENT}/plan/goals/", plan.client_goal, name="client-goal"),
    path(f"{CLIENT}/plan/agree/", plan.client_plan_agree, name="client-plan-agree"),
    path(f"{CLIENT}/history/", history.client_history, name="client-history"),
    path(f"{CLIENT}/history/write/", history.client_history_write, name="client-history-write"),
    path(f"{CLIENT}/history/print/", history.client_history_print, name="client-history-print"),
    path(f"{CLIENT}/history/people/", history.client_person, name="client-person"),
    path(
        f"{CLIENT}/history/people/<uuid:person_id>/off/", history.client_person_off, name="client-person-off"
    ),
    path(f"{CLIENT}/history/links/", history.client_link, name="client-link"),
    path(f"{CLIENT}/particulars/", assessment.client_particulars, name="client-particulars"),
    path(f"{CLIENT}/intakes/", assessment.client_intakes, name="client-intakes"),
    path(f"{CLIENT}/intakes/ask/", assessment.client_intake_ask, name="client-intake-ask"),
    path(f"{CLIENT}/diagnosis/", assessment.client_diagnosis, name="client-diagnosis"),
    path(f"{CLIENT}/diagnosis/find/", assessment.client_diagnosis_find, name="client-diagnosis-find"),
    path(
        f"{CLIENT}/diagnosis/<uuid:diagnosis_id>/end/",
        assessment.client_diagnosis_end,
        name="client-diagnosis-end",
    ),
    path("desk/covers/", cover.covers, name="covers"),
    path("desk/covers/<uuid:cover_id>/end/", cover.cover_end, name="cover-end"),
    path(f"{CLIENT}/emergency/", cover.glass_break, name="glass-break"),
    path("desk/emergency/<uuid:client_id>/", cover.glass, name="glass"),
    path("desk/emergency/<uuid:glass_id>/looked-at/", cover.glass_review, name="glass-review"),
    path("my/history/", my_history.my_history, name="my-history"),
    path("my/history/people/", my_history.my_person, name="my-person"),
    path("my/history/people/<uuid:person_id>/off/", my_history.my_person_off, name="my-person-off"),
    path("my/intakes/", my_history.my_intakes, name="my-intakes"),
    path("my/intakes/<uuid:intake_id>/", my_history.my_intake, name="my-intake"),
    path("my/particulars/", my_history.my_particulars, name="my-particulars"),
    path("my/sessions/<uuid:appointment_id>/join/", my_history.my_join, name="my-join"),
    path("my/plan/", my.my_plan, name="my-plan"),
    path("my/plan/agree/", my.my_plan_agree, name="my-plan-agree"),
    path("my/plan/frame/agree/", my.my_frame_agree, name="my-frame-agree"),
    path("my/plan/fit/", my.my_fit, name="my-fit"),
    path("my/plan/goals/<uuid:goal_id>/", my.my_goal_remark, name="my-goal-remark"),
    path("my/consents/", my.my_consents, name="my-consents"),
    path("my/consents/<uuid:consent_id>/take-back/", my.my_consent_revoke, name="my-consent-revoke"),
]
