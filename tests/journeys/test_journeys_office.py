"""Every page of the office to which its links lead, once each: it breaks no rule of axe and fits a small screen."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import NARROW, Site, Visitor, signed_in

pytestmark = pytest.mark.browser

FILES = re.compile(r"\.\w+$|/signatures/$")  # a browser takes these away rather than show them
ROLES = ("clerk", "analyst", "administrator", "monitoring_officer")  # between them they open every way


def test_every_page_that_links_lead_to_breaks_no_rule_of_axe_and_fits_a_small_screen(chromium: Browser, site: Site):
    found: dict[str, list[str]] = {}
    for role in ROLES:
        with signed_in(chromium, site, role) as visitor:
            visitor.page.set_viewport_size({"width": NARROW, "height": 640})
            visit(visitor, found)
            assert visitor.complaints == [], f"what a link showed a {role} could not be loaded"
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) > 60


def visit(visitor: Visitor, found: dict[str, list[str]]) -> None:
    """Follow the links from the first page to each way, and on to one page of each kind that nobody has seen yet."""
    waiting, passed = ["/office/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        name = resolve(path).view_name
        is_way = path.count("/") <= len(("office", "way", "end"))  # each role sees other links there
        if name in passed or (name in found and not is_way):
            continue
        passed.add(name)
        page = visitor.go(path)
        if name not in found:
            found[name] = faults(page)
        waiting += links(page)


def links(page: Page) -> list[str]:
    """The pages of the office to which a page leads, in its order."""
    hrefs = page.locator("a[href^='/office/']").evaluate_all("all => all.map(each => new URL(each.href).pathname)")
    return [href for href in dict.fromkeys(hrefs) if not FILES.search(href)]


def faults(page: Page) -> list[str]:
    """What is wrong with a page: rules of axe that it breaks, more headings than one, a width beyond the screen."""
    results = Axe().run(page)
    wrong = [each["id"] for each in results.response["violations"]]
    if page.locator("h1").count() != 1:
        wrong.append(f"headings of the first rank: {page.locator('h1').count()}")
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*wrong, f"{width} pixels wide"] if width > NARROW else wrong
