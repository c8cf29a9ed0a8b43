"""Where a page stands in the office, and the page of rooms and minutes."""

from __future__ import annotations

from django.urls import reverse
from tests.sites.office.test_office_work import text

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions.models import Topic


def test_a_page_marks_its_part_and_its_way_and_leads_back_by_both(as_role, office):
    page = as_role(Role.CLERK).get(reverse("office:topic", args=[Topic.objects.get().pk])).content.decode()
    assert page.count('aria-current="true"') == 2
    crumbs = page[page.index("govuk-breadcrumbs__list") : page.index("</ol>")]
    assert crumbs.index("Today") < crumbs.index("Work programme") < crumbs.index("Walking to school")


def test_an_account_without_a_role_is_led_nowhere(client, office, django_user_model):
    client.force_login(django_user_model.objects.create(username="new"))
    assert reverse("office:calendar") not in text(client.get(reverse("office:desk")))


def test_rooms_and_minutes_stand_by_how_far_they_have_come(as_role, office):
    page = text(as_role(Role.CLERK).get(reverse("office:sittings")))
    assert page.index("To record") < page.index("It has begun, and nothing is recorded") < page.index("Being recorded")
    assert "Thursday 11 November 2021" not in page  # printed minutes ask nothing of anybody


def test_a_chair_finds_minutes_and_no_room(as_role, office):
    page = text(as_role(Role.CHAIR).get(reverse("office:sittings")))
    assert "Being recorded" in page
    assert "Open the room" not in page
