"""What only the database can hold: what was computed never changes, and what was decided is decided once."""

from django.db import migrations

from folkmoot.apps.measures.migrations._frozen import backwards, forwards


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
