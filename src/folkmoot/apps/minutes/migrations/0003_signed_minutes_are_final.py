"""What only the database can hold, in each database's own words: signed minutes never change."""

from django.db import migrations

from folkmoot.apps.minutes.migrations._signed import backwards, forwards


class Migration(migrations.Migration):
    dependencies = [("minutes", "0002_room")]

    operations = [migrations.RunPython(forwards, backwards)]
