import pytest
from click.testing import CliRunner, Result

from folkmoot.apps.accounts.models import AuditEntry, User
from folkmoot.apps.accounts.rules import roles_of
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.cli.user import user

GOOD = "three invented words"
pytestmark = pytest.mark.django_db


def folkmoot_user(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, list(words), input=typed)


def add(*more: str, password: str = GOOD) -> Result:
    given = ["add", "first", "--first-name", "I", "--last-name", "N", *more]
    return folkmoot_user(*given, typed=f"{password}\n{password}\n")


def test_the_first_administrator_is_added_with_a_password_that_is_asked_for_and_not_shown():
    done = add("--role", "administrator")
    assert done.exit_code == 0, done.output
    assert "Account first created with administrator." in done.output
    assert GOOD not in done.output
    made = User.objects.get(username="first")
    assert made.check_password(GOOD)
    assert roles_of(made) == {Role.ADMINISTRATOR}


def test_a_weak_password_is_refused_and_no_account_is_made():
    done = add(password="short")
    assert done.exit_code == 1
    assert "at least 12 characters" in done.output
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_said_with_what_to_do():
    add()
    again = add()
    assert again.exit_code == 1
    assert "To give it a role: folkmoot user role" in again.output


def test_a_role_is_given_and_taken():
    add()
    assert folkmoot_user("role", "first", "clerk").output == "first holds the role clerk.\n"
    assert roles_of(User.objects.get()) == {Role.CLERK}
    assert folkmoot_user("role", "first", "clerk", "--take").output == "first no longer holds the role clerk.\n"
    assert roles_of(User.objects.get()) == frozenset()


def test_a_new_password_replaces_the_old_one_and_is_audited():
    add()
    done = folkmoot_user("password", "first", typed="three other words\nthree other words\n")
    assert done.exit_code == 0, done.output
    assert User.objects.get().check_password("three other words")
    assert AuditEntry.objects.filter(did=Event.PASSWORD_CHANGED).count() == 1


def test_an_unknown_account_is_said_with_what_to_do():
    done = folkmoot_user("role", "nobody", "clerk")
    assert done.exit_code == 1
    assert "To create it: folkmoot user add nobody" in done.output
