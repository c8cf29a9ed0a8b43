import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.apps.measures.migrations._frozen import backwards, forwards


class Migration(migrations.Migration):
    replaces = [("measures", "0001_initial"), ("measures", "0002_vintages_never_change")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Vintage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("computed_at", models.DateTimeField()),
                ("coverage", models.CharField(help_text="Which units and times, in words.", max_length=200)),
                ("invented", models.BooleanField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("embargo_until", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=400)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "computed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", models.F("computed_by")), _negated=True),
                            models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                        ),
                        name="measures_a_second_person_approves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at", None), ("approved_at__gte", models.F("submitted_at")), _connector="OR"
                        ),
                        name="measures_submitted_before_it_is_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at", None), ("decided_at__gte", models.F("approved_at")), _connector="OR"
                        ),
                        name="measures_approved_before_it_is_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at", None), ("released_at__gte", models.F("decided_at")), _connector="OR"
                        ),
                        name="measures_decided_before_it_is_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at", None),
                            ("embargo_until", None),
                            ("released_at__gte", models.F("embargo_until")),
                            _connector="OR",
                        ),
                        name="measures_not_released_before_the_embargo_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_reason", "")),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_reason__gt", "")),
                            _connector="OR",
                        ),
                        name="measures_withdrawn_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VintageMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("invented", models.BooleanField()),
                ("definition", models.CharField(max_length=64)),
                ("exact", models.CharField(max_length=64)),
                ("public", models.CharField(blank=True, max_length=64)),
                ("values", models.PositiveIntegerField(help_text="How many values there are.")),
                (
                    "withheld",
                    models.PositiveIntegerField(default=0, help_text="How many of them the world does not see."),
                ),
                ("built_from", models.JSONField(default=list)),
                (
                    "vintage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="measures.vintage"
                    ),
                ),
            ],
            options={
                "ordering": ["measure"],
                "constraints": [
                    models.UniqueConstraint(fields=("vintage", "measure"), name="measures_a_measure_stands_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.SlugField(max_length=80)),
                ("unit", models.CharField(max_length=80)),
                ("series", models.CharField(max_length=20)),
                ("points", models.JSONField()),
                ("rule", models.CharField(help_text="The rule in words, as a page prints it.", max_length=300)),
                ("made_on", models.DateField()),
                ("source", models.CharField(max_length=400)),
                ("invented", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("series__in", ["target", "adjusted target", "projection"])),
                        name="measures_series_of_a_target",
                    ),
                    models.UniqueConstraint(
                        fields=("measure", "unit", "series", "made_on"), name="measures_one_target_a_series_and_day"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
