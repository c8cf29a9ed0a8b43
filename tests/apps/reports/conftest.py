"""An invented committee with a meeting and two items, an author, and a report's source with a bound table."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from folkmoot.adapters.store.files import Store
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
TEN = datetime(2021, 11, 11, 10, tzinfo=UTC)

SOURCE = """
[report]
id = "isc6"
kind = "report"
title = "Cases by sex"
subtitle = "An invented report"
reference = "ISC6"
author = "Director of Invention"
dated = 2021-11-11
invented = true
particulars = [["Divisions affected", "All"]]
closing = [["Background papers", "Nil"], ["Contact officer", "Ada Invented"]]
notes = ["Invented."]

[[section]]
id = "recommendation"
title = "Recommendation"
kind = "recommendation"

[[section.block]]
type = "paragraph"
id = "p-1"
number = true
text = "The Committee is RECOMMENDED to"

[[section.block]]
type = "list"
id = "recommendations"
style = "letter"
items = [{id = "rec-a", text = "note the figures;"}, {id = "rec-b", text = "ask for more."}]

[[section]]
id = "figures"
title = "Figures"

[[section.block]]
type = "paragraph"
id = "p-2"
number = true
text = "More women than men were counted."

[[section.block]]
type = "table"
id = "table-1"
caption = "Number of cases, not a rate"
data_set = "cases"
numeric = ["Count"]
"""
ANNEX = """
[report]
id = "isc6-annex-1"
kind = "annex"
title = "More figures"

[[section]]
id = "s"

[[section.block]]
type = "paragraph"
id = "a-1"
text = "There is more."
"""


@pytest.fixture(autouse=True)
def data_set():
    return records.import_printed_table(
        key="cases", title="Cases", source="An invented return", content=b"Sex,Count\nFemale,38508\nMale,35930\n",
        provenance=Provenance.INVENTED, by=None, at=NOW,
    )  # fmt: skip


@pytest.fixture
def committee():
    return committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, code="ISC", by=None, at=NOW
    )


@pytest.fixture
def meeting(committee):
    found = committees.call_meeting(organization=committee, starts_at=TEN, venue="Invented Hall", by=None, at=NOW)
    return committees.change_meeting_status(meeting_id=found.pk, status=MeetingStatus.CONFIRMED, by=None, at=NOW)


@pytest.fixture
def item(meeting):
    return committees.add_agenda_item(
        meeting_id=meeting.pk, title="Cases by sex", number="6", kind=ItemKind.REPORT, by=None, at=NOW
    )


@pytest.fixture
def exempt_item(meeting):
    return committees.add_agenda_item(
        meeting_id=meeting.pk, title="A contract", number="7", kind=ItemKind.REPORT, by=None, at=NOW,
        exempt=("3", "The interest in a fair price outweighs the interest in knowing the offers now."),
    )  # fmt: skip


@pytest.fixture
def user():
    def make(role: Role | None, name: str = ""):
        found = accounts.create_user(
            username=name or str(role), password="invented 123", first_name="I", last_name="V", by=None, at=NOW
        )
        if role:
            accounts.give_role(user=found, role=role, by=None, at=NOW)
        return found

    return make


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def a_pdf():
    """One blank page: readable, and neither tagged nor fit to be kept."""
    pdf, file = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()
