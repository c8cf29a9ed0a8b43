"""What only the database can hold, in each database's own words."""

from django.db import migrations

from folkmoot.apps.packs.migrations._final import backwards, forwards


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
