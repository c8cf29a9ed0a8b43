"""Papers of briefings and days: put there by the clerk, read by everybody or by the members alone."""

import io
import re
from datetime import timedelta

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.sites.office.world import NOW

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees.models.planning import Gathering
from folkmoot.apps.committees.operations import preparing
from folkmoot.apps.committees.terms.planning import GatheringKind


def text(answer):
    return answer.content.decode()


def upload(content: bytes = b"", width: int = 200):
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(width, 200))
    made.save(out)
    return SimpleUploadedFile("map.pdf", content or out.getvalue())


def open_day(office, *, ago: timedelta) -> Gathering:
    return preparing.arrange_gathering(
        organization=office.committee, kind=GatheringKind.ENGAGEMENT, title="Ferries for all",
        starts_at=timezone.now() - ago, venue="Invented Quay", public=True, by=None, at=NOW,
    )  # fmt: skip


def test_a_public_paper_is_on_the_public_site_before_and_after_its_day_and_another_is_not(office, as_role):
    clerk, stranger = as_role(Role.CLERK), Client()
    for ago, heading in ((-timedelta(3), "Days to which everybody may come"), (timedelta(3), "Papers of days within")):
        day = open_day(office, ago=ago)
        address = f"/office/gatherings/{day.pk}/papers/new/"
        assert "map.pdf is not a PDF" in text(clerk.post(address, {"title": "A map", "file": upload(b"a map")}))
        clerk.post(address, {"title": f"A map {ago.days}", "file": upload(), "public": "on"})
        clerk.post(address, {"title": "For members", "file": upload(width=300)})
        shown = text(stranger.get("/plan/"))
        assert f"A map {ago.days}" in shown[shown.index(heading) :]
        assert "For members" not in shown
        assert "Members only" in text(clerk.get(f"/office/gatherings/{day.pk}/"))
        assert "For members" not in text(as_role(Role.ANALYST).get(f"/office/gatherings/{day.pk}/"))
        file = re.search(r'href="(/plan/papers/[^"]+)"', shown)[1]
        assert b"".join(stranger.get(file).streaming_content).startswith(b"%PDF")
        assert stranger.get(re.sub("[0-9a-f]{64}", "0" * 64, file)).status_code == 404


def test_a_paper_of_a_members_day_has_no_box_that_makes_it_public_and_is_sent_to_members_alone(office, as_role):
    address = f"/office/gatherings/{office.gathering.pk}/papers/new/"
    clerk = as_role(Role.CLERK)
    assert 'name="public"' not in text(clerk.get(address))
    clerk.post(address, {"title": "A map", "file": upload(), "public": "on"})
    paper = office.gathering.papers.get()
    assert not paper.public
    file = f"/office/gatherings/papers/{paper.pk}/"
    assert b"".join(as_role(Role.COUNCILLOR).get(file).streaming_content).startswith(b"%PDF")
    assert as_role(Role.ANALYST).get(file).status_code == 403
