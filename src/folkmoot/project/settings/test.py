"""The test suite's process: everything installed; SQLite unless FOLKMOOT_DATABASE names another database."""

from folkmoot.project.settings import environment
from folkmoot.project.settings.base import *

SECRET_KEY = "demo-" + "t" * 40
AUDIT_KEY = "demo-" + "a" * 40
SECOND_STEP_REQUIRED = False  # its own tests turn it on
DATABASES = {"default": environment.database(environment.text("FOLKMOOT_DATABASE", "sqlite:///:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are found where they are built; nothing needs to be collected first.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
FORMS_QUICKEST_SECONDS = 0  # its own test sets it
