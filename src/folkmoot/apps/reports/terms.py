"""The words of reports: who clears what, and the sections that a new report begins with."""

from __future__ import annotations

from folkmoot.apps.accounts.terms import Described, Permission
from folkmoot.methods.document.model import SectionKind


class Aspect(Described):
    """What a report is cleared for before a committee may have it."""

    FINANCE = "finance", "The financial implications."
    LEGAL = "legal", "The legal implications."
    EQUALITIES = "equalities", "The equality implications."


PERMISSION_TO_CLEAR = {
    Aspect.FINANCE: Permission.CLEAR_FINANCE,
    Aspect.LEGAL: Permission.CLEAR_LEGAL,
    Aspect.EQUALITIES: Permission.CLEAR_EQUALITIES,
}

# A new report has these sections, by their ids; an empty one is not printed.
FIRST_SECTIONS: dict[str, tuple[str, SectionKind]] = {
    "recommendation": ("Recommendation", SectionKind.RECOMMENDATION),
    "executive-summary": ("Executive Summary", SectionKind.EXECUTIVE_SUMMARY),
    "report": ("Report", SectionKind.PLAIN),
    "financial-implications": ("Financial Implications", SectionKind.FINANCIAL_IMPLICATIONS),
    "legal-implications": ("Legal Implications", SectionKind.LEGAL_IMPLICATIONS),
    "equality-implications": ("Equality & Inclusion Implications", SectionKind.EQUALITY_IMPLICATIONS),
}

# Labels of the closing lines that the law and the committee ask for.
CONTACT_OFFICER = "Contact officer"
BACKGROUND_PAPERS = "Background papers"
NIL = "Nil"
