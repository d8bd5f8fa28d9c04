from django.urls import URLPattern, URLResolver, path

from reverie.directory.views import desk, exploring, guides, inquiries, public, reviews

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("explore/", exploring.explore, name="explore"),
    path("find/", public.find, name="find"),
    path("therapists/<slug:slug>/", public.therapist, name="therapist"),
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
    path("desk/profile/license/", desk.profile_license, name="profile-license"),
    path("desk/profile/listing/", desk.profile_listing, name="profile-listing"),
    path("desk/profile/reviews/", reviews.profile_reviews, name="profile-reviews"),
    path("desk/practice/reviews/", reviews.practice_reviews, name="practice-reviews"),
    path("my/reviews/", reviews.my_reviews, name="my-reviews"),
    path("my/reviews/<uuid:treatment_id>/", reviews.my_review, name="my-review"),
    path("my/reviews/<uuid:treatment_id>/publish/", reviews.my_review_publish, name="my-review-publish"),
    path("my/reviews/<uuid:treatment_id>/withdraw/", reviews.my_review_withdraw, name="my-review-withdraw"),
    path("booked/<str:receipt>/", public.booked, name="booked"),
]
