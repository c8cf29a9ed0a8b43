"""Addresses of the public process."""

from django.urls import URLPattern, URLResolver, include, path

from folkmoot.sites.shared import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("folkmoot.sites.public.urls")),
]

handler400 = "folkmoot.sites.shared.errors.bad_request"
handler403 = "folkmoot.sites.shared.errors.forbidden"
handler404 = "folkmoot.sites.shared.errors.not_found"
handler429 = "folkmoot.sites.shared.errors.too_many_requests"  # asked for by allauth
handler500 = "folkmoot.sites.shared.errors.server_error"
