"""What officers do through the office's forms, and what they are told when it cannot be done."""

from __future__ import annotations

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.sites.office.world import REPORT

from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.records import queries as records
from folkmoot.apps.reports import queries as reports


def text(answer) -> str:
    return answer.content.decode()


def test_the_desk_shows_a_clerk_what_each_meeting_lacks_and_by_when(office, as_role):
    page = text(as_role(Role.CLERK).get(reverse("office:desk")))
    assert "Publish the agenda and reports" in page
    assert "3 things stand in the way." in page
    assert "Ask to speak by" in page
    assert "Ask for the report: A Report Not Yet Written" in page


def test_the_desk_shows_an_author_reports_and_a_councillor_none(office, as_role):
    author, councillor = (
        text(as_role(role).get(reverse("office:desk"))) for role in (Role.REPORT_AUTHOR, Role.COUNCILLOR)
    )
    assert "Finish the report: Walking to School" in author
    assert "A Coach Contract" not in author  # exempt, and somebody else's
    assert "Nothing waits for you" in councillor


def test_an_account_without_a_role_is_told_whom_to_ask(office, client, django_user_model):
    client.force_login(django_user_model.objects.create(username="new"))
    assert "Your account has no role yet. Ask an administrator" in text(client.get(reverse("office:desk")))


def test_the_desk_asks_for_the_second_step_where_it_is_required(office, as_role, settings):
    settings.SECOND_STEP_REQUIRED = True
    assert "Set it up now" in text(as_role(Role.CLERK).get(reverse("office:desk")))
    assert "Set it up now" not in text(as_role(Role.REPORT_AUTHOR).get(reverse("office:desk")))


def test_a_refusal_prints_the_reason_of_the_rule(office, as_role):
    answer = as_role(Role.CHAIR).get(reverse("office:accounts"))
    assert answer.status_code == 403
    assert "it needs one of these: administrator." in text(answer)


def test_an_item_is_added_at_the_end_of_the_agenda(office, as_role):
    address = reverse("office:add-item", args=[office.meeting.pk])
    given = {"title": "Any Other Business", "kind": "procedural", "number": "5", "text": "Two\r\n\r\nparagraphs."}
    answer = as_role(Role.CLERK).post(address, given, follow=True)
    assert "The item stands at the end of the agenda." in text(answer)
    last = office.meeting.items.last()
    assert (last.title, last.text) == ("Any Other Business", "Two\n\nparagraphs.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": "1"}, "Another item of this agenda has that number."),
        ({"exempt_ground": "3"}, "Say why; the law asks for the reason of every exempt item."),
        ({"exempt_reason": "Because."}, "Choose the paragraph under which the papers are exempt"),
        ({"text": "[a link](javascript:alert)"}, "javascript"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_a_wrong_item_is_refused_with_the_reason_beside_its_field(office, as_role, given, said):
    address = reverse("office:add-item", args=[office.meeting.pk])
    answer = as_role(Role.CLERK).post(address, {"title": "T", "kind": "procedural"} | given)
    assert answer.status_code == 200
    assert said in text(answer)
    assert "Error: " in text(answer)
    assert office.meeting.items.count() == 4


def places(office, *order: int) -> dict[str, int]:
    return {f"item-{item.pk}": place for item, place in zip(office.items, order, strict=True)}


def test_the_agenda_is_put_into_another_order_and_the_numbers_follow(office, as_role):
    as_role(Role.CLERK).post(reverse("office:reorder", args=[office.meeting.pk]), places(office, 2, 1, 3, 4))
    assert [(item.number, item.title) for item in office.meeting.items.all()][:2] == [
        ("1", "Walking to School"), ("2", "Apologies for Absence"),
    ]  # fmt: skip


def test_two_items_in_one_place_are_refused(office, as_role):
    answer = as_role(Role.CLERK).post(reverse("office:reorder", args=[office.meeting.pk]), places(office, 1, 1, 3, 4))
    assert "Two items have the same place." in text(answer)


def test_a_printed_meeting_is_shown_and_cannot_be_changed(office, as_role):
    page = text(as_role(Role.CLERK).get(reverse("office:meeting", args=[office.printed.pk])))
    assert "it is kept unchanged" in page
    assert "Add an item" not in page


def test_an_incomplete_pack_is_not_built_and_says_what_is_missing(office, as_role):
    answer = as_role(Role.CLERK).post(reverse("office:build", args=[office.meeting.pk, "public"]), follow=True)
    assert "The pack is not ready. Item 4" in text(answer)
    assert office.version.pack.versions.count() == 1


def test_an_unknown_kind_of_pack_is_not_found(office, as_role):
    assert as_role(Role.CLERK).post(reverse("office:build", args=[office.meeting.pk, "other"])).status_code == 404


def test_publishing_asks_first_and_says_what_it_does(office, as_role):
    page = text(as_role(Role.CLERK).get(reverse("office:publish", args=[office.version.pk])))
    assert "It cannot be taken back or changed" in page
    assert "Page 7 is new." in page


def test_the_restricted_pack_is_listed_and_sent_to_those_who_may_read_it_only(office, as_role):
    address = reverse("office:version-file", args=[office.restricted.pk, "standard"])
    assert address in text(as_role(Role.COUNCILLOR).get(reverse("office:meeting", args=[office.meeting.pk])))
    assert address not in text(as_role(Role.ANALYST).get(reverse("office:meeting", args=[office.meeting.pk])))
    answer = as_role(Role.COUNCILLOR).get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 an invented file"
    assert "restricted-pack-v1.pdf" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_a_report_is_shown_as_its_page_with_its_figure(office, as_role):
    client = as_role(Role.REPORT_AUTHOR)
    page = text(client.get(reverse("office:report", args=[office.report.pk])))
    picture = reverse("office:figure", args=[office.report.pk, "figure-1"])
    assert "More children walk than <strong>last year</strong>." in page
    assert picture in page
    assert text(client.get(picture)).startswith("<svg")
    assert client.get(reverse("office:figure", args=[office.report.pk, "none"])).status_code == 404


def block(office, key: str = "p-2"):
    return office.report.blocks.get(key=key)


def test_a_block_is_changed_in_its_form(office, as_role):
    address = reverse("office:block", args=[block(office).pk])
    client = as_role(Role.REPORT_AUTHOR)
    assert "More children walk than **last year**." in text(client.get(address))
    answer = client.post(
        address, {"base": 1, "words-text": "Fewer\nchildren walk.", "reason": "A recount"}, follow=True
    )
    assert "The block is saved." in text(answer)
    standing = reports.current(block(office))
    assert (standing.content["text"], standing.reason) == ("Fewer children walk.", "A recount")
    assert standing.content["number"] is True


def test_the_items_of_a_list_are_changed_one_by_one_and_keep_their_ids(office, as_role):
    found = block(office, "recs")
    words = {"words-items-0-text": "note it", "words-items-1-text": "ask for fewer crossings"}
    as_role(Role.REPORT_AUTHOR).post(reverse("office:block", args=[found.pk]), {"base": 1, **words})
    assert reports.current(found).content["items"] == [
        {"id": "rec-a", "text": "note it"}, {"id": "rec-b", "text": "ask for fewer crossings"},
    ]  # fmt: skip


def test_a_save_over_a_newer_one_is_kept_as_a_draft_and_both_are_shown(office, as_role):
    address = reverse("office:block", args=[block(office).pk])
    as_role(Role.REPORT_AUTHOR).post(address, {"base": 1, "words-text": "The first to save."})

    answer = as_role(Role.DIRECTOR).post(address, {"base": 1, "words-text": "The second to save."}, follow=True)

    page = text(answer)
    assert "Nothing is lost: both versions stand below." in page
    assert "The first to save." in page
    assert "The second to save." in page
    assert reports.current(block(office)).content["text"] == "The first to save."
    assert "Two versions" in text(as_role(Role.DIRECTOR).get(reverse("office:report", args=[office.report.pk])))


def test_words_that_cannot_be_read_are_refused_beside_their_field(office, as_role):
    address = reverse("office:block", args=[block(office).pk])
    answer = as_role(Role.REPORT_AUTHOR).post(address, {"base": 1, "words-text": "[x](javascript:alert)"})
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_an_attached_pdf_is_judged_and_the_judgement_shown(office, as_role, tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "a.pdf")
    file = SimpleUploadedFile("plain.pdf", (tmp_path / "a.pdf").read_bytes(), "application/pdf")
    address = reverse("office:attach", args=[office.report.pk])
    page = text(as_role(Role.REPORT_AUTHOR).post(address, {"title": "A plan", "file": file}, follow=True))
    assert "plain.pdf, 1 page" in page
    assert "PDF/UA-1 (accessible):" in page


def test_a_file_that_is_no_pdf_is_refused_by_name(office, as_role):
    file = SimpleUploadedFile("broken.pdf", b"nothing", "application/pdf")
    address = reverse("office:attach", args=[office.report.pk])
    answer = as_role(Role.REPORT_AUTHOR).post(address, {"title": "A plan", "file": file})
    assert answer.status_code == 200
    assert "broken.pdf" in text(answer)
    assert not office.report.attachments.exists()


def uploaded(source: str, name: str = "new.toml") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, source.encode(), "application/toml")}


def test_a_report_is_put_to_its_item_from_the_desk_and_gets_an_annex(office, as_role):
    author = as_role(Role.REPORT_AUTHOR)
    item = office.items[3]
    item.report_owner = office.user(Role.REPORT_AUTHOR)
    item.save()
    address = reverse("office:add-report", args=[item.pk])
    assert address in text(author.get(reverse("office:desk")))
    source = REPORT.replace('"isc1"', '"isc9"').replace("Walking to School", "Cycling to School")
    page = text(author.post(address, uploaded(source), follow=True))
    assert "The report is on its item." in page
    assert "Cycling to School" in page
    report = item.reports.get()
    annex = source.replace('"isc9"', '"isc9-annex"').replace('kind = "report"', 'kind = "annex"')
    page = text(author.post(reverse("office:add-annex", args=[report.pk]), uploaded(annex), follow=True))
    assert "The annex is added." in page
    assert address not in text(author.get(reverse("office:desk")))
    written = report.written_annexes.get()
    assert author.get(reverse("office:add-annex", args=[written.pk])).status_code == 404


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("not toml at all", "new.toml"),
        (REPORT.replace('kind = "report"', 'kind = "annex"'), "should be &#39;report&#39;"),
        (REPORT.replace('"i_walking"', '"none"').replace('"isc1"', '"isc9"'), "none"),
        (REPORT, "the meeting&#39;s pack has a part"),
        ("x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_report_of_this_item_is_refused_beside_its_field(office, as_role, source, said):
    address = reverse("office:add-report", args=[office.items[3].pk])
    page = text(as_role(Role.REPORT_AUTHOR).post(address, uploaded(source)))
    assert "There is a problem" in page
    assert said in page
    assert not office.items[3].reports.exists()


def test_a_report_is_handed_in(office, as_role):
    address = reverse("office:submit", args=[office.report.pk])
    assert "The report is handed in." in text(as_role(Role.REPORT_AUTHOR).post(address, follow=True))


def test_a_correction_is_shown_before_it_is_saved(office, as_role):
    address = reverse("office:correct", args=["i_walking", 2])
    given = {"column": "Children walking", "value": " 346 ", "reason": "A form was found"}
    client = as_role(Role.ANALYST)

    shown = text(client.post(address, given | {"preview": "1"}))
    assert "<del>345</del> <ins>346</ins>" in shown
    assert records.table("i_walking").table.rows[1][1] == "345"

    saved = text(client.post(address, given | {"save": "1"}, follow=True))
    assert "Row 2 is corrected." in saved
    assert "A form was found" in saved
    assert records.table("i_walking").table.rows[1] == ("2024", "346", "500")


def test_the_audit_is_filtered_by_what_who_and_when(office, as_role):
    client = as_role(Role.AUDITOR)
    address = reverse("office:audit")
    assert "A role was given." in text(client.get(address))
    clerk = as_role(Role.CLERK)
    assert clerk is not None
    found = text(client.get(address, {"did": "signed_in", "by": "clerk"}))
    assert "1 row, the newest first" in found
    assert "No row fits." in text(client.get(address, {"until": "2020-01-01"}))
    assert "There is a problem" in text(client.get(address, {"since": "yesterday"}))


def test_a_long_trail_has_pages(office, as_role):
    for _ in range(60):
        AuditEntry.objects.create(at=office.version.built_at, did=Event.SIGNED_IN, app="a", model="m", key="1", mark="")
    client = as_role(Role.AUDITOR)
    assert "?page=2" in text(client.get(reverse("office:audit")))
    assert client.get(reverse("office:audit"), {"page": "2"}).status_code == 200
    assert client.get(reverse("office:audit"), {"page": "9999"}).status_code == 404


def test_an_administrator_gives_and_takes_a_role(office, as_role):
    client, chair = as_role(Role.ADMINISTRATOR), office.user(Role.CHAIR)
    given = client.post(reverse("office:account", args=[chair.pk]), {"role": "clerk"}, follow=True)
    assert "chair holds the role clerk." in text(given)
    assert rules.roles_of(chair) == {Role.CHAIR, Role.CLERK}
    taken = client.post(reverse("office:take-role", args=[chair.pk, "clerk"]), follow=True)
    assert "chair no longer holds the role clerk." in text(taken)
    assert rules.roles_of(chair) == {Role.CHAIR}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_accounts_takes_as_many_queries_for_three_as_for_one(
    office, as_role, number, django_assert_max_num_queries
):
    client = as_role(Role.ADMINISTRATOR)
    for role in list(Role)[:number]:
        office.user(role)
    with django_assert_max_num_queries(10):
        client.get(reverse("office:accounts"))


def test_pages_of_the_office_are_kept_by_no_cache(office, as_role):
    assert as_role(Role.CLERK).get(reverse("office:desk"))["Cache-Control"] == "no-store"


def test_who_is_signed_in_is_not_asked_to_sign_in(office, as_role, client):
    offered = f'href="{reverse("account_login")}"'
    assert offered in text(client.get(reverse("account_login")))
    for name in ("office:desk", "mfa_index", "account_change_password"):
        assert offered not in text(as_role(Role.CLERK).get(reverse(name)))
