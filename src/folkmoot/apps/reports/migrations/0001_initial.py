import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Among the annexes of a report; 0 for a report."
                    ),
                ),
                ("part", models.SlugField(max_length=60)),
                ("reference", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("subtitle", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(default="en-GB", max_length=12)),
                ("author_post", models.CharField(blank=True, max_length=160)),
                ("dated", models.DateField(blank=True, null=True)),
                ("particulars", models.JSONField(blank=True, default=list)),
                ("closing", models.JSONField(blank=True, default=list)),
                ("notes", models.JSONField(blank=True, default=list)),
                ("exempt_ground", models.CharField(blank=True, max_length=1)),
                ("invented", models.BooleanField(default=False)),
                ("source_sha256", models.CharField(blank=True, help_text="Of the file last imported.", max_length=64)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agenda_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="committees.agendaitem"
                    ),
                ),
                (
                    "annex_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="written_annexes",
                        to="reports.report",
                    ),
                ),
                (
                    "created_by",
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
            ],
            options={
                "ordering": ["agenda_item__order", "order", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("agenda_item", "part"), name="reports_one_part_of_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("annex_to__isnull", True), ("order", 0)),
                            models.Q(("annex_to__isnull", False), ("order__gt", 0)),
                            _connector="OR",
                        ),
                        name="reports_annexes_are_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annex_to", models.F("id")), _negated=True),
                        name="reports_no_annex_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exempt_ground__in", ["", "1", "2", "3", "4", "5", "6", "7"])),
                        name="reports_exempt_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_by__isnull", True), ("submitted_at__isnull", False), _connector="OR"
                        ),
                        name="reports_whoever_submits_does_so_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("aspect", models.CharField(max_length=12)),
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clearances", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("aspect__in", ["finance", "legal", "equalities"])),
                        name="reports_cleared_aspect_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("part", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveIntegerField()),
                ("own_title", models.CharField(blank=True, max_length=400)),
                ("tagged", models.BooleanField()),
                ("accessible_faults", models.JSONField(blank=True, default=list)),
                ("archival_faults", models.JSONField(blank=True, default=list)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "order"), name="reports_one_attachment_a_place"),
                    models.UniqueConstraint(fields=("report", "part"), name="reports_one_attachment_of_a_name"),
                    models.UniqueConstraint(fields=("report", "sha256"), name="reports_a_file_is_attached_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequiredClearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("aspect", models.CharField(max_length=12)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="required_clearances",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("aspect__in", ["finance", "legal", "equalities"])),
                        name="reports_required_aspect_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "aspect", "effective_from"),
                        name="reports_a_clearance_is_asked_for_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(default="plain", max_length=30)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sections", to="reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "key"), name="reports_section_ids_are_permanent"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "plain",
                                    "recommendation",
                                    "executive-summary",
                                    "scrutiny-guidance",
                                    "cabinet-perspective",
                                    "next-steps",
                                    "financial-implications",
                                    "legal-implications",
                                    "equality-implications",
                                    "background-papers",
                                ],
                            )
                        ),
                        name="reports_section_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80)),
                ("order", models.PositiveSmallIntegerField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="reports.report"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="reports.section"
                    ),
                ),
            ],
            options={
                "ordering": ["section__order", "order", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "key"), name="reports_block_ids_are_permanent"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_by__isnull", True), ("removed_at__isnull", False), _connector="OR"
                        ),
                        name="reports_whoever_removes_does_so_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("base", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("draft", models.BooleanField(default=False)),
                ("imported", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="reports.block"
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
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("block", "number"), name="reports_block_revisions_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(("base__lt", models.F("number"))), name="reports_a_revision_follows_its_base"
                    ),
                ],
            },
        ),
    ]
