import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("records", "0001_initial"), ("records", "0002_public"), ("records", "0003_facts")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=400)),
                ("period", models.CharField(blank=True, max_length=120)),
                ("licence", models.CharField(blank=True, max_length=200)),
                (
                    "attribution",
                    models.CharField(blank=True, help_text="What the licence asks to be printed.", max_length=400),
                ),
                ("note", models.TextField(blank=True)),
                ("provenance", models.CharField(max_length=10)),
                (
                    "public",
                    models.BooleanField(default=True, help_text="Whether the world may list and fetch it on its own."),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "imported", "invented"])),
                        name="records_provenance_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "vintage",
                    models.CharField(
                        help_text="What the publisher calls it, or the period that it covers.", max_length=120
                    ),
                ),
                (
                    "sha256",
                    models.CharField(help_text="The hash of the content, whatever files it came in.", max_length=64),
                ),
                ("rows", models.PositiveBigIntegerField()),
                ("period", models.CharField(blank=True, max_length=120)),
                (
                    "changes",
                    models.JSONField(
                        blank=True, help_text="What changed since the vintage before, in rows.", null=True
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="records.factrevision",
                    ),
                ),
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
                (
                    "data_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fact_revisions", to="records.dataset"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("data_set", "number"), name="records_vintages_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("before__isnull", True), ("changes__isnull", True), ("number", 1)),
                            models.Q(("before__isnull", False), ("changes__isnull", False), ("number__gt", 1)),
                            _connector="OR",
                        ),
                        name="records_a_later_vintage_follows_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "received_sha256",
                    models.CharField(help_text="The hash of the file as it was received.", max_length=64),
                ),
                (
                    "stored_sha256",
                    models.CharField(help_text="The hash of the Parquet file in the store.", max_length=64),
                ),
                ("rows", models.PositiveBigIntegerField()),
                ("quality", models.JSONField(help_text="The quality report.")),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="records.factrevision"
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "place"), name="records_files_of_a_vintage_have_places")
                ],
            },
        ),
        migrations.CreateModel(
            name="TableRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.TextField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                (
                    "data_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="records.dataset"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("data_set", "number"), name="records_revisions_are_numbered")
                ],
            },
        ),
    ]
