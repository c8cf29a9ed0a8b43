import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import folkmoot.apps.places.terms


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("type", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=160)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=400)),
                ("licence", models.CharField(blank=True, max_length=200)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.places.terms.Provenance["IMPORTED"], max_length=10),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "england",
                                    "region",
                                    "upper tier",
                                    "district",
                                    "ward",
                                    "msoa",
                                    "lsoa",
                                    "team",
                                    "provider",
                                ],
                            )
                        ),
                        name="places_edition_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["imported", "invented"])),
                        name="places_edition_provenance_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(max_length=12)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=160)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.places.terms.Provenance["IMPORTED"], max_length=10),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "england",
                                    "region",
                                    "upper tier",
                                    "district",
                                    "ward",
                                    "msoa",
                                    "lsoa",
                                    "team",
                                    "provider",
                                ],
                            )
                        ),
                        name="places_unit_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["imported", "invented"])),
                        name="places_unit_provenance_known",
                    ),
                    models.UniqueConstraint(fields=("code", "type"), name="places_one_unit_a_code_and_type"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=160)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="places.edition"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="places.unit"
                    ),
                ),
                (
                    "within",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "unit"), name="places_a_unit_is_listed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=200)),
                ("rule", models.CharField(blank=True, max_length=10)),
                ("on", models.DateField(blank=True, help_text="The day that the figures are of.", null=True)),
                (
                    "open_age",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="This age stands for all from it on.", null=True
                    ),
                ),
                ("source", models.CharField(max_length=400)),
                ("licence", models.CharField(blank=True, max_length=200)),
                ("attribution", models.CharField(blank=True, max_length=400)),
                ("note", models.TextField(blank=True)),
                ("provenance", models.CharField(max_length=10)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tables", to="places.edition"
                    ),
                ),
                (
                    "target_edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="target_tables",
                        to="places.edition",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["lookup", "boundaries", "population", "deprivation", "neighbours"])
                        ),
                        name="places_table_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule__in", ["nested", "best fit", "centroid", "majority", "share", "codes", ""])
                        ),
                        name="places_table_rule_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["imported", "invented"])),
                        name="places_table_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", folkmoot.apps.places.terms.TableKind["LOOKUP"]),
                                ("target_edition__isnull", False),
                                models.Q(("rule", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", folkmoot.apps.places.terms.TableKind["LOOKUP"]), _negated=True),
                                ("rule", ""),
                                ("target_edition__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="places_a_lookup_has_a_target_and_a_rule",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                (
                    "report",
                    models.JSONField(
                        default=dict, help_text="What was read, kept and refused of the file it came from."
                    ),
                ),
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
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="places.placetable"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("table", "number"), name="places_revisions_are_numbered")
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=8)),
                ("same_ground", models.BooleanField(blank=True, null=True)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="earlier", to="places.listing"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="later", to="places.listing"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rule__in", ["extent", "code", "name"])),
                        name="places_succession_rule_known",
                    ),
                    models.UniqueConstraint(fields=("before", "after"), name="places_a_succession_stands_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("rule", models.TextField(help_text="The rule as a sentence.")),
                ("deciles", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("at_least", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("on", models.DateField()),
                ("provenance", models.CharField(max_length=10)),
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="places.edition"
                    ),
                ),
                (
                    "index",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.placerevision",
                    ),
                ),
                (
                    "lookup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.placerevision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["imported", "invented"])),
                        name="places_group_provenance_known",
                    ),
                    models.UniqueConstraint(fields=("key", "number"), name="places_groups_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("at_least__isnull", True),
                                ("deciles__isnull", True),
                                ("index__isnull", True),
                                ("lookup__isnull", True),
                            ),
                            models.Q(
                                ("at_least__isnull", False),
                                ("deciles__isnull", False),
                                ("index__isnull", False),
                                ("lookup__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="places_a_group_by_deprivation_names_its_tables",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="places.unit"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="places.unitgroup"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "unit"), name="places_a_unit_is_in_a_group_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__isnull", True), ("number__gt", 0), _connector="OR"),
                        name="places_members_hold_some",
                    ),
                ],
            },
        ),
    ]
