"""What all processes share. Secrets and places come from the environment; see docs/settings.md."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from csp.constants import NONE, SELF

from folkmoot.project import logs
from folkmoot.project.settings import environment

PROJECT = Path(__file__).resolve().parents[4]
BUILT_ASSETS = PROJECT / "build" / "assets"
VAR = Path(environment.text("FOLKMOOT_VAR", str(PROJECT / "var")))
STORE = VAR / "store"
FONTS = BUILT_ASSETS / "fonts"
# Where the audit chain's head is written outside the database; on another disk or machine in real use.
AUDIT_HEADS = Path(environment.text("FOLKMOOT_AUDIT_HEADS", str(VAR / "audit-heads.log")))

DEBUG = False
ALLOWED_HOSTS = environment.text("FOLKMOOT_HOSTS", "127.0.0.1,localhost").split(",")

SHARED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "folkmoot.apps.accounts",
    "folkmoot.apps.places",
    "folkmoot.apps.records",
    "folkmoot.apps.measures",
    "folkmoot.apps.committees",
    "folkmoot.apps.reports",
    "folkmoot.apps.actions",
    "folkmoot.apps.priorities",
    "folkmoot.apps.minutes",
    "folkmoot.apps.packs",
    "folkmoot.sites.shared",
    "folkmoot.sites.public",
    "folkmoot.sites.api",
]
OFFICE_APPS = ["folkmoot.apps.families", "folkmoot.sites.office", "folkmoot.sites.practice"]
INSTALLED_APPS = [*SHARED_APPS, *OFFICE_APPS]

MIDDLEWARE = [
    "folkmoot.sites.shared.request_log.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "folkmoot.sites.shared.gate.Gate",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "folkmoot.sites.shared.jinja.environment",
            "context_processors": ["folkmoot.sites.shared.context.shell"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

ROOT_URLCONF = "folkmoot.project.urls"
PUBLIC_PAGES = "folkmoot.sites.shared.as_public.pages"  # what a publication shows, read before it stands (ADR 26)
WSGI_APPLICATION = "folkmoot.project.wsgi.application"
DATABASES = {"default": environment.database(environment.text("FOLKMOOT_DATABASE", f"sqlite:///{VAR / 'folkmoot.db'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Counts of sign-in attempts and used codes are shared by all workers; public pages are kept in each worker's memory.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}},
}
LOGGING = logs.configuration("short")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator; no mail is sent
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
MFA_TOTP_ISSUER = "Folkmoot"
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Whether the permissions of accounts.terms.SECOND_STEP need a second step at sign-in (docs/adr/0003).
SECOND_STEP_REQUIRED = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "folkmoot.sites.shared.errors.csrf_failed"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Letters: where they leave, in whose name, and the address of the public site that their links begin with.
MAIL = environment.text("FOLKMOOT_MAIL", "")
MAIL_FROM = environment.text("FOLKMOOT_MAIL_FROM", "Democratic Services <democracy@localhost>")
NOTIFY_KEY = environment.text("FOLKMOOT_NOTIFY_KEY", "")
PUBLIC_ADDRESS = environment.text("FOLKMOOT_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
# Bytes of counts held at once while measures are computed; what is larger is counted in parts.
COUNTING_MEMORY = max(1, environment.number("FOLKMOOT_COUNTING_MIB", 1024)) << 20
KEEP_LETTERS_DAYS = environment.number("FOLKMOOT_KEEP_LETTERS_DAYS", 30)
KEEP_REQUESTERS_DAYS = environment.number("FOLKMOOT_KEEP_REQUESTERS_DAYS", 180)
# What residents may send: so many forms in a span of minutes, from one network address and from one browser.
FORMS_SPAN_MINUTES = 10
FORMS_PER_ADDRESS = environment.number("FOLKMOOT_FORMS_PER_ADDRESS", 300)
FORMS_PER_BROWSER = environment.number("FOLKMOOT_FORMS_PER_BROWSER", 12)
FORMS_QUICKEST_SECONDS = environment.number("FOLKMOOT_FORMS_QUICKEST_SECONDS", 3)
PROXIES = environment.number("FOLKMOOT_PROXIES", 0)  # how many of ours stand before the server and name the sender
CLOCK_STANDS_AT: datetime | None = None  # dev alone can stop the clock

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("", BUILT_ASSETS)] if BUILT_ASSETS.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# govuk-frontend's one inline line (it marks the body as script-enabled) is allowed by its hash.
GOVUK_INLINE_SCRIPT = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, GOVUK_INLINE_SCRIPT],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
