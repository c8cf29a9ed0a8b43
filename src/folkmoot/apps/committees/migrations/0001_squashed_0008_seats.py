import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import folkmoot.apps.committees.terms
import folkmoot.apps.committees.terms.planning
import folkmoot.apps.committees.terms.requests


class Migration(migrations.Migration):
    replaces = [
        ("committees", "0001_initial"),
        ("committees", "0002_rules"),
        ("committees", "0003_requests"),
        ("committees", "0004_interests"),
        ("committees", "0005_before_the_meeting"),
        ("committees", "0006_accounts_of_members"),
        ("committees", "0007_planning"),
        ("committees", "0008_seats"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosureDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("name", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=160, unique=True)),
                ("code", models.CharField(blank=True, max_length=12)),
                ("classification", models.CharField(max_length=20)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.committees.terms.Provenance["RECORDED"], max_length=10),
                ),
                ("moderngov_id", models.PositiveIntegerField(blank=True, null=True, unique=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "classification__in",
                                [
                                    "council",
                                    "cabinet",
                                    "scrutiny",
                                    "joint_scrutiny",
                                    "regulatory",
                                    "task_and_finish",
                                    "partner_board",
                                ],
                            )
                        ),
                        name="committees_classification_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "recorded", "invented"])),
                        name="committees_organization_provenance_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=120)),
                ("honorific", models.CharField(blank=True, max_length=30)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.committees.terms.Provenance["RECORDED"], max_length=10),
                ),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("venue", models.CharField(max_length=200)),
                ("mode", models.CharField(default=folkmoot.apps.committees.terms.Mode["IN_PERSON"], max_length=12)),
                (
                    "status",
                    models.CharField(default=folkmoot.apps.committees.terms.MeetingStatus["DRAFT"], max_length=12),
                ),
                ("stream_url", models.URLField(blank=True)),
                ("contact_post", models.CharField(blank=True, max_length=120)),
                (
                    "provenance",
                    models.CharField(default=folkmoot.apps.committees.terms.Provenance["RECORDED"], max_length=10),
                ),
                ("moderngov_id", models.PositiveIntegerField(blank=True, null=True, unique=True)),
                (
                    "short_notice_reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it is called at shorter notice than the law asks for; printed.",
                        max_length=300,
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="How often the meeting changed; iCalendar's SEQUENCE."
                    ),
                ),
                ("changed_at", models.DateTimeField(help_text="When the meeting or its agenda last changed.")),
                (
                    "rescheduled_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rescheduled_to",
                        to="committees.meeting",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="committees.organization",
                    ),
                ),
                (
                    "contact",
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
                "indexes": [models.Index(fields=["starts_at"], name="committees__starts__5139fa_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "confirmed", "held", "moved", "cancelled", "rescheduled"])
                        ),
                        name="committees_meeting_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["in_person", "hybrid"])), name="committees_meeting_mode_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("provenance__in", ["printed", "recorded", "invented"])),
                        name="committees_meeting_provenance_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "starts_at"), name="committees_one_meeting_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="committees_meeting_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("number", models.CharField(blank=True, max_length=8)),
                (
                    "kind",
                    models.CharField(default=folkmoot.apps.committees.terms.ItemKind["PROCEDURAL"], max_length=16),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True, help_text="Light markup: a blank line between paragraphs.")),
                ("report_by", models.CharField(blank=True, max_length=160)),
                ("exempt_ground", models.CharField(blank=True, max_length=1)),
                ("exempt_reason", models.TextField(blank=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField(blank=True, null=True)),
                ("to_follow_on", models.DateField(blank=True, null=True)),
                ("late_reason", models.CharField(blank=True, max_length=300)),
                ("urgent_reason", models.CharField(blank=True, max_length=300)),
                ("urgency_agreed_by", models.CharField(blank=True, max_length=160)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "report_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports_owed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="committees.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "procedural",
                                    "minutes",
                                    "tracker",
                                    "participation",
                                    "report",
                                    "motion",
                                    "urgent",
                                    "exclusion",
                                    "close",
                                ],
                            )
                        ),
                        name="committees_item_kind_known",
                    ),
                    models.UniqueConstraint(fields=("meeting", "order"), name="committees_one_item_a_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("meeting", "number"),
                        name="committees_one_item_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exempt_ground", ""), ("exempt_reason", "")),
                            models.Q(
                                ("exempt_ground__in", ["1", "2", "3", "4", "5", "6", "7"]),
                                models.Q(("exempt_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="committees_exempt_items_say_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_on__isnull", True), models.Q(("exempt_ground", ""), _negated=True), _connector="OR"
                        ),
                        name="committees_only_exempt_items_are_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_follow_on__isnull", True),
                            models.Q(("late_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="committees_what_is_to_follow_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("urgent_reason", ""), models.Q(("urgency_agreed_by", ""), _negated=True), _connector="OR"
                        ),
                        name="committees_somebody_agrees_to_urgency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="committees_no_item_within_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("matter", models.TextField()),
                ("key", models.BooleanField()),
                (
                    "decided_by",
                    models.CharField(
                        help_text="Name and title of who decides, or the members of the body.", max_length=200
                    ),
                ),
                ("due_from", models.DateField()),
                ("due_to", models.DateField()),
                ("documents", models.TextField(blank=True, help_text="One a line.")),
                ("contact", models.CharField(blank=True, max_length=200)),
                (
                    "private_reason",
                    models.CharField(blank=True, help_text="Why it may be decided in private.", max_length=300),
                ),
                (
                    "exception",
                    models.CharField(
                        default=folkmoot.apps.committees.terms.planning.Exceptional["NONE"], max_length=10
                    ),
                ),
                ("exception_reason", models.CharField(blank=True, max_length=300)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("agreed_by", models.CharField(blank=True, max_length=160)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_decisions",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["due_from", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_to__gte", models.F("due_from"))),
                        name="committees_plan_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("exception", folkmoot.apps.committees.terms.planning.Exceptional["NONE"]),
                                ("exception_reason", ""),
                            ),
                            models.Q(
                                ("exception", folkmoot.apps.committees.terms.planning.Exceptional["GENERAL"]),
                                ("exception_reason__gt", ""),
                                ("told_on__isnull", False),
                            ),
                            models.Q(
                                ("agreed_by__gt", ""),
                                ("exception", folkmoot.apps.committees.terms.planning.Exceptional["URGENT"]),
                                ("exception_reason__gt", ""),
                            ),
                            _connector="OR",
                        ),
                        name="committees_an_exception_says_why_and_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExecutiveDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("reasons", models.TextField()),
                ("rejected", models.TextField(blank=True, help_text="The options that were considered and rejected.")),
                ("interests", models.TextField(blank=True)),
                ("decided_by", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                ("urgent_reason", models.CharField(blank=True, max_length=300)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="committees.organization",
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="committees.planneddecision",
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("gss_code", models.CharField(blank=True, max_length=9)),
                ("chief_executive", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="committees_one_authority")],
            },
        ),
        migrations.CreateModel(
            name="Chase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chases", to="committees.agendaitem"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CallIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grounds", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("settled_on", models.DateField(blank=True, null=True)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_in",
                        to="committees.executivedecision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_on__isnull", True)),
                            models.Q(
                                ("outcome__in", ["upheld", "referred_back", "to_council"]),
                                ("settled_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="committees_a_call_in_is_settled_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("venue", models.CharField(max_length=200)),
                ("public", models.BooleanField(help_text="Whether everybody may come, and see that it takes place.")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gatherings",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gatherings",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["briefing", "drop_in", "training", "engagement"])),
                        name="committees_gathering_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="committees_a_gathering_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GatheringPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("added_at", models.DateTimeField()),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="committees.gathering"
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("gathering", "sha256"), name="committees_a_paper_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedToKnow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("given_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs_to_know",
                        to="committees.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs_to_know",
                        to="committees.person",
                    ),
                ),
            ],
            options={
                "ordering": ["person__name", "given_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_at__isnull", True)),
                        fields=("person", "meeting"),
                        name="committees_a_need_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at__isnull", True), ("taken_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="committees_leave_is_taken_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(default=folkmoot.apps.committees.terms.MembershipRole["MEMBER"], max_length=20),
                ),
                (
                    "voting_right",
                    models.CharField(default=folkmoot.apps.committees.terms.VotingRight["FULL"], max_length=20),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=120)),
                ("start", models.DateField()),
                ("end", models.DateField(blank=True, null=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="committees.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="committees.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["chair", "deputy_chair", "member", "co_optee"])),
                        name="committees_membership_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("voting_right__in", ["full", "education_only", "none"])),
                        name="committees_voting_right_known",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "organization", "start"), name="committees_membership_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True), ("role__in", ["chair", "deputy_chair"])),
                        fields=("organization", "role"),
                        name="committees_one_chair_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                        name="committees_membership_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attended", models.BooleanField(blank=True, null=True)),
                (
                    "gathering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="committees.gathering",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.person"
                    ),
                ),
            ],
            options={
                "ordering": ["person__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("gathering", "person"), name="committees_invited_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=20)),
                ("holder", models.CharField(default="self", max_length=10)),
                ("text", models.TextField()),
                ("names", models.TextField(blank=True)),
                ("sensitive", models.BooleanField(default=False)),
                ("notified_on", models.DateField()),
                ("held_from", models.DateField()),
                ("held_to", models.DateField(blank=True, null=True)),
                ("provenance", models.CharField(default="recorded", max_length=10)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interests", to="committees.person"
                    ),
                ),
            ],
            options={
                "ordering": ["held_from", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "employment",
                                    "sponsorship",
                                    "contracts",
                                    "land",
                                    "licences",
                                    "tenancies",
                                    "securities",
                                    "other",
                                ],
                            )
                        ),
                        name="committees_interest_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder__in", ["self", "partner"])), name="committees_interest_holder_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_to__isnull", True), ("held_to__gte", models.F("held_from")), _connector="OR"
                        ),
                        name="committees_an_interest_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Gift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=200)),
                ("giver", models.CharField(max_length=160)),
                ("worth", models.DecimalField(decimal_places=2, max_digits=9)),
                ("offered_on", models.DateField()),
                ("accepted", models.BooleanField()),
                ("registered_on", models.DateField()),
                ("provenance", models.CharField(default="recorded", max_length=10)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gifts", to="committees.person"
                    ),
                ),
            ],
            options={
                "ordering": ["offered_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("worth__gte", 0)), name="committees_a_gift_is_worth_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("registered_on__gte", models.F("offered_on"))),
                        name="committees_a_gift_is_registered_after_its_offer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispensation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ground", models.CharField(max_length=1)),
                ("scope", models.TextField(help_text="For which business it holds.")),
                ("may_vote", models.BooleanField(default=False)),
                ("asked_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("granted_by", models.CharField(max_length=160)),
                (
                    "interest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispensations",
                        to="committees.interest",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispensations",
                        to="committees.person",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["a", "b", "c", "d", "e"])),
                        name="committees_dispensation_ground_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")), ("starts_on__gte", models.F("asked_on"))
                        ),
                        name="committees_a_dispensation_is_asked_for_before_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallInSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "call_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="committees.callin"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="committees.person"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call_in", "person"), name="committees_a_member_signs_a_call_in_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="committees.person"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="committees_an_absence_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", ""), ("approved_on__isnull", True)),
                            models.Q(("approved_by__gt", ""), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="committees_an_approval_has_a_day_and_a_resolution",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=160)),
                ("held_from", models.DateField()),
                ("held_to", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="committees.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "label", "held_from"), name="committees_a_post_begins_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                (
                    "key_line",
                    models.CharField(blank=True, help_text="The line of questions that it belongs to.", max_length=120),
                ),
                ("drafted_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="committees.agendaitem",
                    ),
                ),
            ],
            options={
                "ordering": ["item__order", "key_line", "drafted_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=10)),
                ("way", models.CharField(blank=True, max_length=10)),
                ("subject", models.CharField(blank=True, max_length=200)),
                (
                    "words",
                    models.TextField(
                        blank=True, help_text="Statement, question or petition; what is said if a line fails."
                    ),
                ),
                ("status", models.CharField(max_length=10)),
                ("received_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("rule_id", models.CharField(blank=True, max_length=8)),
                ("changed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("slot", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(blank=True, help_text="How long somebody may speak.", null=True),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="committees.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="committees.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["received_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    folkmoot.apps.committees.terms.requests.RequestKind["SPEAK"],
                                    folkmoot.apps.committees.terms.requests.RequestKind["STATEMENT"],
                                    folkmoot.apps.committees.terms.requests.RequestKind["PETITION"],
                                    folkmoot.apps.committees.terms.requests.RequestKind["QUESTION"],
                                    folkmoot.apps.committees.terms.requests.RequestKind["ATTEND"],
                                ],
                            )
                        ),
                        name="committees_request_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    folkmoot.apps.committees.terms.requests.RequestStatus["RECEIVED"],
                                    folkmoot.apps.committees.terms.requests.RequestStatus["LATE"],
                                    folkmoot.apps.committees.terms.requests.RequestStatus["ACCEPTED"],
                                    folkmoot.apps.committees.terms.requests.RequestStatus["OFFERED"],
                                    folkmoot.apps.committees.terms.requests.RequestStatus["WAITING"],
                                    folkmoot.apps.committees.terms.requests.RequestStatus["DECLINED"],
                                    folkmoot.apps.committees.terms.requests.RequestStatus["WITHDRAWN"],
                                ],
                            )
                        ),
                        name="committees_request_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "way__in",
                                [
                                    "",
                                    folkmoot.apps.committees.terms.requests.Way["IN_PERSON"],
                                    folkmoot.apps.committees.terms.requests.Way["VIRTUAL"],
                                ],
                            )
                        ),
                        name="committees_request_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "",
                                    folkmoot.apps.committees.terms.requests.Outcome["HEARD"],
                                    folkmoot.apps.committees.terms.requests.Outcome["READ"],
                                    folkmoot.apps.committees.terms.requests.Outcome["ANSWERED"],
                                    folkmoot.apps.committees.terms.requests.Outcome["TO_BE_ANSWERED"],
                                    folkmoot.apps.committees.terms.requests.Outcome["ABSENT"],
                                ],
                            )
                        ),
                        name="committees_request_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", folkmoot.apps.committees.terms.requests.RequestStatus["DECLINED"]),
                                _negated=True,
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="committees_declined_with_a_reason",
                    ),
                    models.UniqueConstraint(fields=("meeting", "slot"), name="committees_one_request_a_slot"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signatures", models.PositiveIntegerField()),
                (
                    "evidence",
                    models.CharField(help_text="Where the signatures are, and how they were gathered.", max_length=500),
                ),
                (
                    "presenter",
                    models.CharField(blank=True, help_text="Empty where the organiser presents it.", max_length=120),
                ),
                ("verified", models.PositiveIntegerField(blank=True, null=True)),
                ("reply_due", models.DateField(blank=True, help_text="None where no rule sets one.", null=True)),
                ("referred_to", models.CharField(blank=True, max_length=160)),
                ("referred_at", models.DateTimeField(blank=True, null=True)),
                ("reply", models.TextField(blank=True)),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="petition", to="committees.request"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified__isnull", True), ("verified__lte", models.F("signatures")), _connector="OR"
                        ),
                        name="committees_no_more_signatures_than_were_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replied_at__isnull", True), models.Q(("reply", ""), _negated=True), _connector="OR"
                        ),
                        name="committees_a_reply_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), ("replied_at__isnull", False), _connector="OR"
                        ),
                        name="committees_published_after_the_reply",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Requester",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("on_behalf_of", models.CharField(blank=True, max_length=160)),
                ("needs", models.JSONField(default=list)),
                ("needs_note", models.CharField(blank=True, max_length=500)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requester", to="committees.request"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("places", models.PositiveSmallIntegerField()),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="room", to="committees.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(max_length=8)),
                ("parameters", models.JSONField(default=dict)),
                ("source", models.CharField(max_length=300)),
                ("confirmed", models.BooleanField(default=True)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rule_id__in",
                                [
                                    "N1",
                                    "N2",
                                    "N3",
                                    "N4",
                                    "N5",
                                    "N6",
                                    "N7",
                                    "N8",
                                    "N9",
                                    "N10",
                                    "N11",
                                    "E1",
                                    "E2",
                                    "E3",
                                    "I1",
                                    "I2",
                                    "I3",
                                    "I4",
                                    "I5",
                                    "I6",
                                    "I7",
                                    "M1",
                                    "M2",
                                    "M3",
                                    "M4",
                                    "M5",
                                    "M6",
                                    "M7",
                                    "M8",
                                    "M9",
                                    "M10",
                                    "M11",
                                    "P1",
                                    "P2",
                                    "P3",
                                    "P4",
                                    "S1",
                                    "S2",
                                    "S3",
                                    "S4",
                                    "S5",
                                    "S6",
                                    "S7",
                                    "S8",
                                    "R1",
                                    "A1",
                                ],
                            )
                        ),
                        name="committees_rule_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="committees_a_rule_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "rule_id", "effective_from"), name="committees_one_rule_of_an_id_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organization__isnull", True)),
                        fields=("rule_id", "effective_from"),
                        name="committees_one_law_of_an_id_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField()),
                ("title", models.CharField(max_length=160)),
                ("body", models.TextField(help_text="Light markup: a blank line between blocks, '- ' for list items.")),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_texts",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "key", "effective_from"), name="committees_one_standing_text_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="status_changes",
                        to="committees.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TemplateItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(default=folkmoot.apps.committees.terms.ItemKind["PROCEDURAL"], max_length=16),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True, help_text="Light markup: a blank line between paragraphs.")),
                ("numbered", models.BooleanField(default=True)),
                ("effective_from", models.DateField()),
                ("effective_to", models.DateField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_items",
                        to="committees.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "procedural",
                                    "minutes",
                                    "tracker",
                                    "participation",
                                    "report",
                                    "motion",
                                    "urgent",
                                    "exclusion",
                                    "close",
                                ],
                            )
                        ),
                        name="committees_template_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "title", "effective_from"), name="committees_a_standing_item_once_a_day"
                    ),
                ],
            },
        ),
    ]
