from django.urls import URLPattern, URLResolver, path

from reverie.directory import views

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("find/", views.find, name="find"),
    path("therapists/<slug:slug>/", views.therapist, name="therapist"),
    path("therapists/<slug:slug>/book/", views.book, name="book"),
    path("desk/profile/", views.profile, name="profile"),
    path("desk/profile/license/", views.profile_license, name="profile-license"),
    path("desk/profile/listing/", views.profile_listing, name="profile-listing"),
    path("booked/<str:receipt>/", views.booked, name="booked"),
]
