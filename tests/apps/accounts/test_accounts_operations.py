from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from folkmoot.apps.accounts import operations, published, rules
from folkmoot.apps.accounts.models import AuditEntry, Publication, RoleGrant, User
from folkmoot.apps.accounts.terms import PERMISSIONS_OF, SECOND_STEP, Event, Permission, Role

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def account(*roles: Role) -> User:
    user = operations.create_user(
        username="-".join(roles) or "nobody",
        password="invented words 1",
        first_name="I",
        last_name="N",
        by=None,
        at=NOON,
    )
    for role in roles:
        operations.give_role(user=user, role=role, by=None, at=NOON)
    return user


def test_an_administrator_creates_accounts_and_the_trail_says_so():
    administrator = account(Role.ADMINISTRATOR)

    made = operations.create_user(
        username="new", password="invented words 1", first_name="I", last_name="N", by=administrator, at=NOON
    )

    entry = AuditEntry.objects.order_by("id").last()
    assert (entry.did, entry.by, entry.app, entry.model, entry.key) == (
        Event.USER_CREATED, administrator, "accounts", "user", str(made.pk),
    )  # fmt: skip
    assert made.check_password("invented words 1")


def test_somebody_without_the_permission_creates_nothing_and_is_told_who_may():
    author = account(Role.REPORT_AUTHOR)
    with pytest.raises(rules.NotAllowed, match="needs one of these: administrator"):
        operations.create_user(username="x", password="p", first_name="", last_name="", by=author, at=NOON)
    assert not User.objects.filter(username="x").exists()


def test_a_role_is_given_once_and_taken_once():
    user = account(Role.CLERK)
    again = operations.give_role(user=user, role=Role.CLERK, by=None, at=NOON + timedelta(days=1))
    assert again.given_at == NOON
    assert rules.roles_of(user) == {Role.CLERK}

    operations.take_role(user=user, role=Role.CLERK, by=None, at=NOON + timedelta(days=2))
    operations.take_role(user=user, role=Role.CLERK, by=None, at=NOON + timedelta(days=3))

    assert rules.roles_of(user) == frozenset()
    assert RoleGrant.objects.get().taken_at == NOON + timedelta(days=2)
    assert AuditEntry.objects.filter(did=Event.ROLE_TAKEN).count() == 1


def test_the_database_itself_refuses_a_role_held_twice():
    user = account(Role.CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=Role.CLERK, given_at=NOON)


def test_an_inactive_account_holds_no_role():
    user = account(Role.CLERK)
    user.is_active = False
    assert not rules.may(user, Permission.PUBLISH_PACKS)


@pytest.mark.parametrize("role", Role)
def test_a_role_may_exactly_what_its_row_says(role):
    user = account(role)
    allowed = {permission for permission in Permission if rules.may(user, permission)}
    assert allowed == PERMISSIONS_OF[role]


def test_the_publication_number_rises_with_each_publication():
    assert (published.publication_number(), published.last_published_at()) == (0, None)
    assert operations.advance_publication(at=NOON) == 1
    assert operations.advance_publication(at=NOON + timedelta(hours=1)) == 2
    assert (published.publication_number(), published.last_published_at()) == (2, NOON + timedelta(hours=1))
    assert Publication.objects.count() == 1


def test_demo_accounts_are_one_a_role_and_can_be_made_again(settings):
    settings.DEMO = True
    first = operations.create_demo_accounts(at=NOON)
    second = operations.create_demo_accounts(at=NOON)
    assert [name for name, _ in first] == [name for name, _ in second] == [role.value for role in Role]
    name, password = second[0]
    user = User.objects.get(username=name)
    assert user.check_password(password)
    assert user.first_name == "Invented"
    assert rules.roles_of(user) == {Role(name)}


def test_demo_accounts_are_refused_outside_the_demo():
    with pytest.raises(operations.DemoOnly):
        operations.create_demo_accounts(at=NOON)
    assert User.objects.count() == 0


def test_every_role_permission_and_event_has_its_sentence():
    for member in [*Role, *Permission, *Event]:
        assert member.sentence.endswith(".")


@pytest.mark.parametrize("permission", sorted(SECOND_STEP))
def test_what_is_grave_needs_a_second_step_and_the_refusal_says_where_to_set_it_up(permission, settings):
    settings.SECOND_STEP_REQUIRED = True
    user = account(Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR, Role.DIRECTOR)
    refused = rules.may(user, permission)
    assert not refused
    assert "Set it up under Your account." in refused.reason

    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    assert rules.may(user, permission)


def test_what_is_not_grave_needs_none(settings):
    settings.SECOND_STEP_REQUIRED = True
    assert rules.may(account(Role.CLERK), Permission.BUILD_PACKS)


def test_a_failed_sign_in_names_the_account_by_key_and_an_unknown_one_not_at_all():
    user = account(Role.CLERK)
    operations.record_failed_sign_in(username=user.username, at=NOON)
    operations.record_failed_sign_in(username="somebody's password by mistake", at=NOON)
    rows = AuditEntry.objects.filter(did=Event.SIGN_IN_FAILED).order_by("id").values_list("by", "model", "key")
    assert list(rows) == [(None, "user", str(user.pk)), (None, "user", "")]


def test_a_role_is_spoken_of_in_words():
    assert (Role.REPORT_AUTHOR.words, Role.REPORT_AUTHOR.heading) == ("report author", "Report author")
    assert (Role.MASH_WORKER.words, Role.MASH_WORKER.heading) == ("MASH worker", "MASH worker")
