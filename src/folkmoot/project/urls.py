"""Addresses of the office process, and of the demo, which runs both in one."""

from django.urls import include, path

from folkmoot.project import urls_public
from folkmoot.project.urls_public import handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [
    path("account/", include("folkmoot.sites.shared.account")),
    path("office/", include("folkmoot.sites.office.urls")),
    *urls_public.urlpatterns,
]
