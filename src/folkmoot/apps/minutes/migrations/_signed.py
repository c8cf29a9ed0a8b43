"""What only the database can hold, in each database's own words: signed minutes never change.

A signature and a correction are never altered or deleted. Once a sitting has its signature, nothing of its record can
be added, altered or deleted either; a correction stands beside it. A later migration that makes these tables anew
(SQLite does, for most changes) must make the triggers anew too.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FINAL = "signed minutes never change; record a correction beside them"
NEVER = ("minutes_signature", "minutes_correction")
OF_SITTING = ("minutes_minute", "minutes_attendance")
OF_MINUTE = (
    "minutes_minuterevision", "minutes_motion", "minutes_declaration", "minutes_question", "minutes_nomination",
    "minutes_apology",
)  # fmt: skip
CHANGES = {"INSERT": "new", "UPDATE": "old", "DELETE": "old"}


def _signed(table: str, row: str) -> str:
    """Whether the sitting that a row belongs to is signed, as a condition on the row."""
    if table in OF_SITTING:
        return f"EXISTS (SELECT 1 FROM minutes_signature WHERE sitting_id = {row}.sitting_id)"
    return (
        "EXISTS (SELECT 1 FROM minutes_signature JOIN minutes_minute ON minutes_minute.sitting_id = "
        f"minutes_signature.sitting_id WHERE minutes_minute.id = {row}.minute_id)"
    )


def _names() -> list[tuple[str, str, str]]:
    """Each trigger: its name, its table, the change that it refuses."""
    never = [(f"{table}_no_{change.lower()}", table, change) for table in NEVER for change in ("UPDATE", "DELETE")]
    tables = OF_SITTING + OF_MINUTE
    return never + [(f"{table}_signed_{change.lower()}", table, change) for table in tables for change in CHANGES]


def _sqlite(name: str, table: str, change: str) -> str:
    when = "" if table in NEVER else f"WHEN {_signed(table, CHANGES[change])}"
    return f"CREATE TRIGGER {name} BEFORE {change} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{FINAL}'); END"


# PostgreSQL allows no subquery in WHEN, so that the condition stands in a function of each table.
def _postgresql(name: str, table: str, change: str) -> list[str]:
    row = CHANGES[change]
    condition = "TRUE" if table in NEVER else _signed(table, row.upper())
    back = "NEW" if change != "DELETE" else "OLD"
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF {condition} THEN
                RAISE EXCEPTION '{FINAL}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN {back};
            END $$""",
        f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for trigger in _names():
        if schema_editor.connection.vendor == "postgresql":
            for statement in _postgresql(*trigger):
                schema_editor.execute(statement)
        else:
            schema_editor.execute(_sqlite(*trigger))


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, _ in _names():
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()")
