"""A part can be confidential. SQLite makes the table anew for that and loses its trigger, which is put back (0002)."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FINAL = "a version of a pack never changes; build a new one"


def freeze(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"""CREATE TRIGGER IF NOT EXISTS packs_part_frozen BEFORE UPDATE ON packs_packpart
                BEGIN SELECT RAISE(ABORT, '{FINAL}'); END"""
        )


class Migration(migrations.Migration):
    dependencies = [("packs", "0004_notes")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, freeze),
        migrations.RemoveConstraint(model_name="packpart", name="packs_exempt_ground_known"),
        migrations.AddConstraint(
            model_name="packpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("exempt_ground__in", ["", "c", "1", "2", "3", "4", "5", "6", "7"])),
                name="packs_exempt_ground_known",
            ),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
