"""The words of records."""

from __future__ import annotations

from enum import StrEnum


class Provenance(StrEnum):
    """Where a data set comes from."""

    PRINTED = "printed"  # typed from a published document, as printed
    IMPORTED = "imported"  # received as a file from its publisher
    INVENTED = "invented"  # made up for the demo, and marked so wherever it is shown


RECORDS = "records"
"""The kind of a file of records, which a schema file of its own describes."""
