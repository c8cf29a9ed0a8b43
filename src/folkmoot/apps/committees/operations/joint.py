"""Joint bodies: who leads, which authorities take part, on which terms, and whose rules apply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models import JointTerms, Organization
from folkmoot.apps.committees.terms import Classification


class NotJoint(ValueError):
    """Terms are set for a body that is no joint one, or that would lead itself or lend itself its rules."""


@transaction.atomic
def set_joint_terms(
    *,
    organization: Organization,
    lead: Organization,
    partners: Sequence[Organization],
    terms: str,
    rules_of: Organization,
    by: User | None,
    at: datetime,
) -> JointTerms:
    """Set on which terms a joint body works. What it does not set itself is as the rules of `rules_of` say. NotJoint.

    The partners are the other authorities; the one that leads is none of them.
    """
    require(rules.may_manage_committees(by))
    if organization.classification != Classification.JOINT_SCRUTINY:
        raise NotJoint(f"{organization.name} is no joint committee, and works on its own terms.")
    if organization in (lead, rules_of) or lead in partners or organization in partners:
        raise NotJoint("Name another body as the one that leads and whose rules apply, and the lead not as a partner.")
    found, _ = JointTerms.objects.update_or_create(
        organization=organization, defaults={"lead": lead, "terms": terms, "rules_of": rules_of}
    )
    found.partners.set(partners)
    note(by=by, did=Event.JOINT_TERMS_SET, to=found, at=at)
    advance_publication(at=at)
    return found
