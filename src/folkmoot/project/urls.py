"""Addresses of the office process, and of the demo, which runs both in one."""

from folkmoot.project import urls_public

urlpatterns = [*urls_public.urlpatterns]
