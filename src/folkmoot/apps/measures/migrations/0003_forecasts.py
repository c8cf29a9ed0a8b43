"""How a projection was made, which never changes, like the projection itself."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NAME, TABLE = "measures_forecast_frozen", "measures_forecast"


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    final = (
        "EXECUTE FUNCTION measures_refuse_change()"
        if schema_editor.connection.vendor == "postgresql"
        else "BEGIN SELECT RAISE(ABORT, 'a projection never changes; make another'); END"
    )
    schema_editor.execute(f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW {final}")


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {NAME}{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_vintages_never_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=24)),
                (
                    "periods",
                    models.PositiveSmallIntegerField(
                        help_text="How many periods it was fitted to, the last of the release."
                    ),
                ),
                ("limits", models.JSONField()),
                (
                    "made_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="measures.vintagemeasure"
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forecast", to="measures.target"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method__in", ["straight line", "steady rate of change", "unchanged level"])
                        ),
                        name="measures_method_of_a_forecast",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("periods__gte", 3)), name="measures_a_forecast_rests_on_enough"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
