import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.apps.minutes.migrations._signed import backwards, forwards


class Migration(migrations.Migration):
    replaces = [
        ("minutes", "0001_initial"),
        ("minutes", "0002_room"),
        ("minutes", "0003_signed_minutes_are_final"),
        ("minutes", "0004_receipts"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("committees", "0001_squashed_0008_seats"),
    ]

    operations = [
        migrations.CreateModel(
            name="Minute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("suffix", models.CharField(max_length=2)),
                ("agenda_number", models.CharField(blank=True, max_length=8)),
                ("title", models.CharField(max_length=200)),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("nobody_declared", models.BooleanField(default=False)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("concern", models.CharField(blank=True, max_length=12)),
                ("taken_as_read", models.BooleanField(default=False)),
                ("urgency", models.TextField(blank=True)),
                ("withheld", models.CharField(blank=True, max_length=1)),
                ("public_summary", models.TextField(blank=True)),
                ("fair_without", models.BooleanField(default=False)),
                (
                    "agenda_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["suffix", "sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "suffix", "sequence"),
                        name="minutes_a_number_is_given_once_a_council_year",
                    ),
                    models.CheckConstraint(condition=models.Q(("sequence__gte", 1)), name="minutes_numbers_begin_at_1"),
                    models.CheckConstraint(
                        condition=models.Q(("concern__in", ["", "education", "budget"])), name="minutes_concern_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("withheld__in", ["", "c", "1", "2", "3", "4", "5", "6", "7"])),
                        name="minutes_withheld_by_a_known_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "",
                                    "noted",
                                    "agreed",
                                    "resolved",
                                    "recommended",
                                    "elected",
                                    "deferred",
                                    "withdrawn",
                                    "no_discussion",
                                ],
                            )
                        ),
                        name="minutes_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("provenance", models.CharField(default="recorded", max_length=10)),
                ("source_sha256", models.CharField(blank=True, help_text="Of the file last imported.", max_length=64)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("change", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decisions_at",
                    models.DateTimeField(blank=True, help_text="When the list of decisions was published.", null=True),
                ),
                (
                    "approved_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approves",
                        to="minutes.minute",
                    ),
                ),
                (
                    "checked_by",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sitting", to="committees.meeting"
                    ),
                ),
                (
                    "presiding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            ("checked_at__gte", models.F("sent_at")),
                            _connector="OR",
                        ),
                        name="minutes_the_chair_checks_what_was_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_in__isnull", True), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="minutes_only_published_ones_are_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "recorded", "invented"])),
                        name="minutes_provenance_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("began_at__isnull", True),
                            ("ended_at__isnull", True),
                            ("ended_at__gt", models.F("began_at")),
                            _connector="OR",
                        ),
                        name="minutes_a_sitting_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="minutes_whoever_publishes_does_so_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("capacity", models.CharField(max_length=16)),
                ("post", models.CharField(blank=True, max_length=200)),
                ("part_of_meeting", models.CharField(blank=True, max_length=200)),
                ("remote", models.BooleanField(default=False, help_text="Takes part from elsewhere.")),
                (
                    "in_place_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="committees.person"
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="minutes.sitting"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("sitting", "person"), name="minutes_nobody_attends_twice"),
                    models.UniqueConstraint(
                        condition=models.Q(("in_place_of__isnull", False)),
                        fields=("sitting", "in_place_of"),
                        name="minutes_a_place_is_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__in", ["voting_member", "substitute", "co_optee", "other_member", "officer"])
                        ),
                        name="minutes_capacity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("capacity", "substitute"), ("in_place_of__isnull", False)),
                            models.Q(
                                models.Q(("capacity", "substitute"), _negated=True), ("in_place_of__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="minutes_substitutes_take_somebodys_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="minutes.motion",
                    ),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="motions", to="minutes.minute"
                    ),
                ),
                (
                    "mover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
                (
                    "seconder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "order"), name="minutes_one_motion_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mover__isnull", True),
                            ("seconder__isnull", True),
                            models.Q(("seconder", models.F("mover")), _negated=True),
                            _connector="OR",
                        ),
                        name="minutes_somebody_else_seconds_a_motion",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ground", models.CharField(max_length=1)),
                ("reason", models.CharField(max_length=300)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to="minutes.minute"
                    ),
                ),
                (
                    "motion",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusion",
                        to="minutes.motion",
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="minutes_the_public_comes_back_after_leaving",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("post", models.CharField(max_length=120)),
                ("elected", models.BooleanField()),
                ("nem_con", models.BooleanField()),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nominations", to="minutes.minute"
                    ),
                ),
                (
                    "nominator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.person"
                    ),
                ),
                (
                    "nominee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="nominations", to="committees.person"
                    ),
                ),
                (
                    "seconder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "order"), name="minutes_one_nomination_a_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("elected", True)),
                        fields=("minute", "post"),
                        name="minutes_one_is_elected_to_a_post",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("elected", True), ("nem_con", False), _connector="OR"),
                        name="minutes_nem_con_elects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seconder", models.F("nominator")), _negated=True),
                        name="minutes_somebody_else_seconds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("present_from", models.DateTimeField()),
                ("present_to", models.DateTimeField(blank=True, null=True)),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stretches", to="minutes.attendance"
                    ),
                ),
            ],
            options={
                "ordering": ["present_from", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("present_to__isnull", True), ("present_to__gte", models.F("present_from")), _connector="OR"
                        ),
                        name="minutes_somebody_leaves_after_coming",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("present_to__isnull", True)),
                        fields=("attendance",),
                        name="minutes_nobody_is_there_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("answered_as", models.CharField(blank=True, max_length=200)),
                (
                    "action_key",
                    models.SlugField(blank=True, help_text="Of the action that owes a written answer.", max_length=80),
                ),
                (
                    "answerer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "order"), name="minutes_one_question_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_as", ""), ("answerer__isnull", True)),
                            ("answerer__isnull", False),
                            _connector="OR",
                        ),
                        name="minutes_an_answer_says_who_gave_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField()),
                ("document", models.TextField()),
                ("whole", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
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
                    "presiding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.person"
                    ),
                ),
                (
                    "sitting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signature", to="minutes.sitting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=40, unique=True)),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="minutes.sitting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Adjournment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adjournments", to="minutes.sitting"
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="minutes_a_meeting_goes_on_after_a_break",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("sitting",),
                        name="minutes_one_break_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spent", models.CharField(max_length=12)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spells", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["began_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("spent__in", ["presenting", "questions", "debate"])),
                        name="minutes_spent_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="minutes_a_spell_ends_after_it_began",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("minute",),
                        name="minutes_one_spell_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=16)),
                ("in_favour", models.PositiveSmallIntegerField(default=0)),
                ("against", models.PositiveSmallIntegerField(default=0)),
                ("abstained", models.PositiveSmallIntegerField(default=0)),
                ("casting", models.CharField(blank=True, max_length=8)),
                ("asked_to_record", models.PositiveSmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
                (
                    "motion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="vote", to="minutes.motion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method__in", ["nem_con", "assent", "show_of_hands", "recorded", "ballot"])
                        ),
                        name="minutes_vote_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("casting", ""),
                            models.Q(("casting__in", ["for", "against"]), ("in_favour", models.F("against"))),
                            _connector="OR",
                        ),
                        name="minutes_a_casting_vote_breaks_a_tie",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choice", models.CharField(max_length=8)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.person"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ballots", to="minutes.vote"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("vote", "person"), name="minutes_somebody_votes_once"),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["for", "against", "abstain"])), name="minutes_choice_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("nature", models.CharField(blank=True, max_length=300)),
                ("sensitive", models.BooleanField(default=False)),
                ("withdrew", models.BooleanField(default=False)),
                (
                    "dispensation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.dispensation",
                    ),
                ),
                (
                    "interest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.interest",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.person"
                    ),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="declarations", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["disclosable", "other_registrable", "non_registrable", "arrears"])
                        ),
                        name="minutes_declaration_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "item", "kind"), name="minutes_an_interest_is_declared_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("nature", ""), _negated=True),
                            ("sensitive", True),
                            ("kind", "arrears"),
                            _connector="OR",
                        ),
                        name="minutes_a_declaration_says_what_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
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
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "number"), name="minutes_corrections_are_numbered")
                ],
            },
        ),
        migrations.CreateModel(
            name="Apology",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="apologies", to="committees.person"
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="committees.person",
                    ),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="apologies", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "person"), name="minutes_apologies_are_sent_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=80)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("owner", models.CharField(blank=True, max_length=160)),
                ("due", models.DateField(blank=True, null=True)),
                (
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "key"), name="minutes_action_ids_are_permanent")
                ],
            },
        ),
        migrations.CreateModel(
            name="MinuteRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("base", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("draft", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "token",
                    models.CharField(
                        blank=True, help_text="Of the save, so that one sent twice is kept once.", max_length=40
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
                    "minute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="minutes.minute"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("minute", "number"), name="minutes_revisions_are_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("minute", "token"),
                        name="minutes_a_save_is_kept_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base__lt", models.F("number"))), name="minutes_a_revision_follows_its_base"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="minute",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="minutes.sitting"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
