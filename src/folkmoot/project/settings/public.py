"""The public process: no family casework and no practice pages are loaded."""

from folkmoot.project.settings.production import *

INSTALLED_APPS = SHARED_APPS
ROOT_URLCONF = "folkmoot.project.urls_public"
