"""The public site in a real browser: wide and narrow, with and without JavaScript, by keyboard, and asked twice."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

NARROW = 320  # pixels
# One page of each kind; patterns are looked up in the sitemap.
KINDS = {
    "home": "/",
    "meetings": "/meetings/",
    "meeting": r"/meetings/\d+/",
    "minutes": r"/meetings/\d+/minutes/",
    "report": r"/meetings/\d+/papers/posc6/",
    "annex": r"/meetings/\d+/papers/posc6-annex-2/",
    "agenda": r"/meetings/\d+/papers/agenda/",
    "committees": "/committees/",
    "committee": r"/committees/[^/]+/",
    "person": r"/people/[^/]+/",
    "measures": "/measures/",
    "measure": r"/measures/copd-admissions/",
    "matrix": "/measures/matrix/",
    "tables": "/data/",
    "table": r"/data/[^/]+/",
    "accessibility": "/accessibility/",
}
SEARCHES = {"search": "/search/", "found": "/search/?words=inequalities", "not found": "/search/?words=xyzzy"}
PLACES = list(KINDS) + list(SEARCHES)


def path_of(site, kind: str) -> str:
    return SEARCHES.get(kind) or site.one(KINDS[kind])


def rules_broken(page) -> str:
    results = Axe().run(page)
    return results.generate_report() if results.violations_count else ""


@pytest.mark.parametrize("kind", PLACES)
def test_a_page_breaks_no_rule_of_axe_at_a_desk(wide, kind):
    page = wide.go(path_of(wide.site, kind))
    assert rules_broken(page) == ""
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("kind", PLACES)
def test_a_page_breaks_no_rule_of_axe_on_a_small_screen(narrow, kind):
    assert rules_broken(narrow.go(path_of(narrow.site, kind))) == ""


def test_no_page_scrolls_sideways_on_a_small_screen_or_makes_the_console_complain(narrow):
    narrow.complaints.clear()
    widths = {path: narrow.go(path).evaluate("document.documentElement.scrollWidth") for path in narrow.site.paths}
    assert {path: width for path, width in widths.items() if width > NARROW} == {}
    assert narrow.complaints == []


@pytest.mark.parametrize("kind", PLACES)
def test_a_page_says_the_same_without_javascript(wide, without_script, kind):
    path = path_of(wide.site, kind)
    said = [visitor.go(path).locator("main").inner_text() for visitor in (wide, without_script)]
    assert said[0] == said[1]


@pytest.mark.parametrize("kind", PLACES)
def test_a_page_that_did_not_change_is_answered_with_304(wide, kind):
    address = wide.site.address + path_of(wide.site, kind)
    ask = wide.page.context.request
    first = ask.get(address)
    again = ask.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body()) == (200, 304, b"")


def test_the_keyboard_alone_leads_from_the_skip_link_to_the_pdf(wide):
    page = wide.page.context.new_page()
    page.goto(wide.site.address)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "Search agendas, reports and minutes")
    page.keyboard.type('"background information"')  # stands in a recommendation
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("words="))
    tab_to(page, page.locator(".fm-hits a").first.inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/papers/[^/]+/#"))
    assert page.locator(":target").is_visible()
    tab_to(page, page.locator(".fm-masthead__place a").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    tab_to(page, "Agenda pack (PDF)")
    answer = page.request.get(page.evaluate("document.activeElement.href"))  # a browser's own reader may never end
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    page.close()


def test_the_focus_is_seen_wherever_it_goes(wide):
    page = wide.go(path_of(wide.site, "report"))
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(({outlineStyle, outlineWidth, backgroundColor, boxShadow}) =>"
            " [outlineStyle, outlineWidth, backgroundColor, boxShadow])(getComputedStyle(document.activeElement))"
        )
        seen = (style[0] != "none" and style[1] != "0px") or style[3] != "none"
        assert seen, f"{focused(page)!r} shows no focus: {style}"


def test_a_wide_table_scrolls_within_its_region_by_keyboard(narrow):
    page = narrow.go(narrow.site.one(r"/data/t03_ward_indicator_matrix/"))
    region = page.locator(".fm-scroll")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_a_page_that_does_not_exist_offers_the_search(narrow):
    page = narrow.go("/meetings/999999/")
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.get_by_role("search").is_visible()
    assert rules_broken(page) == ""


def test_the_pack_is_one_file_that_may_be_fetched_in_parts(wide):
    page = wide.go(path_of(wide.site, "report"))
    page.locator(".fm-masthead__place a").click()
    address = wide.site.address + str(page.get_by_role("link", name="Agenda pack (PDF)").get_attribute("href"))
    ask = page.context.request
    whole = ask.get(address)
    part = ask.get(address, headers={"Range": "bytes=0-99"})
    assert whole.headers["content-type"] == "application/pdf"
    assert "immutable" in whole.headers["cache-control"]
    assert (part.status, part.body()) == (206, whole.body()[:100])


def test_every_picture_of_a_figure_is_drawn(wide):
    page = wide.go(path_of(wide.site, "annex"))
    sizes = page.locator("figure img").evaluate_all("all => all.map(image => image.naturalWidth)")
    assert sizes
    assert all(size > 0 for size in sizes)


def focused(page) -> str:
    """What a screen reader would begin with: the label or the words of the element in focus."""
    return str(
        page.evaluate(
            "(element => element.labels?.[0]?.innerText || element.ariaLabel || element.innerText || '')"
            "(document.activeElement)"
        )
    )


def tab_to(page, words: str) -> None:
    """Press Tab until the element with these words has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return
    pytest.fail(f"200 presses of Tab did not lead to {words!r}")
