import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import folkmoot.apps.actions.terms
import folkmoot.apps.committees.terms


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0004_interests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(help_text="Where it was asked for, such as Minute 5/21.", max_length=120)),
                ("anchor", models.CharField(blank=True, help_text="The place in the minutes.", max_length=80)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                ("owner", models.CharField(blank=True, max_length=160)),
                ("due", models.DateField(blank=True, null=True)),
                ("state", models.CharField(default=folkmoot.apps.actions.terms.ActionState["OPEN"], max_length=10)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.committees.terms.Provenance["RECORDED"], max_length=10),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="committees.meeting"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "dropped"])),
                        name="actions_action_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "recorded", "invented"])),
                        name="actions_action_provenance_known",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "origin", "anchor", "order"), name="actions_an_origin_asks_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="actions_what_is_closed_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("provenance", "printed"),
                            models.Q(models.Q(("owner", ""), _negated=True), ("due__isnull", False)),
                            _connector="OR",
                        ),
                        name="actions_have_an_owner_and_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("evidence", models.URLField(blank=True)),
                ("state", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="actions.action"
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
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "dropped"])),
                        name="actions_progress_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(help_text="The first year of the council year.")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("origin", models.CharField(max_length=120)),
                ("anchor", models.CharField(blank=True, max_length=120)),
                ("lead", models.CharField(blank=True, max_length=160)),
                ("made_on", models.DateField()),
                ("notice_on", models.DateField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=20)),
                ("answer_words", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("implemented_on", models.DateField(blank=True, null=True)),
                ("implementation", models.TextField(blank=True)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.committees.terms.Provenance["RECORDED"], max_length=10),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="committees.meeting",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="committees.organization",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations_received",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "accepted", "accepted in part", "not accepted"])),
                        name="actions_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "recorded", "invented"])),
                        name="actions_recommendation_provenance_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "year", "number"), name="actions_one_reference_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to", models.F("organization")), _negated=True),
                        name="actions_recommended_to_another_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_on__isnull", True), ("notice_on__gte", models.F("made_on")), _connector="OR"
                        ),
                        name="actions_notice_follows_the_recommendation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answer_words", ""), ("answered_on__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("answer_words", ""), _negated=True),
                                ("answered_on__gte", models.F("made_on")),
                            ),
                            _connector="OR",
                        ),
                        name="actions_an_answer_has_words_and_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("implemented_on__isnull", True),
                            models.Q(("answer__in", ["", "not accepted"]), _negated=True),
                            _connector="OR",
                        ),
                        name="actions_only_what_is_accepted_is_implemented",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("unit", models.CharField(max_length=80)),
                ("unit_name", models.CharField(max_length=120)),
                ("unit_words", models.CharField(max_length=120)),
                ("decimals", models.PositiveSmallIntegerField()),
                ("invented", models.BooleanField()),
                ("vintage", models.CharField(max_length=64)),
                ("baseline_period", models.CharField(max_length=80)),
                ("baseline_on", models.DateField()),
                ("baseline", models.FloatField()),
                ("direction", models.CharField(max_length=4)),
                ("size", models.FloatField()),
                ("by", models.DateField()),
                (
                    "recommendation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="effect", to="actions.recommendation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["up", "down"])), name="actions_direction_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="actions_an_effect_has_a_size"),
                    models.CheckConstraint(
                        condition=models.Q(("by__gt", models.F("baseline_on"))), name="actions_an_effect_lies_ahead"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("why", models.TextField(blank=True)),
                ("theme", models.CharField(blank=True, max_length=80)),
                ("source", models.CharField(max_length=12)),
                ("put_forward_by", models.CharField(blank=True, max_length=160)),
                ("origin", models.CharField(blank=True, max_length=160)),
                ("state", models.CharField(default=folkmoot.apps.actions.terms.TopicState["SUGGESTED"], max_length=12)),
                ("way", models.CharField(blank=True, max_length=24)),
                ("recurring", models.BooleanField(default=False)),
                ("measure", models.SlugField(blank=True, max_length=80)),
                ("suggested_on", models.DateField()),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.committees.terms.Provenance["RECORDED"], max_length=10),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="committees.meeting",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="topics", to="committees.organization"
                    ),
                ),
                (
                    "referred_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["theme", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["member", "officer", "resident", "partner", "every year"])),
                        name="actions_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["suggested", "longlisted", "shortlisted", "scheduled", "done", "referred", "declined"],
                            )
                        ),
                        name="actions_topic_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "way__in",
                                [
                                    "",
                                    "item at a meeting",
                                    "deep dive",
                                    "briefing",
                                    "task and finish group",
                                    "public day",
                                    "evidence session",
                                ],
                            )
                        ),
                        name="actions_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "recorded", "invented"])),
                        name="actions_topic_provenance_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "theme", "title", "suggested_on"),
                        name="actions_a_topic_is_suggested_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["scheduled"]), _negated=True),
                            models.Q(("meeting__isnull", False), models.Q(("way", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="actions_what_is_scheduled_has_a_meeting_and_a_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "referred"), _negated=True),
                            ("referred_to__isnull", False),
                            _connector="OR",
                        ),
                        name="actions_what_is_referred_goes_to_a_body",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", models.TextField()),
                ("reports_on", models.DateField()),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_group",
                        to="committees.organization",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="task_groups", to="actions.topic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suggester",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("delete_on", models.DateField()),
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggester", to="actions.topic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stakeholder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160)),
                ("interest", models.CharField(max_length=200)),
                ("heard", models.CharField(blank=True, help_text="When and how.", max_length=200)),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stakeholders", to="actions.topic"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "name"), name="actions_a_stakeholder_stands_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("criterion", models.CharField(max_length=80)),
                ("value", models.PositiveSmallIntegerField()),
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
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="actions.topic"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "criterion"), name="actions_one_score_a_criterion")
                ],
            },
        ),
        migrations.CreateModel(
            name="Triage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(max_length=12)),
                ("reason", models.TextField()),
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
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="actions.topic"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["suggested", "longlisted", "shortlisted", "scheduled", "done", "referred", "declined"],
                            )
                        ),
                        name="actions_step_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="actions_a_step_has_a_reason"
                    ),
                ],
            },
        ),
    ]
