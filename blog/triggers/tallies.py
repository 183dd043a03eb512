"""Keeps the tallies of published posts (blog/models/tally.py), and the date on a post's tags.

A tag's list is read in the order of publication, so the date stands beside the tag: on PostTag, for
posts of the status `published`, scheduled ones too; null for drafts.
"""

from collections.abc import Iterable

TABLES = ("blog_post", "blog_posttag", "blog_tally")
# What of a post decides where it counts, and for how much.
COUNTED = ("status", "published_at", "author_id", "category_id", "comment_count")

# One statement: whoever reads meanwhile sees the former rows, or the new one.
SUM_UP = """
    WITH parts AS (DELETE FROM blog_tally RETURNING kind, key, number)
    INSERT INTO blog_tally(kind, key, number)
    SELECT kind, key, sum(number) FROM parts GROUP BY kind, key
"""
# The key of what has only one number; to GROUP BY, a bare 0 would be a place in the list.
NOTHING = "(0 + 0)"
MONTH = {
    "sqlite": "CAST(strftime('%Y%m', {row}.published_at) AS INTEGER)",
    "postgresql": "to_char({row}.published_at AT TIME ZONE 'UTC', 'YYYYMM')::bigint",
}


def _places(row: str, vendor: str) -> list[tuple[str, str, str]]:
    """Return (kind, key, number) of each tally that a published post counts in."""
    return [
        ("all", NOTHING, "1"),
        ("author", f"{row}.author_id", "1"),
        ("category", f"{row}.category_id", "1"),
        ("month", MONTH[vendor].format(row=row), "1"),
        ("comments", NOTHING, f"{row}.comment_count"),
    ]


def sqlite_statements() -> list[str]:
    """One row a key: SQLite has one writer at a time anyway."""
    plus = " ".join(_sqlite_add(*place) for place in _places("NEW", "sqlite"))
    minus = " ".join(_sqlite_take(*place) for place in _places("OLD", "sqlite"))
    date = "CASE WHEN NEW.status = 'published' THEN NEW.published_at END"
    moved = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in COUNTED)
    return [
        f"CREATE TRIGGER tally_insert AFTER INSERT ON blog_post"
        f" WHEN NEW.status = 'published' BEGIN {plus} END",
        f"CREATE TRIGGER tally_delete AFTER DELETE ON blog_post"
        f" WHEN OLD.status = 'published' BEGIN {minus} END",
        *(
            f"CREATE TRIGGER tally_update_{name} AFTER UPDATE OF {', '.join(COUNTED)} ON blog_post"
            f" WHEN {row}.status = 'published' AND ({moved}) BEGIN {step} END"
            for name, row, step in (("from", "OLD", minus), ("to", "NEW", plus))
        ),
        "CREATE TRIGGER tag_date AFTER UPDATE OF status, published_at ON blog_post"
        " WHEN NEW.status IS NOT OLD.status OR NEW.published_at IS NOT OLD.published_at BEGIN"
        f" UPDATE blog_posttag SET published_at = {date} WHERE post_id = NEW.id; END",
        "CREATE TRIGGER tag_date_insert AFTER INSERT ON blog_posttag"
        " WHEN NEW.published_at IS NULL BEGIN"
        " UPDATE blog_posttag SET published_at = (SELECT published_at FROM blog_post"
        " WHERE id = NEW.post_id AND status = 'published') WHERE id = NEW.id; END",
        *_sqlite_tag_tallies(),
    ]


def _sqlite_tag_tallies() -> list[str]:
    add, take = _sqlite_add("tag", "NEW.tag_id", "1"), _sqlite_take("tag", "OLD.tag_id", "1")
    return [
        "CREATE TRIGGER tag_tally_insert AFTER INSERT ON blog_posttag"
        f" WHEN NEW.published_at IS NOT NULL BEGIN {add} END",
        "CREATE TRIGGER tag_tally_delete AFTER DELETE ON blog_posttag"
        f" WHEN OLD.published_at IS NOT NULL BEGIN {take} END",
        "CREATE TRIGGER tag_tally_from AFTER UPDATE OF tag_id, published_at ON blog_posttag"
        f" WHEN OLD.published_at IS NOT NULL BEGIN {take} END",
        "CREATE TRIGGER tag_tally_to AFTER UPDATE OF tag_id, published_at ON blog_posttag"
        f" WHEN NEW.published_at IS NOT NULL BEGIN {add} END",
    ]


def _sqlite_add(kind: str, key: str, number: str) -> str:
    """Return the statement that adds to a tally; a post without a category has no key.

    The index that makes it one row a key is SQLite's alone (migration 0005).
    """
    return (
        f"INSERT INTO blog_tally(kind, key, number) SELECT '{kind}', {key}, {number}"
        f" WHERE {key} IS NOT NULL"
        " ON CONFLICT(kind, key) DO UPDATE SET number = number + excluded.number;"
    )


def _sqlite_take(kind: str, key: str, number: str) -> str:
    return (
        f"UPDATE blog_tally SET number = number - {number} WHERE kind = '{kind}' AND key = {key};"
    )


def postgresql_statements() -> list[str]:
    """Rows that are added up: nobody who publishes waits for another one's transaction.

    Inserts and deletes are counted a statement at a time, however many rows it has. Now and then
    the rows of a tally are made one again, by one transaction at a time.
    """
    inserted, deleted = _postgresql_steps("came", ""), _postgresql_steps("gone", "-")
    return [
        _function("blog_tally_inserted", inserted),
        _function("blog_tally_deleted", deleted),
        _function("blog_tally_updated", [_postgresql_moved()]),
        _function("blog_tag_tally_inserted", [_postgresql_tags("came", "")]),
        _function("blog_tag_tally_deleted", [_postgresql_tags("gone", "-")]),
        _function("blog_tag_tally_updated", [_postgresql_tag_moved()]),
        """
        CREATE OR REPLACE FUNCTION blog_tag_date() RETURNS trigger AS $$
        BEGIN
            IF TG_TABLE_NAME = 'blog_posttag' THEN
                SELECT published_at INTO NEW.published_at FROM blog_post
                WHERE id = NEW.post_id AND status = 'published';
                RETURN NEW;
            END IF;
            UPDATE blog_posttag SET published_at = CASE WHEN NEW.status = 'published'
                THEN NEW.published_at END WHERE post_id = NEW.id;
            RETURN NULL;
        END $$ LANGUAGE plpgsql
        """,
        *(
            f"CREATE TRIGGER {name}_{done} AFTER {event} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION blog_{name}_{done}()"
            for name, table in (("tally", "blog_post"), ("tag_tally", "blog_posttag"))
            for done, event, rows in (
                ("inserted", "INSERT", "NEW TABLE AS came"),
                ("deleted", "DELETE", "OLD TABLE AS gone"),
            )
        ),
        f"CREATE TRIGGER tally_updated AFTER UPDATE ON blog_post FOR EACH ROW"
        f" WHEN ({_differ(COUNTED)}) EXECUTE FUNCTION blog_tally_updated()",
        f"CREATE TRIGGER tag_tally_updated AFTER UPDATE ON blog_posttag FOR EACH ROW"
        f" WHEN ({_differ(('tag_id', 'published_at'))}) EXECUTE FUNCTION blog_tag_tally_updated()",
        f"CREATE TRIGGER tag_date AFTER UPDATE ON blog_post FOR EACH ROW"
        f" WHEN ({_differ(('status', 'published_at'))}) EXECUTE FUNCTION blog_tag_date()",
        "CREATE TRIGGER tag_date_insert BEFORE INSERT ON blog_posttag FOR EACH ROW"
        " WHEN (NEW.published_at IS NULL) EXECUTE FUNCTION blog_tag_date()",
    ]


def _differ(names: Iterable[str]) -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names)


def _function(name: str, statements: list[str]) -> str:
    """Return a trigger function that runs the statements, and now and then sums the tallies up."""
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
        BEGIN
            {" ".join(f"{statement};" for statement in statements)}
            IF random() < 0.01 AND pg_try_advisory_xact_lock(hashtext('blog_tally')) THEN
                {SUM_UP};
            END IF;
            RETURN NULL;
        END $$ LANGUAGE plpgsql
        """


def _postgresql_steps(rows: str, sign: str) -> list[str]:
    return [
        "INSERT INTO blog_tally(kind, key, number)"
        f" SELECT '{kind}', {key}, {sign}sum({number}) FROM {rows}"
        f" WHERE status = 'published' AND {key} IS NOT NULL GROUP BY {key}"
        for kind, key, number in _places(rows, "postgresql")
    ]


def _postgresql_moved() -> str:
    """Return the statement that takes a row from where it was and adds it where it is."""
    parts = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, ({key})::bigint AS key, {sign}({number})::bigint AS number"
        f" WHERE {row}.status = 'published' AND {key} IS NOT NULL"
        for row, sign in (("OLD", "-"), ("NEW", ""))
        for kind, key, number in _places(row, "postgresql")
    )
    return _summed(parts)


def _postgresql_tags(rows: str, sign: str) -> str:
    return (
        f"INSERT INTO blog_tally(kind, key, number) SELECT 'tag', tag_id, {sign}count(*)"
        f" FROM {rows} WHERE published_at IS NOT NULL GROUP BY tag_id"
    )


def _postgresql_tag_moved() -> str:
    parts = " UNION ALL ".join(
        f"SELECT 'tag' AS kind, {row}.tag_id AS key, {sign}1 AS number"
        f" WHERE {row}.published_at IS NOT NULL"
        for row, sign in (("OLD", "-"), ("NEW", ""))
    )
    return _summed(parts)


def _summed(parts: str) -> str:
    return (
        "INSERT INTO blog_tally(kind, key, number) SELECT kind, key, sum(number)"
        f" FROM ({parts}) AS parts GROUP BY kind, key HAVING sum(number) <> 0"
    )
