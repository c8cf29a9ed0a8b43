"""folkmoot user: accounts of a real installation, from the first administrator on."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from folkmoot.apps.accounts import operations
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Role

ROLES = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """Create accounts, set passwords, give and take roles."""


@user.command()
@click.argument("username")
@click.option("--first-name", prompt=True)
@click.option("--last-name", prompt=True)
@click.option("--email", default="", help="Where letters to the holder go.")
@click.option("--role", "roles", type=ROLES, multiple=True, help="A role to give; may be repeated.")
def add(username: str, first_name: str, last_name: str, email: str, roles: tuple[str, ...]) -> None:
    """Create an account; its password is asked for twice."""
    if User.objects.filter(username=username).exists():
        raise click.ClickException(f"There is an account {username} already. To give it a role: folkmoot user role")
    password, now = _asked_password(User(username=username, first_name=first_name, last_name=last_name)), timezone.now()
    made = operations.create_user(
        username=username, password=password, first_name=first_name, last_name=last_name, email=email, by=None, at=now
    )
    for role in roles:
        operations.give_role(user=made, role=Role(role), by=None, at=now)
    click.echo(f"Account {username} created" + (f" with {', '.join(roles)}." if roles else ", without a role."))


@user.command()
@click.argument("username")
@click.argument("role", type=ROLES)
@click.option("--take", is_flag=True, help="Take the role away instead.")
def role(username: str, role: str, take: bool) -> None:
    """Give an account a role, or take it away."""
    change = operations.take_role if take else operations.give_role
    change(user=_named(username), role=Role(role), by=None, at=timezone.now())
    click.echo(f"{username} {'no longer holds' if take else 'holds'} the role {role}.")


@user.command()
@click.argument("username")
def password(username: str) -> None:
    """Set a new password, asked for twice."""
    found = _named(username)
    operations.set_password(user=found, password=_asked_password(found), by=None, at=timezone.now())
    click.echo(f"{username} has a new password.")


def _named(username: str) -> User:
    found = User.objects.filter(username=username).first()
    if found is None:
        raise click.ClickException(f"There is no account {username}. To create it: folkmoot user add {username}")
    return found


def _asked_password(owner: User) -> str:
    found: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(found, owner)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    return found
