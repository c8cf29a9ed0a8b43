"""Attendance in the office and on a member's own page, and absences that are recorded there."""

from datetime import date

from django.utils import timezone
from tests.sites.office.world import NOW

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models.seats import Absence

LIST = "/office/attendance/"
MEMBER = f"{LIST}ada-invented/"


def text(answer):
    return answer.content.decode()


def rules_in_force():
    for rule_id, parameters in (("M11", {"months": 6}), ("I1", {"days": 28})):
        committees.bring_rule_into_force(
            organization=None, rule_id=rule_id, parameters=parameters, source="an invented act",
            effective_from=date(2000, 1, 1), by=None, at=NOW,
        )  # fmt: skip


def test_each_member_stands_with_the_day_on_which_the_seat_falls_vacant(office, as_role):
    clerk = as_role(Role.CLERK)
    assert "no rule sets the months (M11)" in text(clerk.get(LIST))
    rules_in_force()
    shown = text(clerk.get(LIST))
    assert "Has come to no recorded meeting since taking office on 1 May 2021" in shown
    assert "By this record the seat fell vacant after 1 November 2021" in shown
    assert "not recorded as present" in text(clerk.get(MEMBER))


def test_an_absence_is_recorded_with_its_approval_or_what_is_wrong_is_said(office, as_role):
    rules_in_force()
    clerk, year = as_role(Role.CLERK), timezone.localdate().year
    away = {"starts_on": "2021-06-01", "ends_on": f"{year + 1}-01-01", "reason": "Illness"}
    assert "Give both the day and the resolution" in text(clerk.post(MEMBER, away | {"approved_on": "2021-07-01"}))
    assert "ends before it begins" in text(clerk.post(MEMBER, away | {"ends_on": "2021-05-01"}))
    approval = {"approved_on": "2021-07-01", "approved_by": "Full Council (invented)"}
    shown = text(clerk.post(MEMBER, away | approval, follow=True))
    assert f"Absence approved from 1 June 2021 to 1 January {year + 1}, Full Council (invented)." in shown
    assert "Illness" in shown
    assert Absence.objects.count() == 1
    public = text(clerk.get("/people/ada-invented/"))
    assert f"Absence approved from 1 June 2021 to 1 January {year + 1}: Full Council (invented)." in public
    assert "Illness" not in public


def test_a_member_sees_what_the_register_wants_and_until_when_the_seat_is_kept(office, as_role):
    rules_in_force()
    shown = text(as_role(Role.CHAIR).get("/office/mine/"))
    assert "Overdue</strong> since 28 May 2021" in shown
    assert "By this record the seat fell vacant after 1 November 2021" in shown
    assert "Overdue</strong> since 28 May 2021" in text(as_role(Role.CLERK).get("/office/interests/"))
    assert "interests to be registered by 28 May 2021" in text(as_role(Role.CLERK).get("/people/ada-invented/"))


def test_an_administrator_says_where_reminders_go(office, as_role):
    admin, user = as_role(Role.ADMINISTRATOR), office.user(Role.CHAIR)
    typed = {"person": office.member.pk, "email": "ada@invented.example"}
    admin.post(f"/office/accounts/{user.pk}/person/", typed)
    user.refresh_from_db()
    assert user.email == "ada@invented.example"
    assert "ada@invented.example" in text(admin.get(f"/office/accounts/{user.pk}/person/"))
