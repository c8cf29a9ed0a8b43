"""A database for the replay of 11 November 2021: the samples, the replay body as it stood before it, two accounts.

Run by itself, as `room_world` is. The replay body has the seats, rules, standing texts and minutes of the printed one,
and no meeting in November.
"""

from __future__ import annotations

from datetime import UTC, datetime

import django
from tests.journeys.room_world import accounts, loaded, replay

from folkmoot.apps.accounts.terms import Role

OCTOBER = datetime(2021, 10, 15, 12, tzinfo=UTC)


def main() -> None:
    django.setup()
    from django.core.management import call_command

    loaded(OCTOBER)
    furnish_replay()
    accounts(OCTOBER, ada=Role.CLERK, dee=Role.REPORT_AUTHOR)
    call_command("collectstatic", interactive=False, verbosity=0)


def furnish_replay() -> None:
    from django.conf import settings

    from folkmoot.apps.committees import operations as committees
    from folkmoot.apps.committees.models import Meeting
    from folkmoot.apps.committees.terms import MeetingStatus
    from folkmoot.apps.minutes import operations as minutes

    september = replay(OCTOBER, elected=True)
    for status in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        committees.change_meeting_status(meeting_id=september.pk, status=status, by=None, at=OCTOBER)
    file = settings.PROJECT / "samples" / "oxfordshire" / "minutes-2021-09-30.toml"
    minutes.import_printed_minutes(
        meeting_id=september.pk, content=file.read_bytes(), name=file.name, by=None, at=OCTOBER
    )
    printed, body = Meeting.objects.get(moderngov_id=6764).organization, september.organization
    for rule in printed.rules.order_by("effective_from"):
        committees.bring_rule_into_force(
            organization=body, rule_id=rule.rule_id, parameters=rule.parameters, source=rule.source,
            effective_from=rule.effective_from, effective_to=rule.effective_to, by=None, at=OCTOBER,
        )  # fmt: skip
    for text in printed.standing_texts.all():
        committees.add_standing_text(
            organization=body, key=text.key, title=text.title, body=text.body, effective_from=text.effective_from,
            by=None, at=OCTOBER,
        )  # fmt: skip


if __name__ == "__main__":
    main()
