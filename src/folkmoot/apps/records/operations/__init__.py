"""Verbs of records."""

from folkmoot.apps.records.operations.facts import NotFacts as NotFacts
from folkmoot.apps.records.operations.facts import NothingKept as NothingKept
from folkmoot.apps.records.operations.facts import RowsRefused as RowsRefused
from folkmoot.apps.records.operations.facts import receive_facts as receive_facts
from folkmoot.apps.records.operations.names import BadKey as BadKey
from folkmoot.apps.records.operations.tables import NotATable as NotATable
from folkmoot.apps.records.operations.tables import correct_printed_table as correct_printed_table
from folkmoot.apps.records.operations.tables import import_printed_table as import_printed_table
from folkmoot.apps.records.operations.uploads import Upload as Upload
from folkmoot.apps.records.operations.uploads import hold_upload as hold_upload
from folkmoot.apps.records.operations.uploads import import_held as import_held
from folkmoot.apps.records.operations.uploads import leave_held as leave_held
