"""Addresses of people and accounts; those of the sign-in library stand in `urls.sign_in`."""

from django.urls import path

from reverie.accounts.views import clients, join, lock, people, you

app_name = "accounts"
urlpatterns = [
    path("account/", you.you, name="you"),
    path("account/sessions/", you.sign_ins, name="sign-ins"),
    path("account/practice/", you.practice_switch, name="practice-switch"),
    path("account/unlock/", lock.unlock, name="unlock"),
    path("account/lock/", lock.lock_state, name="lock-state"),
    path("account/alive/", lock.alive, name="alive"),
    path("join/<str:token>/", join.join, name="join"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/invite/", people.member_invite, name="member-invite"),
    path("desk/people/invitations/<uuid:pk>/", people.invitation_withdraw, name="invitation-withdraw"),
    path("desk/people/clients/", clients.clients, name="clients"),
    path("desk/people/clients/add/", clients.client_add, name="client-add"),
    path("desk/people/clients/<uuid:pk>/invite/", clients.client_invite, name="client-invite"),
    path("desk/people/<uuid:pk>/", people.member, name="member"),
    path("desk/people/<uuid:pk>/off-board/", people.member_off_board, name="member-off-board"),
]
