"""Invariants over rows, held by the database: no cycle of categories, no thread on two posts.

A breach raises IntegrityError on both databases.
"""

TABLES = ("blog_category", "blog_comment")

ANCESTORS = """
WITH RECURSIVE up(id) AS (
    SELECT NEW.parent_id
    UNION
    SELECT c.parent_id FROM blog_category c JOIN up ON c.id = up.id WHERE c.parent_id IS NOT NULL
) SELECT id FROM up
"""
CYCLE = "a category cannot be below itself"
STRANGER = "a reply belongs to the post of the comment it answers"


def sqlite_statements() -> list[str]:
    """Return the statements for SQLite, which has no functions and runs a trigger's body."""
    statements = []
    for event, name in (("INSERT", "insert"), ("UPDATE OF parent_id", "update")):
        statements += [
            f"CREATE TRIGGER category_cycle_{name} BEFORE {event} ON blog_category"
            f" WHEN NEW.parent_id IS NOT NULL BEGIN SELECT RAISE(ABORT, '{CYCLE}')"
            f" WHERE NEW.id IN ({ANCESTORS}); END",
        ]
    for event, name in (("INSERT", "insert"), ("UPDATE OF parent_id, post_id", "update")):
        statements += [
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
        "CREATE TRIGGER category_cycle BEFORE INSERT OR UPDATE OF parent_id ON blog_category"
        " FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION blog_category_cycle()",
        "CREATE TRIGGER comment_post BEFORE INSERT OR UPDATE OF parent_id, post_id ON blog_comment"
        " FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION blog_comment_post()",
    ]
