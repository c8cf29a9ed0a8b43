"""Connects sign-in to the audit trail once the apps are loaded."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "folkmoot.sites.shared"

    def ready(self) -> None:
        from folkmoot.sites.shared import sign_in  # noqa: F401 - models exist only now
