"""The WSGI entry that granian loads; the settings module comes from DJANGO_SETTINGS_MODULE."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
