"""Accounts: who has which role, and giving and taking them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts import operations, queries, rules
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Permission, Role
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.operations import link_account
from folkmoot.sites.office.forms import PersonForm, RoleForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.paging import page_of, pages

A_PAGE = 50


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account with its roles."""
    rules.require(rules.may(somebody(request), Permission.MANAGE_ACCOUNTS))
    found = page_of(request, Paginator(queries.accounts(), A_PAGE))
    return page(request, "accounts", accounts=found, pagination=pages(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: its roles, and a form to give another."""
    by = somebody(request)
    rules.require(rules.may(by, Permission.MANAGE_ACCOUNTS))
    found = get_object_or_404(queries.accounts(), pk=user_id)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        operations.give_role(user=found, role=role, by=by, at=timezone.now())
        messages.success(request, f"{found.username} holds the role {role.words}.")
        return redirect("office:account", found.pk)
    held = [role for role in Role if role in rules.roles_of(found)]
    return page(request, "account", found.username, account=found, held=held, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """Say whose account it is."""
    by = somebody(request)
    rules.require(rules.may(by, Permission.MANAGE_ACCOUNTS))
    found = get_object_or_404(User, pk=user_id)
    people = list(Person.objects.order_by("name"))
    now = Person.objects.filter(account=found).first()
    form = PersonForm(
        [(each.pk, each.called) for each in people],
        request.POST or None,
        initial={"person": now.pk if now else "", "email": found.email},
    )
    if form.is_valid():
        chosen = next((each for each in people if str(each.pk) == form.cleaned_data["person"]), None)
        link_account(person=chosen, user=found, email=form.cleaned_data["email"], by=by, at=timezone.now())
        messages.success(request, f"{found.username} is the account of {chosen.called if chosen else 'nobody'}.")
        return redirect("office:account", found.pk)
    way = (found.username, reverse("office:account", args=[found.pk]))
    return page(request, "account_person", way, "Whose it is", account=found, form=form)


@require_POST
def take(request: HttpRequest, user_id: int, role: str) -> HttpResponse:
    """Take a role away."""
    found = get_object_or_404(User, pk=user_id)
    if role not in set(Role):
        raise Http404
    operations.take_role(user=found, role=Role(role), by=somebody(request), at=timezone.now())
    messages.success(request, f"{found.username} no longer holds the role {Role(role).words}.")
    return redirect("office:account", found.pk)
