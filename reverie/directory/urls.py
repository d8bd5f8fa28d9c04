from django.urls import URLPattern, URLResolver, path

from reverie.directory.views import desk, public

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("find/", public.find, name="find"),
    path("therapists/<slug:slug>/", public.therapist, name="therapist"),
    path("therapists/<slug:slug>/book/", public.book, name="book"),
    path("desk/profile/", desk.profile, name="profile"),
    path("desk/profile/license/", desk.profile_license, name="profile-license"),
    path("desk/profile/listing/", desk.profile_listing, name="profile-listing"),
    path("booked/<str:receipt>/", public.booked, name="booked"),
]
