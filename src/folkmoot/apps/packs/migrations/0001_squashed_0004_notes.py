import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.apps.packs.migrations._final import backwards, forwards


class Migration(migrations.Migration):
    replaces = [
        ("packs", "0001_initial"),
        ("packs", "0002_final_versions_and_search"),
        ("packs", "0003_overrides"),
        ("packs", "0004_notes"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("committees", "0001_squashed_0008_seats"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=10)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="committees.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["public", "restricted"])), name="packs_kind_known"
                    ),
                    models.UniqueConstraint(fields=("meeting", "kind"), name="packs_one_of_a_kind_a_meeting"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", models.CharField(max_length=64)),
                ("built_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("pages", models.PositiveIntegerField()),
                ("large_print_sha256", models.CharField(max_length=64)),
                ("large_print_size", models.PositiveBigIntegerField()),
                ("large_print_pages", models.PositiveIntegerField()),
                ("claims_accessible", models.BooleanField(help_text="PDF/UA-1: every part passes.")),
                ("claims_archival", models.BooleanField(help_text="PDF/A-2a: every part passes.")),
                ("faults", models.JSONField(default=list)),
                ("built_from", models.JSONField(default=list)),
                ("changes", models.JSONField(default=list)),
                (
                    "built_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="packs.pack"
                    ),
                ),
                (
                    "published_by",
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
                    models.UniqueConstraint(fields=("pack", "number"), name="packs_versions_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), ("published_at__gte", models.F("built_at")), _connector="OR"
                        ),
                        name="packs_a_version_is_built_before_it_is_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="packs_who_published_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("part", models.SlugField(max_length=80)),
                ("kind", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=300)),
                ("agenda_number", models.CharField(blank=True, max_length=8)),
                ("exempt_ground", models.CharField(blank=True, max_length=1)),
                ("document", models.CharField(blank=True, max_length=64)),
                ("attachment", models.CharField(blank=True, max_length=64)),
                ("numbered", models.BooleanField()),
                ("first_folio", models.CharField(blank=True, max_length=12)),
                ("last_folio", models.CharField(blank=True, max_length=12)),
                ("leaves", models.JSONField(default=list)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="packs.packversion"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "part"), name="packs_a_part_stands_once"),
                    models.UniqueConstraint(fields=("version", "order"), name="packs_one_part_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["notice", "standing", "agenda", "minutes", "report", "annex"])
                        ),
                        name="packs_part_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attachment__gt", ""), ("document", "")),
                            models.Q(("attachment", ""), ("document__gt", "")),
                            _connector="OR",
                        ),
                        name="packs_a_part_is_a_document_or_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exempt_ground", ""),
                            ("exempt_ground__in", ["1", "2", "3", "4", "5", "6", "7"]),
                            _connector="OR",
                        ),
                        name="packs_exempt_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_folio__gt", ""), ("last_folio__gt", ""), ("numbered", True)),
                            models.Q(("first_folio", ""), ("last_folio", ""), ("numbered", False)),
                            _connector="OR",
                        ),
                        name="packs_numbered_parts_have_folios",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField()),
                ("block", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("folded", models.TextField()),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="packs.packpart"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("part", "order"), name="packs_passages_stand_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.SlugField(max_length=80)),
                ("block", models.SlugField(max_length=120)),
                ("text", models.TextField()),
                ("quoted", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="committees.meeting"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "meeting", "part", "block"), name="packs_one_note_of_a_member_a_paragraph"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="packs_a_note_has_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(max_length=8)),
                ("subject", models.SlugField(max_length=80)),
                ("ground", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=400)),
                ("decided_by", models.CharField(help_text="Who decided it, by name and office.", max_length=160)),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="overrides", to="committees.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["urgency", "short_notice", "advice", "burden", "correction"])
                        ),
                        name="packs_override_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="packs_an_override_says_why_and_by_whom",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "rule_id", "subject"), name="packs_a_finding_is_overridden_once"
                    ),
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
