"""Somebody of the office at a desk of their own, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect
from tests.journeys.conftest import Site
from tests.journeys.room_world import PASSWORD


class Officer:
    """Somebody signed in, in a browser of their own."""

    def __init__(self, context: BrowserContext, site: Site, name: str) -> None:
        self.context, self.site, self.name = context, site, name
        self.complaints: list[str] = []
        self.page = self.open()
        self.page.goto(f"{site.address}/account/sign-in/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/office/")

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def meeting(self, body: str, on: str = "") -> str:
        """The address of a body's meeting."""
        self.page.goto(f"{self.site.address}/office/")
        links = self.page.locator("#coming ~ ul a, #held ~ ul a", has_text=body)
        found = links.filter(has_text=on).first if on else links.first
        return str(found.get_attribute("href"))

    def room(self, meeting: str) -> Page:
        self.page.goto(f"{self.site.address}{meeting}room/")
        return self.page

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(words)}")).first.click()
        self.page.wait_for_load_state()

    def record(self, verb: str, minute: bool = True, query: str = "", **fields: str | bool) -> None:
        """Fill in the form of a thing to record, and send it."""
        room = str(self.page.locator("[data-room]").get_attribute("data-watch"))
        sitting, _, at_hand = room.partition("/live/")
        self.page.goto(f"{self.site.address}{sitting}/record/{verb}/{at_hand or '?'}{query}")
        for name, value in fields.items():
            self.fill(name.replace("__", "-"), value)
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_load_state()
        assert "/record/" not in self.page.url, self.page.locator("main").inner_text()

    def fill(self, name: str, value: str | bool) -> None:
        field = self.page.locator(f"main form [name='{name}']").last
        if isinstance(value, bool):
            field.check()
        elif field.evaluate("element => element.tagName") == "SELECT":
            wanted = field.locator("option").filter(has_text=value).first
            field.select_option(value=wanted.get_attribute("value"))
        else:
            field.fill(value)

    def take(self, title: str) -> None:
        self.press_in("#room-agenda", f"Take item {title}")

    def press_in(self, part: str, words: str) -> None:
        self.page.locator(part).get_by_role("button", name=re.compile(re.escape(words))).first.click()
        self.page.wait_for_load_state()

    def write(self, **stages: str) -> None:
        for name, text in stages.items():
            self.page.locator(f"[data-words] [name={name}]").fill(text)
        self.page.get_by_role("button", name="Save the words").click()
        expect(self.page.locator("[data-state]")).to_contain_text("Saved", timeout=15000)
