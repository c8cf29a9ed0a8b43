"""What only the database can hold: what was computed never changes, and what was decided is decided once.

A later migration that makes these tables anew (SQLite does, for most changes) must make the triggers anew too.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FINAL = "a vintage of measures never changes; compute a new one"
DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
ONCE = (
    "submitted_at",
    "submitted_by_id",
    "approved_at",
    "approved_by_id",
    "decided_at",
    "decided_by_id",
    "released_at",
)

# The table, when the trigger fires, and the condition; {differs} is each database's word for it.
TRIGGERS = {
    "measures_vintage_frozen": (
        "measures_vintage",
        "UPDATE OF id, sha256, computed_at, computed_by_id, coverage, invented",
        "",
    ),
    "measures_vintage_decided_once": (
        "measures_vintage",
        "UPDATE",
        " OR ".join(f"(old.{each} IS NOT NULL AND new.{each} {{differs}} old.{each})" for each in ONCE)
        + " OR (old.decided_at IS NOT NULL AND new.embargo_until {differs} old.embargo_until)"
        + " OR old.withdrawn_at IS NOT NULL",
    ),
    "measures_in_a_vintage_frozen": (
        "measures_vintagemeasure",
        "UPDATE OF id, vintage_id, measure, title, invented, definition, exact, values, built_from",
        "",
    ),
    "measures_in_a_vintage_released_once": ("measures_vintagemeasure", "UPDATE", "old.public <> ''"),
    "measures_target_frozen": ("measures_target", "UPDATE", ""),
}
LATE = "EXISTS (SELECT 1 FROM measures_vintage WHERE id = new.vintage_id AND submitted_at IS NOT NULL)"

POSTGRESQL_FUNCTIONS = [
    f"""CREATE FUNCTION measures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{FINAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE FUNCTION measures_refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF {LATE} THEN
            RAISE EXCEPTION '{FINAL}' USING ERRCODE = 'integrity_constraint_violation';
        END IF; RETURN new; END $$""",
    """CREATE TRIGGER measures_in_a_vintage_added_late BEFORE INSERT ON measures_vintagemeasure
        FOR EACH ROW EXECUTE FUNCTION measures_refuse_late()""",
]


def _quoted(fires: str) -> str:
    """`values` is a word of SQL."""
    return fires.replace(" values,", ' "values",')


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        for statement in POSTGRESQL_FUNCTIONS:
            schema_editor.execute(statement)
    else:
        schema_editor.execute(
            f"""CREATE TRIGGER measures_in_a_vintage_added_late BEFORE INSERT ON measures_vintagemeasure
                WHEN {LATE} BEGIN SELECT RAISE(ABORT, '{FINAL}'); END"""
        )
    for name, (table, fires, condition) in TRIGGERS.items():
        when = f"WHEN ({condition.format(differs=DIFFERS[vendor])})" if condition else ""
        end = (
            f"{when} BEGIN SELECT RAISE(ABORT, '{FINAL}'); END"
            if vendor == "sqlite"
            else f"FOR EACH ROW {when} EXECUTE FUNCTION measures_refuse_change()"
        )
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {_quoted(fires)} ON {table} {end}")


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    named = [*((name, table) for name, (table, _, _) in TRIGGERS.items())]
    for name, table in [*named, ("measures_in_a_vintage_added_late", "measures_vintagemeasure")]:
        schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if vendor == "postgresql" else ""))
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION measures_refuse_change()")
        schema_editor.execute("DROP FUNCTION measures_refuse_late()")
