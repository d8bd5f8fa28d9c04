from django.urls import URLPattern, URLResolver, path

from reverie.treatment.views import desk, my, plan

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
    path("my/plan/", my.my_plan, name="my-plan"),
    path("my/plan/agree/", my.my_plan_agree, name="my-plan-agree"),
    path("my/plan/frame/agree/", my.my_frame_agree, name="my-frame-agree"),
    path("my/plan/fit/", my.my_fit, name="my-fit"),
    path("my/plan/goals/<uuid:goal_id>/", my.my_goal_remark, name="my-goal-remark"),
    path("my/consents/", my.my_consents, name="my-consents"),
    path("my/consents/<uuid:consent_id>/take-back/", my.my_consent_revoke, name="my-consent-revoke"),
]
