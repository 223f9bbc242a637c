"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

from config import health

urlpatterns = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("", include("reports.urls")),
    path("", include("accounts.urls")),
    path("", include("cadres.urls")),
    path("", include("supervision.urls")),
    path("", include("assessments.urls")),
    path("", include("rulebook.urls")),
]

handler400 = "reports.views.errors.bad_request"
handler403 = "reports.views.errors.forbidden"
handler404 = "reports.views.errors.not_found"
handler500 = "reports.views.errors.server_error"
