"""Joint scrutiny with other councils: who leads, who takes part, and whose rules apply."""

from datetime import UTC, date, datetime

import pytest

from folkmoot.apps.committees import operations, published, queries
from folkmoot.apps.committees.operations.joint import NotJoint, set_joint_terms
from folkmoot.apps.committees.terms import Classification

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = NOW.date()
pytestmark = pytest.mark.django_db


def body(name: str, classification: Classification):
    return operations.create_organization(name=name, classification=classification, by=None, at=NOW)


def bring(organization, **parameters):
    operations.bring_rule_into_force(
        organization=organization, rule_id="P4", parameters=parameters, source=f"Orders of {organization}",
        effective_from=date(2020, 1, 1), by=None, at=NOW,
    )  # fmt: skip


@pytest.fixture
def joint():
    return body("Invented Joint Committee", Classification.JOINT_SCRUTINY)


def test_a_joint_body_s_terms_are_shown_and_the_other_councils_are_no_bodies_of_ours(joint):
    county, district = body("Invented County", Classification.COUNCIL), body("Invented Vale", Classification.AUTHORITY)
    scrutiny = body("Invented Scrutiny", Classification.SCRUTINY)
    assert published.committee(joint.slug, day=DAY).joint is None
    for partners in ([], [district]):
        set_joint_terms(
            organization=joint, lead=county, partners=partners, terms="Buses.", rules_of=scrutiny, by=None, at=NOW
        )
    shown = published.committee(joint.slug, day=DAY).joint
    assert (shown.lead, shown.partners, shown.terms, shown.rules_of) == (
        "Invented County", ("Invented Vale",), "Buses.", "Invented Scrutiny",
    )  # fmt: skip
    assert district.slug not in [slug for slug, _, _ in published.committees()]


def test_a_joint_body_goes_by_the_rules_lent_to_it_until_it_sets_its_own(joint):
    county, scrutiny = body("Invented County", Classification.COUNCIL), body("Scrutiny", Classification.SCRUTINY)
    bring(scrutiny, days=10)
    assert queries.rule(joint, "P4", on=DAY) is None
    set_joint_terms(organization=joint, lead=county, partners=[], terms="Buses.", rules_of=scrutiny, by=None, at=NOW)
    lent = queries.rule(joint, "P4", on=DAY)
    assert (lent.whole("days"), lent.own) == (10, True)
    bring(joint, days=7)
    assert queries.rule(joint, "P4", on=DAY).whole("days") == 7
    assert queries.rule(scrutiny, "P4", on=DAY).whole("days") == 10


def test_terms_that_make_no_sense_are_refused(joint):
    county, scrutiny = body("Invented County", Classification.COUNCIL), body("Scrutiny", Classification.SCRUTINY)
    given = {"organization": joint, "lead": county, "partners": [], "terms": "Buses.", "rules_of": scrutiny}
    for wrong, said in (
        ({"organization": scrutiny}, "is no joint committee"),
        ({"lead": joint}, "Name another body"),
        ({"rules_of": joint}, "Name another body"),
        ({"partners": [county]}, "Name another body"),
    ):
        with pytest.raises(NotJoint, match=said):
            set_joint_terms(**given | wrong, by=None, at=NOW)


def test_a_body_with_a_long_name_gets_an_address_that_fits():
    found = body("Invented County and Invented Vale Joint Health Overview Committee", Classification.JOINT_SCRUTINY)
    assert found.slug == "invented-county-and-invented-vale-joint-health-ove"
