from django.urls import URLPattern, URLResolver, path

from reverie.core import gallery, outbox_page

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("components/", gallery.gallery, name="gallery"),
    path("desk/messages/", outbox_page.messages, name="messages"),
    path("desk/messages/<uuid:message_id>/", outbox_page.message_hand_over, name="message-hand-over"),
]
