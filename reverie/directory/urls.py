from django.urls import URLPattern, URLResolver, path

from reverie.directory.views import desk, exchange, exploring, guides, inquiries, licenses, public, reviews

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("explore/", exploring.explore, name="explore"),
    path("find/", public.find, name="find"),
    path("therapists/<slug:slug>/", public.therapist, name="therapist"),
    path("therapists/<slug:slug>/photograph/", public.photograph, name="photograph"),
    path("therapists/<slug:slug>/book/", public.book, name="book"),
    path("therapists/<slug:slug>/ask/", inquiries.ask, name="ask"),
    path("asked/<str:receipt>/", inquiries.asked, name="asked"),
    path("desk/inquiries/", inquiries.inquiries, name="inquiries"),
    path("desk/inquiries/<uuid:inquiry_id>/", inquiries.inquiry, name="inquiry"),
    path("how/<slug:slug>/", guides.guide, name="guide"),
    path("desk/guides/", guides.guides, name="guides"),
    path("desk/guides/<slug:slug>/", guides.guide_edit, name="guide-edit"),
    path("desk/guides/<slug:slug>/review/", guides.guide_review, name="guide-review"),
    path("sitemap.xml", guides.sitemap, name="sitemap"),
    path("robots.txt", guides.robots, name="robots"),
    path("desk/profile/", desk.profile, name="profile"),
    path("desk/profile/preview/", desk.profile_preview, name="profile-preview"),
    path("desk/profile/license/", desk.profile_license, name="profile-license"),
    path(
        "desk/profile/license/<uuid:credential_id>/off/",
        desk.profile_license_drop,
        name="profile-license-drop",
    ),
    path("desk/profile/photograph/", desk.profile_photograph, name="profile-photograph"),
    path("desk/profile/photograph/own/", public.profile_photograph_own, name="profile-photograph-own"),
    path("desk/profile/file/", exchange.profile_bring, name="profile-bring"),
    path("desk/profile/file/<slug:shape>/", exchange.profile_file, name="profile-file"),
    path("desk/practice/profiles/", exchange.practice_profiles, name="practice-profiles"),
    path(
        "desk/practice/profiles/<slug:shape>/", exchange.practice_profiles_file, name="practice-profiles-file"
    ),
    path("desk/practice/licenses/", licenses.practice_licenses, name="practice-licenses"),
    path("desk/practice/licenses/<uuid:credential_id>/", licenses.practice_license, name="practice-license"),
    path("desk/profile/listing/", desk.profile_listing, name="profile-listing"),
    path("desk/profile/reviews/", reviews.profile_reviews, name="profile-reviews"),
    path("desk/practice/reviews/", reviews.practice_reviews, name="practice-reviews"),
    path("my/reviews/", reviews.my_reviews, name="my-reviews"),
    path("my/reviews/<uuid:treatment_id>/", reviews.my_review, name="my-review"),
    path("my/reviews/<uuid:treatment_id>/publish/", reviews.my_review_publish, name="my-review-publish"),
    path("my/reviews/<uuid:treatment_id>/withdraw/", reviews.my_review_withdraw, name="my-review-withdraw"),
    path("booked/<str:receipt>/", public.booked, name="booked"),
]
