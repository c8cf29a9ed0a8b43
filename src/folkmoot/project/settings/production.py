"""What the two production processes share: real secrets, secure cookies, and no debugging."""

from django.core.exceptions import ImproperlyConfigured

from folkmoot.project import logs
from folkmoot.project.settings import environment
from folkmoot.project.settings.base import *

if environment.flag("DEBUG") or environment.flag("FOLKMOOT_DEBUG"):
    raise ImproperlyConfigured("DEBUG is on; a production process does not start with it.")

SECRET_KEY = environment.secret("FOLKMOOT_SECRET_KEY")
AUDIT_KEY = environment.secret("FOLKMOOT_AUDIT_KEY")
if AUDIT_KEY == SECRET_KEY:
    raise ImproperlyConfigured("FOLKMOOT_AUDIT_KEY must differ from FOLKMOOT_SECRET_KEY.")
ALLOWED_HOSTS = environment.hosts("FOLKMOOT_HOSTS")
DATABASES = {"default": environment.database(environment.text("FOLKMOOT_DATABASE"))}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The prefix makes the browser refuse these cookies from any other host or without https.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LOGGING = logs.configuration("json")
PROXIES = environment.number("FOLKMOOT_PROXIES", 1)
