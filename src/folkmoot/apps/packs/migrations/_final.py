"""What only the database can hold, in each database's own words.

A version and its parts never change: an UPDATE is refused, but for the one that publishes a version. Passages are
indexed for the search with English stemming; `packs/queries.py` asks each database in its own language. A later
migration that makes these tables anew (SQLite does, for most changes) must make the triggers anew too.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FINAL = "a version of a pack never changes; build a new one"
FROZEN_COLUMNS = (
    "id, pack_id, number, content, built_at, built_by_id, sha256, size, pages, large_print_sha256, large_print_size, "
    "large_print_pages, claims_accessible, claims_archival, faults, built_from, changes"
)

SQLITE = [
    f"""CREATE TRIGGER packs_version_frozen BEFORE UPDATE OF {FROZEN_COLUMNS} ON packs_packversion
        BEGIN SELECT RAISE(ABORT, '{FINAL}'); END""",
    f"""CREATE TRIGGER packs_version_published_once BEFORE UPDATE ON packs_packversion
        WHEN old.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{FINAL}'); END""",
    f"""CREATE TRIGGER packs_part_frozen BEFORE UPDATE ON packs_packpart
        BEGIN SELECT RAISE(ABORT, '{FINAL}'); END""",
    """CREATE VIRTUAL TABLE packs_passage_search USING fts5(
        folded, content='packs_passage', content_rowid='id', tokenize='porter unicode61')""",
    """CREATE TRIGGER packs_passage_added AFTER INSERT ON packs_passage BEGIN
        INSERT INTO packs_passage_search(rowid, folded) VALUES (new.id, new.folded); END""",
    """CREATE TRIGGER packs_passage_removed AFTER DELETE ON packs_passage BEGIN
        INSERT INTO packs_passage_search(packs_passage_search, rowid, folded)
        VALUES ('delete', old.id, old.folded); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER packs_version_frozen",
    "DROP TRIGGER packs_version_published_once",
    "DROP TRIGGER packs_part_frozen",
    "DROP TRIGGER packs_passage_added",
    "DROP TRIGGER packs_passage_removed",
    "DROP TABLE packs_passage_search",
]

POSTGRESQL = [
    f"""CREATE FUNCTION packs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{FINAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER packs_version_frozen BEFORE UPDATE OF {FROZEN_COLUMNS} ON packs_packversion
        FOR EACH ROW EXECUTE FUNCTION packs_refuse_change()""",
    """CREATE TRIGGER packs_version_published_once BEFORE UPDATE ON packs_packversion
        FOR EACH ROW WHEN (old.published_at IS NOT NULL) EXECUTE FUNCTION packs_refuse_change()""",
    """CREATE TRIGGER packs_part_frozen BEFORE UPDATE ON packs_packpart
        FOR EACH ROW EXECUTE FUNCTION packs_refuse_change()""",
    """CREATE INDEX packs_passage_search ON packs_passage USING gin (to_tsvector('english', folded))""",
]
POSTGRESQL_BACK = [
    "DROP INDEX packs_passage_search",
    "DROP TRIGGER packs_part_frozen ON packs_packpart",
    "DROP TRIGGER packs_version_published_once ON packs_packversion",
    "DROP TRIGGER packs_version_frozen ON packs_packversion",
    "DROP FUNCTION packs_refuse_change()",
]


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
