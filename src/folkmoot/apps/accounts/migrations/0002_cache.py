"""The table of the shared cache, so that a database needs no command but migrate."""

from django.db import migrations

from folkmoot.apps.accounts.migrations._cache import create, drop


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
