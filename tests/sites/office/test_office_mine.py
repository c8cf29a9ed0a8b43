"""Whoever signs in finds what concerns them, once an administrator has said whose account it is."""

from datetime import date

from tests.sites.office.world import NOW

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions.models import Action
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Person


def text(answer):
    return answer.content.decode()


def linked(office, as_role, role, key):
    user = office.user(role)
    as_role(Role.ADMINISTRATOR).post(f"/office/accounts/{user.pk}/person/", {"person": key})
    return as_role(role)


def test_a_member_finds_their_meetings_actions_and_interests(office, as_role):
    chair = Person.objects.get(slug="ada-invented")
    committees.hold_post(person=chair, label="Invented Director", held_from=date(2021, 5, 1), by=None, at=NOW)
    shown = text(linked(office, as_role, Role.CHAIR, chair.pk).get("/office/mine/"))
    assert "Councillor Ada Invented" in shown
    assert f'href="/office/meetings/{office.meeting.pk}/papers/"' in shown
    assert Action.objects.get().text in shown


def test_an_account_that_is_nobodys_says_so_and_can_be_unlinked(office, as_role):
    chair = Person.objects.get(slug="ada-invented")
    member = linked(office, as_role, Role.CHAIR, chair.pk)
    linked(office, as_role, Role.CHAIR, "")
    shown = text(member.get("/office/mine/"))
    assert "This account is not linked to anybody on the record." in shown
    assert "My actions" not in shown
