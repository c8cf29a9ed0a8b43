"""The law's rules, brought into force from definitions/law.toml: what migrate and the demo do before anything else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Rule
from folkmoot.apps.committees.terms.parameters import BadParameter
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.methods.document import keys
from folkmoot.methods.document.keys import Keys


@transaction.atomic
def load(path: Path, *, at: datetime) -> int:
    """Bring into force what is not there yet; how many rows that were. BadSource names file, rule and key."""
    content = path.read_bytes()
    listing = Keys(keys.load(content, path.name), "", path.name, keys.text_of(content, path.name))
    added = sum(_bring(entry, at) for entry in listing.tables("rule", "rule"))
    listing.finish()
    return added


def parameters(entry: Keys, rule: str) -> dict[str, object]:
    """The keys of an entry that are parameters of a rule; BadSource where there is no such rule."""
    if rule not in RULEBOOK:
        raise entry.fault("id", f"there is no rule {rule!r}; there are {', '.join(RULEBOOK)}")
    clock = entry.clock("clock")
    found = {each.name: entry.values.pop(each.name) for each in RULEBOOK[rule].parameters if each.name in entry.values}
    return found | ({"clock": clock} if clock else {})


def _bring(entry: Keys, at: datetime) -> int:
    rule, source = entry.words("id"), entry.words("source")
    first, last = entry.day("effective_from"), entry.day("effective_to")
    if first is None:
        raise entry.fault("effective_from", "is missing")
    confirmed = "confirmed" not in entry.values or entry.flag("confirmed")
    given = parameters(entry, rule)
    entry.finish()
    if Rule.objects.filter(organization=None, rule_id=rule, effective_from=first).exists():
        return 0
    try:
        committees.bring_rule_into_force(
            organization=None, rule_id=rule, parameters=given, source=source, effective_from=first, effective_to=last,
            confirmed=confirmed, by=None, at=at,
        )  # fmt: skip
    except BadParameter as fault:
        raise entry.fault("", str(fault)) from fault
    return 1
