"""Questions that are private until they are shared, and days beside the meetings."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from tests.seats import seated

from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset.inspect import Unreadable
from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.operations import preparing as operations
from folkmoot.apps.committees.published import planning as published
from folkmoot.apps.committees.rules import planning as rules
from folkmoot.apps.committees.terms import Classification, ItemKind
from folkmoot.apps.committees.terms.planning import GatheringKind

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return committees.create_organization(
        name="Invented Scrutiny Committee", classification=Classification.SCRUTINY, by=None, at=NOW
    )


@pytest.fixture
def item(committee):
    meeting = committees.call_meeting(organization=committee, starts_at=NOW, venue="Hall", by=None, at=NOW)
    return committees.add_agenda_item(meeting_id=meeting.pk, title="Ferries", kind=ItemKind.REPORT, by=None, at=NOW)


def user(role: Role, name: str = ""):
    made = accounts.create_user(
        username=name or role.value, password="invented 1", first_name="I", last_name="N", by=None, at=NOW
    )
    accounts.give_role(user=made, role=role, by=None, at=NOW)
    return made


def test_a_question_is_its_author_s_until_it_is_shared_and_then_stays_as_it_is(item):
    ada, bob = user(Role.COUNCILLOR, "ada"), user(Role.COUNCILLOR, "bob")
    for each in (ada, bob):
        seated(each, item.meeting.organization)
    drafted = operations.draft_question(item_id=item.pk, words="What does it cost?", by=ada, at=NOW)
    with pytest.raises(NotAllowed, match="somebody else's"):
        operations.redraft_question(question_id=drafted.pk, words="x", key_line="", by=bob, at=NOW)
    with pytest.raises(NotAllowed, match="somebody else's"):
        operations.share_question(question_id=drafted.pk, by=bob, at=NOW)
    operations.redraft_question(question_id=drafted.pk, words="What will it cost?", key_line="Cost", by=ada, at=NOW)
    shared = operations.share_question(question_id=drafted.pk, by=ada, at=NOW)
    assert (shared.words, shared.key_line, shared.shared_at) == ("What will it cost?", "Cost", NOW)
    with pytest.raises(NotAllowed, match="Draft another one"):
        operations.redraft_question(question_id=drafted.pk, words="x", key_line="", by=ada, at=NOW)


def test_only_members_ask_and_only_they_and_the_clerk_read(item):
    author, clerk, councillor = user(Role.REPORT_AUTHOR), user(Role.CLERK), user(Role.COUNCILLOR)
    seated(councillor, item.meeting.organization)
    with pytest.raises(NotAllowed, match="needs one of these: chair, councillor"):
        operations.draft_question(item_id=item.pk, words="x", by=clerk, at=NOW)
    readers = [bool(rules.may_read_questions(each, item.meeting)) for each in (author, clerk, councillor)]
    assert readers == [False, True, True]
    elsewhere = user(Role.COUNCILLOR, "elsewhere")
    assert "for those who sit on" in rules.may_read_questions(elsewhere, item.meeting).reason


def arrange(committee, *, public: bool):
    return operations.arrange_gathering(
        organization=committee, kind=GatheringKind.ENGAGEMENT, title="Ferries explained", starts_at=NOW, venue="Hall",
        ends_at=NOW + timedelta(hours=1), public=public, by=None, at=NOW,
    )  # fmt: skip


def test_a_day_for_everybody_is_public_and_one_for_members_is_not(committee):
    before = publication_number()
    closed = arrange(committee, public=False)
    assert publication_number() == before
    open_day = arrange(committee, public=True)
    assert publication_number() == before + 1
    assert [view.id for view in published.gatherings(since=NOW)] == [open_day.pk]
    assert published.gatherings(since=NOW + timedelta(1)) == ()
    author = user(Role.REPORT_AUTHOR)
    assert [bool(rules.may_see_gathering(author, each)) for each in (closed, open_day)] == [False, True]
    elsewhere, invited = user(Role.COUNCILLOR, "elsewhere"), user(Role.CABINET_MEMBER)
    guest = seated(invited, committees.create_organization(
        name="Invented Executive", classification=Classification.CABINET, by=None, at=NOW
    ))  # fmt: skip
    assert not rules.may_see_gathering(elsewhere, closed)
    assert not rules.may_see_gathering(invited, closed)
    operations.invite(gathering_id=closed.pk, person=guest, by=None, at=NOW)
    assert rules.may_see_gathering(invited, closed)


def test_who_is_invited_once_is_recorded_as_there_or_not(committee):
    gathering = arrange(committee, public=False)
    people = [committees.create_person(name=name, by=None, at=NOW) for name in ("Ada Invented", "Bob Invented")]
    asked = [operations.invite(gathering_id=gathering.pk, person=each, by=None, at=NOW) for each in people]
    assert operations.invite(gathering_id=gathering.pk, person=people[0], by=None, at=NOW) == asked[0]
    came = {asked[0].pk: True, asked[1].pk: False}
    operations.record_gathering(gathering_id=gathering.pk, came=came, by=None, at=NOW)
    assert [row.attended for row in gathering.invitations.all()] == [True, False]


def map_pdf() -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue()


def add(gathering, store: Store, *, public: bool, content: bytes = b""):
    return operations.add_gathering_paper(
        gathering_id=gathering.pk, title="A map", name="map.pdf", content=content or map_pdf(), public=public,
        store=store, by=None, at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("public", [True, False])
def test_a_paper_is_kept_once_in_the_store_and_public_where_it_and_its_day_are(committee, tmp_path: Path, public):
    gathering, store, content = arrange(committee, public=True), Store(tmp_path), map_pdf()
    row, again = (add(gathering, store, public=public, content=content) for _ in range(2))
    assert again == gathering.papers.get() == row
    assert store.read(row.sha256) == content
    (view,) = published.gatherings(since=NOW)
    assert [each.title for each in view.papers] == (["A map"] if public else [])
    assert (published.paper(row.pk) is not None) is public
    add(gathering, store, public=not public, content=content)
    assert (published.paper(row.pk) is not None) is not public


def test_a_paper_of_a_day_for_members_is_for_members_and_one_that_is_no_pdf_is_refused(committee, tmp_path: Path):
    closed, store = arrange(committee, public=False), Store(tmp_path)
    with pytest.raises(operations.NotPublic, match="for members only, and so are its papers"):
        add(closed, store, public=True)
    with pytest.raises(Unreadable, match=r"map.pdf is not a PDF"):
        add(closed, store, public=False, content=b"a map")
    open_day = arrange(committee, public=True)
    papers = [add(closed, store, public=False), add(open_day, store, public=False), add(arrange(committee, public=True),
              store, public=True)]  # fmt: skip
    author, member = user(Role.REPORT_AUTHOR), user(Role.COUNCILLOR)
    seated(member, committee)
    assert [bool(rules.may_see_paper(author, each)) for each in papers] == [False, False, True]
    assert [bool(rules.may_see_paper(member, each)) for each in papers] == [True, True, True]
    assert published.paper(papers[0].pk) is None
