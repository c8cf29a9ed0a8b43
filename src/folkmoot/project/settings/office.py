"""The office process: officers, members and practitioners, signed in."""

from folkmoot.project.settings.production import *
