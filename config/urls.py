"""Every address, room by room; what each may do stands in reverie/core/data/routes.toml."""

from django.conf import settings
from django.urls import include, path

handler400 = "reverie.core.error_pages.bad_request"
handler403 = "reverie.core.error_pages.permission_denied"
handler404 = "reverie.core.error_pages.not_found"
handler500 = "reverie.core.error_pages.server_error"

urlpatterns = [
    path("", include("reverie.home.urls")),
    path("", include("reverie.safety.urls")),
    path("", include("reverie.core.urls")),
    path("", include("reverie.accounts.urls")),
    path("account/", include("reverie.accounts.urls.sign_in")),
    path("", include("reverie.scheduling.urls")),
    path("", include("reverie.directory.urls")),
    path("", include("reverie.treatment.urls")),
    path("", include("reverie.measures.urls")),
    path("", include("reverie.journal.urls")),
    path("", include("reverie.record.urls")),
    path("", include("reverie.supervision.urls")),
    path("", include("reverie.billing.urls")),
    path("", include("reverie.interop.urls")),
    path("", include("reverie.process.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("reverie.accounts.urls.demo")))
