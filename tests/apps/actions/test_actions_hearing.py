"""Who should be heard on a topic: asked, heard, and how to reach them kept apart and deleted."""

from datetime import date, timedelta

import pytest
from tests.apps.actions.conftest import NOW
from tests.apps.actions.test_actions_programme import TODAY, shortlisted

from folkmoot.apps.actions import operations
from folkmoot.apps.actions.models import Stakeholder, StakeholderContact
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.terms import StakeholderRole

BY = {"by": None, "at": NOW}


def named(world, **changed):
    given = {"topic_id": shortlisted(world).pk, "name": "Invented Parents", "interest": "walk with them"}
    return operations.name_stakeholder(**given | changed, **BY)


def test_whoever_should_be_heard_is_named_once_with_what_they_are(world):
    first = named(world)
    again = operations.name_stakeholder(
        topic_id=first.topic_id, name="Invented Parents", interest="walk and wait", role=StakeholderRole.EXPERT, **BY
    )
    assert (again, Stakeholder.objects.get().interest) == (first, "walk and wait")
    (view,) = topics.programme(world.committee.slug, today=TODAY).topics
    (heard,) = view.stakeholders
    assert (heard.name, heard.role, heard.asked_on, heard.evidence) == ("Invented Parents", "expert", None, ())


def test_what_they_were_asked_and_what_they_gave_is_public_how_to_reach_them_is_not(world):
    person = named(world, name="A parent", person=True)
    operations.reach_stakeholder(
        stakeholder_id=person.pk, name="Invented Ivy", email="ivy@invented.example", phone="", **BY
    )
    asked = operations.ask_stakeholder(stakeholder_id=person.pk, words="Where it is hard.", on=TODAY, **BY)
    with pytest.raises(operations.EvidenceTooEarly, match="12 November 2021"):
        operations.record_evidence(asked_id=asked.pk, evidence="By the bridge.", on=date(2021, 11, 11), **BY)
    operations.record_evidence(asked_id=asked.pk, evidence="By the bridge.", on=date(2021, 11, 20), **BY)
    (view,) = topics.programme(world.committee.slug, today=TODAY).topics
    assert view.stakeholders[0].evidence == ((date(2021, 11, 20), "By the bridge."),)
    assert "Ivy" not in repr(view)
    assert "ivy@" not in repr(view)


def test_how_to_reach_somebody_is_deleted_on_its_day(world):
    person = named(world)
    contact = operations.reach_stakeholder(stakeholder_id=person.pk, name="Invented Ivy", email="", phone="1", **BY)
    early = NOW + timedelta((contact.delete_on - TODAY).days - 1)
    assert operations.forget_contacts(at=early) == 0
    assert operations.forget_contacts(at=early + timedelta(1)) == 1
    assert not StakeholderContact.objects.exists()
    assert Stakeholder.objects.exists()
