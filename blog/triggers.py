"""Invariants over rows, held by the database: no cycle of categories, no thread on two posts.

They are installed after every `migrate` (blog/apps.py), because SQLite rebuilds a table to alter it
and drops the table's triggers on the way. A breach raises IntegrityError on both databases.
"""

from django.db import connection, connections

ANCESTORS = """
WITH RECURSIVE up(id) AS (
    SELECT NEW.parent_id
    UNION
    SELECT c.parent_id FROM blog_category c JOIN up ON c.id = up.id WHERE c.parent_id IS NOT NULL
) SELECT id FROM up
"""
CYCLE = "a category cannot be below itself"
STRANGER = "a reply belongs to the post of the comment it answers"


LOCK = "SELECT pg_advisory_xact_lock(hashtext('blog_category'))"


def lock_tree() -> None:
    """Make changes of the tree of categories queue, until the transaction ends.

    The trigger takes the same lock, but once its row is locked: who comes to it with locked rows
    waits for who is there already and needs them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK)


def sqlite_statements() -> list[str]:
    """Return the statements for SQLite, which has no functions and runs a trigger's body."""
    statements = []
    for event, name in (("INSERT", "insert"), ("UPDATE OF parent_id", "update")):
        statements += [
            f"DROP TRIGGER IF EXISTS category_cycle_{name}",
            f"CREATE TRIGGER category_cycle_{name} BEFORE {event} ON blog_category"
            f" WHEN NEW.parent_id IS NOT NULL BEGIN SELECT RAISE(ABORT, '{CYCLE}')"
            f" WHERE NEW.id IN ({ANCESTORS}); END",
        ]
    for event, name in (("INSERT", "insert"), ("UPDATE OF parent_id, post_id", "update")):
        statements += [
            f"DROP TRIGGER IF EXISTS comment_post_{name}",
            f"CREATE TRIGGER comment_post_{name} BEFORE {event} ON blog_comment"
            f" WHEN NEW.parent_id IS NOT NULL BEGIN SELECT RAISE(ABORT, '{STRANGER}')"
            " WHERE NOT EXISTS (SELECT 1 FROM blog_comment p"
            " WHERE p.id = NEW.parent_id AND p.post_id = NEW.post_id); END",
        ]
    return statements


def postgresql_statements() -> list[str]:
    """Return the statements for PostgreSQL; the lock makes two crossing moves queue."""
    return [
        f"""
        CREATE OR REPLACE FUNCTION blog_category_cycle() RETURNS trigger AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext('blog_category'));
            IF NEW.id IN ({ANCESTORS}) THEN
                RAISE EXCEPTION '{CYCLE}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$ LANGUAGE plpgsql
        """,
        f"""
        CREATE OR REPLACE FUNCTION blog_comment_post() RETURNS trigger AS $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM blog_comment p
                           WHERE p.id = NEW.parent_id AND p.post_id = NEW.post_id) THEN
                RAISE EXCEPTION '{STRANGER}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$ LANGUAGE plpgsql
        """,
        "DROP TRIGGER IF EXISTS category_cycle ON blog_category",
        "CREATE TRIGGER category_cycle BEFORE INSERT OR UPDATE OF parent_id ON blog_category"
        " FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION blog_category_cycle()",
        "DROP TRIGGER IF EXISTS comment_post ON blog_comment",
        "CREATE TRIGGER comment_post BEFORE INSERT OR UPDATE OF parent_id, post_id ON blog_comment"
        " FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION blog_comment_post()",
    ]


def install(using: str) -> None:
    """Create the triggers anew on the given database."""
    database = connections[using]
    by_vendor = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
    with database.cursor() as cursor:
        for statement in by_vendor[database.vendor]():
            cursor.execute(statement)
