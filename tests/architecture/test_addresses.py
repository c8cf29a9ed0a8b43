"""Every address x method x role x object, against the table in addresses.py; and what no page may hold."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.architecture.addresses import ADDRESSES, Line, objects
from tests.sites import measured
from tests.sites.office.world import Elsewhere, Office, furnish

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.records import operations as records
from folkmoot.apps.reports.models import Report

CLOSED = ("office:", "practice:")
METHODS = ("GET", "POST")
STRANGER = None


class World:
    """The office, somebody of each role, a client for each, and one for a stranger."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.other = office.user(Role.CHAIR)
        self.clients: dict[Role | Elsewhere | None, Client] = {STRANGER: Client()}
        for role in (*Role, *Elsewhere):
            self.clients[role] = Client(raise_request_exception=True)
            self.clients[role].force_login(office.user(role))
        self.cookies = {role: deepcopy(client.cookies) for role, client in self.clients.items()}

    def ask(self, line: Line, role: Role | Elsewhere | None) -> HttpResponse:
        """One request, of which nothing is left behind."""
        name, method, kind = line[:3]
        user = self.office.user(role) if role else User()
        parameters = {} if kind == "-" else objects(self.office, user.pk or 0, self.other.pk)[name][kind]
        with transaction.atomic():
            writer = user if kind == "own" and role else None
            Report.objects.filter(pk=self.office.exempt.pk).update(created_by=writer)
            if kind == "submitted":
                Report.objects.filter(pk=self.office.report.pk).update(submitted_at=timezone.now())
            answer = getattr(self.clients[role], method.lower())(reverse(name, kwargs=parameters or None))
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        cache.clear()
        self.clients[role].cookies.clear()  # whoever signed out is signed in again
        self.clients[role].cookies.update(self.cookies[role])
        return HttpResponse(body, status=answer.status_code, headers=dict(answer.headers))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Furnished once for the module, in a transaction that is rolled back at its end."""
    store = settings.STORE
    settings.STORE = tmp_path_factory.mktemp("store")
    with django_db_blocker.unblock(), transaction.atomic():
        caches["pages"].clear()
        office = furnish()
        office.vintages = measured.in_every_state()
        office.held = uploaded(office)
        yield World(office)
        transaction.set_rollback(True)
    settings.STORE = store


def uploaded(office: Office) -> str:
    """A file that waits for the analyst to say that it is taken in."""
    token = "of-an-invented-file"
    upload = records.Upload(
        "cases.csv", b"specimenDate,msoa11cd,cases_7day\n2020-11-01,E02005921,3\n", "covid-cases-msoa"
    )
    records.hold_upload(upload=upload, token=token, by=office.user(Role.ANALYST), at=timezone.now())
    return token


def named(urls: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, bool]]:
    """Each address's name, and whether it has parameters."""
    for each in urls:
        if isinstance(each, URLResolver):
            yield from named(each.url_patterns, f"{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", bool(each.pattern.converters)


def expected(line: Line, role: Role | Elsewhere | None) -> int:
    name, _, _, who, inside, outside = line
    if role is STRANGER:
        return 302 if name.startswith(CLOSED) else inside if who == "all" else outside
    return inside if who in ("all", "signed") or role.value in who.split() else outside


@pytest.mark.django_db  # the one mark by which pytest-django makes a database; `world` works in it by itself
def test_the_table_names_no_address_that_is_gone():
    assert {line[0] for line in ADDRESSES} <= {name for name, _ in named(get_resolver().url_patterns)}


@pytest.mark.parametrize("line", ADDRESSES, ids=lambda line: " ".join(line[:3]))
def test_each_role_and_a_stranger_get_what_the_table_says(world, line):
    seated_elsewhere = Elsewhere if line[0].startswith("office:") else ()
    for role in [STRANGER, *Role, *seated_elsewhere]:
        answer = world.ask(line, role)
        assert answer.status_code == expected(line, role), f"{role or 'a stranger'}: {heading(answer)}"
        check_page(answer)


def test_every_address_stands_in_the_table_with_each_method_that_it_takes(world):
    lines = {line[:3] for line in ADDRESSES}
    for name, parameters in named(get_resolver().url_patterns):
        methods = {method for other, method, _ in lines if other == name}
        assert methods, f"{name} does not stand in tests/architecture/addresses.py"
        if parameters:
            for method in methods:
                assert (name, method, "absent") in lines, f"{name}: nothing says what an absent object is answered"


@pytest.mark.parametrize("name", sorted({line[0] for line in ADDRESSES}))
def test_methods_that_the_table_does_not_know_are_refused(world, name):
    taken = {line[1]: line for line in ADDRESSES if line[0] == name}
    some = next(iter(taken.values()))
    for method in (*METHODS, "PUT", "DELETE"):
        if method not in taken:
            status = world.ask((name, method, *some[2:]), Role.CLERK).status_code
            assert status in (403, 404, 405), f"{method} {name}: {status}"


def test_the_public_process_has_no_address_of_the_office_nor_of_sign_in():
    names = [name for name, _ in named(get_resolver("folkmoot.project.urls_public").url_patterns)]
    assert "healthz" in names
    assert not [name for name in names if name.startswith((*CLOSED, "account_", "mfa_"))]


def heading(answer: HttpResponse) -> str:
    """What a page calls itself, for the message of a failed test."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(errors="replace"), re.DOTALL)
    return found[1].strip() if found else ""


def check_page(answer: HttpResponse) -> None:
    """No page holds a style or a script of its own, and the policy that forbids them is sent with it."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return
    page = answer.content.decode()
    if not page:
        return
    assert (page.count("<main "), page.count("<h1 ")) == (1, 1), "a page has one main part and one name"
    policy = answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "data:" not in policy
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|src=\"data:", page)
    for script in re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy, f"an inline script that the policy does not allow: {script[:80]}"
