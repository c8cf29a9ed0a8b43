"""The table of who gets what at which address. A new address needs its lines here, or the suite fails.

A line: the address's name, the method, the object, who gets in, what they are answered, and what the others are.

- method: GET or POST (what takes neither is answered 405 wherever nothing here says more);
- object: `-` where the address has no parameters; else `own`, `another`, `absent`, or a word of `objects` below;
- who: `all` (strangers too), `signed` (whoever is signed in), or roles; the rest gets the last figure.

A stranger at an address of the office is sent to the sign-in page (302) before anything else is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.sites.office.world import Office

from folkmoot.apps.accounts.queries.mail import link_of as follower_link
from folkmoot.apps.actions.models import Action, Recommendation, Topic
from folkmoot.apps.committees.queries.requests import link_of

CLERK = "clerk"
SEEING = "clerk chair"  # what residents ask
WRITERS = "clerk report_author director"
WITHHELD = (
    "clerk chair councillor cabinet_member finance_clearer legal_clearer equalities_clearer monitoring_officer director"
)
CLEARERS = "finance_clearer"
IMPORTERS = "clerk analyst"
FOLLOWERS = "clerk cabinet_member director"
SCORERS = "clerk chair councillor"
AUDITORS = "monitoring_officer information_governance_officer auditor"
ADMINISTRATOR = "administrator"

Line = tuple[str, str, str, str, int, int]

ADDRESSES: tuple[Line, ...] = (
    # Both processes
    ("healthz", "GET", "-", "all", 200, 200),
    ("readyz", "GET", "-", "all", 200, 200),
    # Sign-in: each page is about the one who asks for it
    ("account_login", "GET", "-", "signed", 302, 200),
    ("account_login", "POST", "-", "signed", 302, 200),
    ("account_logout", "GET", "-", "signed", 200, 302),
    ("account_logout", "POST", "-", "all", 302, 302),
    ("account_inactive", "GET", "-", "all", 200, 200),
    ("account_change_password", "GET", "-", "signed", 200, 302),
    ("account_change_password", "POST", "-", "signed", 200, 302),
    ("account_reauthenticate", "GET", "-", "signed", 200, 302),
    ("account_reauthenticate", "POST", "-", "signed", 200, 302),
    ("mfa_index", "GET", "-", "signed", 200, 302),
    ("mfa_authenticate", "GET", "-", "all", 302, 302),
    ("mfa_authenticate", "POST", "-", "all", 302, 302),
    ("mfa_reauthenticate", "GET", "-", "all", 302, 302),
    ("mfa_reauthenticate", "POST", "-", "all", 302, 302),
    ("mfa_activate_totp", "GET", "-", "all", 302, 302),
    ("mfa_activate_totp", "POST", "-", "all", 302, 302),
    ("account_setup_picture", "GET", "-", "signed", 404, 302),
    ("mfa_deactivate_totp", "GET", "-", "signed", 404, 302),
    ("mfa_deactivate_totp", "POST", "-", "signed", 404, 302),
    ("mfa_view_recovery_codes", "GET", "-", "signed", 404, 302),
    ("mfa_generate_recovery_codes", "GET", "-", "all", 302, 302),
    ("mfa_generate_recovery_codes", "POST", "-", "all", 302, 302),
    ("mfa_download_recovery_codes", "GET", "-", "signed", 404, 302),
    # The office
    ("office:desk", "GET", "-", "signed", 200, 302),
    ("office:meeting", "GET", "own", "signed", 200, 302),
    ("office:meeting", "GET", "another", "signed", 200, 302),
    ("office:meeting", "GET", "absent", "signed", 404, 302),
    ("office:add-item", "GET", "own", CLERK, 200, 403),
    ("office:add-item", "GET", "another", "", 200, 403),
    ("office:add-item", "GET", "absent", "signed", 404, 302),
    ("office:add-item", "POST", "own", CLERK, 200, 403),
    ("office:add-item", "POST", "another", "", 200, 403),
    ("office:add-item", "POST", "absent", "signed", 404, 302),
    ("office:reorder", "GET", "own", CLERK, 200, 403),
    ("office:reorder", "GET", "another", "", 200, 403),
    ("office:reorder", "GET", "absent", "signed", 404, 302),
    ("office:reorder", "POST", "own", CLERK, 200, 403),
    ("office:reorder", "POST", "another", "", 200, 403),
    ("office:reorder", "POST", "absent", "signed", 404, 302),
    ("office:requests", "GET", "-", SEEING, 200, 403),
    ("office:meeting-requests", "GET", "own", SEEING, 200, 403),
    ("office:meeting-requests", "GET", "another", SEEING, 200, 403),
    ("office:meeting-requests", "GET", "absent", "signed", 404, 302),
    ("office:order-speakers", "GET", "own", CLERK, 200, 403),
    ("office:order-speakers", "GET", "absent", "signed", 404, 302),
    ("office:order-speakers", "POST", "own", CLERK, 200, 403),
    ("office:order-speakers", "POST", "absent", "signed", 404, 302),
    ("office:places", "GET", "own", CLERK, 200, 403),
    ("office:places", "GET", "absent", "signed", 404, 302),
    ("office:places", "POST", "own", CLERK, 200, 403),
    ("office:places", "POST", "absent", "signed", 404, 302),
    ("office:speakers", "GET", "own", SEEING, 200, 403),
    ("office:speakers", "GET", "absent", "signed", 404, 302),
    ("office:request", "GET", "own", SEEING, 200, 403),
    ("office:request", "GET", "late", SEEING, 200, 403),
    ("office:request", "GET", "absent", "signed", 404, 302),
    ("office:request", "POST", "own", CLERK, 200, 403),
    ("office:request", "POST", "late", "chair", 200, 403),  # what came late is the chair's alone to decide
    ("office:request", "POST", "absent", "signed", 404, 302),
    ("office:request-outcome", "POST", "own", CLERK, 302, 403),
    ("office:request-outcome", "POST", "absent", "signed", 404, 302),
    ("office:petition", "GET", "own", CLERK, 200, 403),
    ("office:petition", "GET", "another", "signed", 404, 302),  # a request to speak is no petition
    ("office:petition", "GET", "absent", "signed", 404, 302),
    ("office:petition", "POST", "own", CLERK, 200, 403),
    ("office:petition", "POST", "absent", "signed", 404, 302),
    ("office:outbox", "GET", "-", CLERK, 200, 403),
    ("office:retry-letter", "POST", "own", CLERK, 302, 403),
    ("office:retry-letter", "POST", "absent", "signed", 404, 302),
    ("office:build", "POST", "own", CLERK, 302, 403),
    ("office:build", "POST", "restricted", CLERK, 302, 403),
    ("office:build", "POST", "absent", "signed", 404, 302),
    ("office:publish", "GET", "own", CLERK, 200, 403),
    ("office:publish", "GET", "restricted", CLERK, 200, 403),
    ("office:publish", "GET", "absent", "signed", 404, 302),
    ("office:publish", "POST", "own", CLERK, 302, 403),
    ("office:publish", "POST", "restricted", CLERK, 302, 403),
    ("office:publish", "POST", "absent", "signed", 404, 302),
    ("office:version-file", "GET", "own", CLERK, 200, 403),
    ("office:version-file", "GET", "restricted", WITHHELD, 200, 403),
    ("office:version-file", "GET", "absent", "signed", 404, 302),
    ("office:report", "GET", "open", "signed", 200, 302),
    ("office:report", "GET", "own", f"{WRITERS} {WITHHELD}", 200, 403),
    ("office:report", "GET", "another", WITHHELD, 200, 403),
    ("office:report", "GET", "absent", "signed", 404, 302),
    ("office:figure", "GET", "own", f"{WRITERS} {WITHHELD}", 200, 403),
    ("office:figure", "GET", "another", WITHHELD, 200, 403),
    ("office:figure", "GET", "absent", "signed", 404, 302),
    ("office:attach", "GET", "own", WRITERS, 200, 403),
    ("office:attach", "GET", "another", "clerk director", 200, 403),
    ("office:attach", "GET", "absent", "signed", 404, 302),
    ("office:attach", "POST", "own", WRITERS, 200, 403),
    ("office:attach", "POST", "another", "clerk director", 200, 403),
    ("office:attach", "POST", "absent", "signed", 404, 302),
    ("office:submit", "POST", "own", WRITERS, 302, 403),
    ("office:submit", "POST", "another", "clerk director", 302, 403),
    ("office:submit", "POST", "absent", "signed", 404, 302),
    ("office:clear", "POST", "submitted", CLEARERS, 302, 403),
    ("office:clear", "POST", "another", "", 302, 403),
    ("office:clear", "POST", "absent", "signed", 404, 302),
    ("office:block", "GET", "own", WRITERS, 200, 403),
    ("office:block", "GET", "another", "clerk director", 200, 403),
    ("office:block", "GET", "absent", "signed", 404, 302),
    ("office:block", "POST", "own", WRITERS, 200, 403),
    ("office:block", "POST", "another", "clerk director", 200, 403),
    ("office:block", "POST", "absent", "signed", 404, 302),
    ("office:tables", "GET", "-", IMPORTERS, 200, 403),
    ("office:table", "GET", "own", IMPORTERS, 200, 403),
    ("office:table", "GET", "absent", IMPORTERS, 404, 403),
    ("office:correct", "GET", "own", IMPORTERS, 200, 403),
    ("office:correct", "GET", "absent", IMPORTERS, 404, 403),
    ("office:correct", "POST", "own", IMPORTERS, 200, 403),
    ("office:correct", "POST", "absent", IMPORTERS, 404, 403),
    # Follow-up and the work programme
    ("office:outcomes", "GET", "-", "signed", 200, 302),
    ("office:action", "GET", "own", FOLLOWERS, 200, 403),
    ("office:action", "GET", "absent", "signed", 404, 302),
    ("office:action", "POST", "own", FOLLOWERS, 200, 403),
    ("office:action", "POST", "absent", "signed", 404, 302),
    ("office:recommend", "GET", "-", FOLLOWERS, 200, 403),
    ("office:recommend", "POST", "-", FOLLOWERS, 200, 403),
    ("office:recommendation", "GET", "own", FOLLOWERS, 200, 403),
    ("office:recommendation", "GET", "absent", FOLLOWERS, 404, 403),
    ("office:recommendation", "POST", "own", FOLLOWERS, 200, 403),
    ("office:recommendation", "POST", "absent", FOLLOWERS, 404, 403),
    ("office:programme", "GET", "-", "signed", 200, 302),
    ("office:suggest", "GET", "-", SCORERS, 200, 403),
    ("office:suggest", "POST", "-", SCORERS, 200, 403),
    ("office:topic", "GET", "own", "signed", 200, 302),
    ("office:topic", "GET", "absent", "signed", 404, 302),
    ("office:sort-topic", "GET", "own", CLERK, 200, 403),
    ("office:sort-topic", "GET", "absent", "signed", 404, 302),
    ("office:sort-topic", "POST", "own", CLERK, 200, 403),
    ("office:sort-topic", "POST", "absent", "signed", 404, 302),
    ("office:score-topic", "GET", "own", SCORERS, 200, 403),
    ("office:score-topic", "GET", "absent", "signed", 404, 302),
    ("office:score-topic", "POST", "own", SCORERS, 200, 403),
    ("office:score-topic", "POST", "absent", "signed", 404, 302),
    ("office:schedule-topic", "GET", "own", CLERK, 200, 403),
    ("office:schedule-topic", "GET", "absent", "signed", 404, 302),
    ("office:schedule-topic", "POST", "own", CLERK, 200, 403),
    ("office:schedule-topic", "POST", "absent", "signed", 404, 302),
    ("office:hear-topic", "GET", "own", CLERK, 200, 403),
    ("office:hear-topic", "GET", "absent", "signed", 404, 302),
    ("office:hear-topic", "POST", "own", CLERK, 200, 403),
    ("office:hear-topic", "POST", "absent", "signed", 404, 302),
    ("office:audit", "GET", "-", AUDITORS, 200, 403),
    ("office:accounts", "GET", "-", ADMINISTRATOR, 200, 403),
    ("office:account", "GET", "own", ADMINISTRATOR, 200, 403),
    ("office:account", "GET", "another", ADMINISTRATOR, 200, 403),
    ("office:account", "GET", "absent", ADMINISTRATOR, 404, 403),
    ("office:account", "POST", "own", ADMINISTRATOR, 200, 403),
    ("office:account", "POST", "another", ADMINISTRATOR, 200, 403),
    ("office:account", "POST", "absent", ADMINISTRATOR, 404, 403),
    ("office:take-role", "POST", "another", ADMINISTRATOR, 302, 403),
    ("office:take-role", "POST", "absent", "signed", 404, 302),
    # The public site: the same for everybody
    ("public:home", "GET", "-", "all", 200, 200),
    ("public:committees", "GET", "-", "all", 200, 200),
    ("public:committee", "GET", "own", "all", 200, 200),
    ("public:committee", "GET", "absent", "all", 404, 404),
    ("public:committee-calendar", "GET", "own", "all", 200, 200),
    ("public:committee-calendar", "GET", "absent", "all", 404, 404),
    ("public:committee-changes", "GET", "own", "all", 200, 200),
    ("public:committee-changes", "GET", "absent", "all", 404, 404),
    ("public:person", "GET", "own", "all", 200, 200),
    ("public:person", "GET", "absent", "all", 404, 404),
    ("public:meetings", "GET", "-", "all", 200, 200),
    ("public:meeting", "GET", "own", "all", 200, 200),
    ("public:meeting", "GET", "absent", "all", 404, 404),
    ("public:take-part", "GET", "own", "all", 200, 200),
    ("public:take-part", "GET", "absent", "all", 404, 404),
    ("public:ask", "GET", "own", "all", 200, 200),
    ("public:ask", "GET", "absent", "all", 404, 404),
    ("public:ask", "POST", "own", "all", 200, 200),
    ("public:ask", "POST", "absent", "all", 404, 404),
    ("public:request", "GET", "own", "all", 200, 200),  # whoever has the link
    ("public:request", "GET", "absent", "all", 404, 404),
    ("public:change-request", "GET", "own", "all", 200, 200),
    ("public:change-request", "GET", "absent", "all", 404, 404),
    ("public:change-request", "POST", "own", "all", 200, 200),
    ("public:change-request", "POST", "absent", "all", 404, 404),
    ("public:withdraw-request", "GET", "own", "all", 200, 200),
    ("public:withdraw-request", "GET", "absent", "all", 404, 404),
    ("public:withdraw-request", "POST", "own", "all", 302, 302),
    ("public:withdraw-request", "POST", "absent", "all", 404, 404),
    ("public:follow", "GET", "-", "all", 200, 200),
    ("public:follow", "POST", "-", "all", 200, 200),
    ("public:follow-sent", "GET", "-", "all", 200, 200),
    ("public:subscription", "GET", "own", "all", 200, 200),
    ("public:subscription", "GET", "absent", "all", 404, 404),
    ("public:subscription", "POST", "own", "all", 200, 200),
    ("public:subscription", "POST", "absent", "all", 404, 404),
    ("public:stop", "GET", "own", "all", 200, 200),
    ("public:stop", "GET", "absent", "all", 200, 200),  # a second click is no error
    ("public:stop", "POST", "own", "all", 200, 200),
    ("public:stop", "POST", "absent", "all", 200, 200),
    ("public:paper", "GET", "own", "all", 404, 404),  # built, but not published
    ("public:paper", "GET", "absent", "all", 404, 404),
    ("public:pack", "GET", "own", "all", 404, 404),  # built, but not published
    ("public:pack", "GET", "absent", "all", 404, 404),
    ("public:pack-file", "GET", "absent", "all", 404, 404),
    ("public:figure", "GET", "absent", "all", 404, 404),
    ("public:attachment", "GET", "absent", "all", 404, 404),
    ("public:minutes", "GET", "own", "all", 404, 404),  # not recorded yet
    ("public:minutes", "GET", "absent", "all", 404, 404),
    ("public:outcomes", "GET", "-", "all", 200, 200),
    ("public:recommendation", "GET", "own", "all", 200, 200),
    ("public:recommendation", "GET", "absent", "all", 404, 404),
    ("public:programme", "GET", "own", "all", 200, 200),
    ("public:programme", "GET", "absent", "all", 404, 404),
    ("public:search", "GET", "-", "all", 200, 200),
    ("public:data", "GET", "-", "all", 200, 200),
    ("public:table", "GET", "own", "all", 200, 200),
    ("public:table", "GET", "absent", "all", 404, 404),
    ("public:table-csv", "GET", "absent", "all", 404, 404),
    ("public:accessibility", "GET", "-", "all", 200, 200),
    ("public:calendar", "GET", "-", "all", 200, 200),
    ("public:changes", "GET", "-", "all", 200, 200),
    ("public:sitemap", "GET", "-", "all", 200, 200),
    ("public:robots", "GET", "-", "all", 200, 200),
)  # fmt: skip


def objects(office: Office, user_id: int, other_id: int) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The parameters of each address by object; `own` is what the asking person made, may work on, or is."""
    meetings = {
        "own": {"meeting_id": office.meeting.pk},
        "another": {"meeting_id": office.printed.pk},
        "absent": {"meeting_id": 0},
    }
    asked = {"own": office.asked.pk, "late": office.late.pk, "absent": 0}
    versions = {"own": office.version.pk, "restricted": office.restricted.pk, "absent": 0}
    # `own` is withheld and written by the one who asks (see test_addresses), `another` is withheld and somebody else's.
    reports = {"open": office.report.pk, "own": office.exempt.pk, "another": office.exempt.pk, "absent": 0}
    secret = office.exempt.blocks.get(key="p-2").pk
    committee = {"own": {"slug": office.committee.slug}, "absent": {"slug": "none"}}
    public_meetings = {"own": {"meeting_id": office.meeting.pk}, "absent": {"meeting_id": 0}}
    absent = {"meeting_id": 0}
    own_pages = {"own": {"link": link_of(office.asked)}, "absent": {"link": "none"}}
    followed = {"own": {"link": follower_link(office.follower)}, "absent": {"link": "none"}}
    accounts = {"own": user_id, "another": other_id, "absent": 0}
    topics = {"own": {"topic_id": Topic.objects.get().pk}, "absent": {"topic_id": 0}}
    recommended = {
        "own": {"recommendation_id": Recommendation.objects.get().pk},
        "absent": {"recommendation_id": 0},
    }
    return {
        "office:action": {"own": {"action_id": Action.objects.get().pk}, "absent": {"action_id": 0}},
        "office:recommendation": recommended,
        "public:recommendation": recommended,
        "office:topic": topics,
        "office:sort-topic": topics,
        "office:score-topic": topics,
        "office:schedule-topic": topics,
        "office:hear-topic": topics,
        "public:programme": committee,
        "office:meeting": meetings,
        "office:add-item": meetings,
        "office:reorder": meetings,
        "office:meeting-requests": meetings,
        "office:order-speakers": meetings,
        "office:places": meetings,
        "office:speakers": meetings,
        "office:request": {kind: {"request_id": pk} for kind, pk in asked.items()},
        "office:request-outcome": {kind: {"request_id": pk} for kind, pk in asked.items()},
        "office:petition": {
            "own": {"request_id": office.petition.pk, "step": "refer"},
            "another": {"request_id": office.asked.pk, "step": "refer"},
            "absent": {"request_id": office.petition.pk, "step": "none"},
        },
        "office:retry-letter": {"own": {"message_id": office.letter.pk}, "absent": {"message_id": 0}},
        "office:build": {
            "own": {"meeting_id": office.meeting.pk, "kind": "public"},
            "restricted": {"meeting_id": office.meeting.pk, "kind": "restricted"},
            "absent": {"meeting_id": 0, "kind": "public"},
        },
        "office:publish": {kind: {"version_id": pk} for kind, pk in versions.items()},
        "office:version-file": {kind: {"version_id": pk, "edition": "standard"} for kind, pk in versions.items()},
        "office:report": {kind: {"report_id": pk} for kind, pk in reports.items()},
        "office:figure": {kind: {"report_id": pk, "block": "figure-1"} for kind, pk in reports.items()},
        "office:attach": {kind: {"report_id": pk} for kind, pk in reports.items()},
        "office:submit": {kind: {"report_id": pk} for kind, pk in reports.items()},
        "office:clear": {
            "submitted": {"report_id": office.report.pk, "aspect": "finance"},
            "another": {"report_id": office.exempt.pk, "aspect": "finance"},
            "absent": {"report_id": 0, "aspect": "finance"},
        },
        "office:block": {"own": {"block_id": secret}, "another": {"block_id": secret}, "absent": {"block_id": 0}},
        "office:table": {"own": {"key": "i_walking"}, "absent": {"key": "none"}},
        "office:correct": {"own": {"key": "i_walking", "row": 1}, "absent": {"key": "i_walking", "row": 99}},
        "office:account": {kind: {"user_id": pk} for kind, pk in accounts.items()},
        "office:take-role": {kind: {"user_id": pk, "role": "chair"} for kind, pk in accounts.items()},
        "public:committee": committee,
        "public:committee-calendar": committee,
        "public:committee-changes": committee,
        "public:person": {"own": {"slug": "ada-invented"}, "absent": {"slug": "none"}},
        "public:meeting": public_meetings,
        "public:pack": public_meetings,
        "public:minutes": public_meetings,
        "public:take-part": public_meetings,
        "public:ask": {kind: {**each, "kind": "speak"} for kind, each in public_meetings.items()},
        "public:request": own_pages,
        "public:change-request": own_pages,
        "public:withdraw-request": own_pages,
        "public:subscription": followed,
        "public:stop": followed,
        "public:paper": {kind: {**each, "part_id": "isc1"} for kind, each in public_meetings.items()},
        "public:pack-file": {"absent": {**absent, "number": 1, "edition": "standard", "sha256": "0" * 64}},
        "public:figure": {"absent": {**absent, "number": 1, "part_id": "isc1", "block_id": "figure-1"}},
        "public:attachment": {"absent": {**absent, "number": 1, "part_id": "isc1", "sha256": "0" * 64}},
        "public:table": {"own": {"key": "i_walking"}, "absent": {"key": "none"}},
        "public:table-csv": {"absent": {"key": "i_walking", "sha256": "0" * 64}},
    }
