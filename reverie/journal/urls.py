from django.urls import URLPattern, URLResolver, path

from reverie.journal import views

app_name = "journal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("my/write/", views.write, name="write"),
    path("my/write/<slug:slug>/", views.write_page, name="write-page"),
    path("my/write/<slug:slug>/keep/", views.keep, name="keep"),
    path("my/write/<slug:slug>/throw-away/", views.throw_draft, name="throw-draft"),
    path("my/pages/", views.pages, name="pages"),
    path("my/pages/take-along/", views.take_along, name="take-along"),
    path("my/pages/<uuid:pk>/", views.page, name="page"),
    path("my/pages/<uuid:pk>/edit/", views.edit_page, name="edit-page"),
    path("my/pages/<uuid:pk>/keep/", views.keep_edit, name="keep-edit"),
    path("my/pages/<uuid:pk>/share/", views.share, name="share"),
    path("my/pages/<uuid:pk>/take-back/", views.take_back, name="take-back"),
    path("my/pages/<uuid:pk>/throw-away/", views.throw_page, name="throw-page"),
    path("my/homework/<uuid:pk>/", views.invitation, name="invitation"),
    path("desk/clients/<uuid:client_id>/shared/", views.shared, name="shared"),
    path("desk/shared/<uuid:pk>/", views.shared_page, name="shared-page"),
    path("desk/clients/<uuid:client_id>/homework/", views.homework, name="homework"),
    path("desk/library/", views.library, name="library"),
    path("desk/library/<uuid:pk>/", views.library_sheet, name="library-sheet"),
    path("desk/library/<uuid:pk>/turn/", views.library_turn, name="library-turn"),
    path("desk/homework/<uuid:pk>/", views.homework_item, name="homework-item"),
]
