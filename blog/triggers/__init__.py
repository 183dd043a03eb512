"""What the database itself does on every path that writes: API, admin site, imports, bulk updates.

A file for each concern: the TABLES that it takes, and its statements for each database. All of it
is made anew after every `migrate` (blog/apps.py), in one transaction.
"""

from django.db import connection, connections, transaction

from blog.triggers import changes, invariants, search, tallies

CONCERNS = (invariants, search, tallies, changes)
LOCK = "SELECT pg_advisory_xact_lock(hashtext('blog_category'))"
OURS = {
    "sqlite": """
        SELECT name, tbl_name FROM sqlite_master
        WHERE type = 'trigger' AND tbl_name LIKE 'blog\\_%' ESCAPE '\\'
    """,
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relname LIKE 'blog\\_%' AND pg_table_is_visible(tgrelid)
    """,
}


def lock_tree() -> None:
    """Make changes of the tree of categories queue, until the transaction ends.

    The trigger takes the same lock, but once its row is locked: who comes to it with locked rows
    waits for who is there already and needs them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK)


def install(using: str) -> None:
    """Create the triggers anew on the given database, those whose tables are there."""
    database = connections[using]
    # At once: nobody writes between the old ones and the new ones.
    with transaction.atomic(using), database.cursor() as cursor:
        drop(using)
        tables = set(database.introspection.table_names(cursor))
        for concern in CONCERNS:
            statements = getattr(concern, f"{database.vendor}_statements")
            for statement in statements() if tables.issuperset(concern.TABLES) else ():
                cursor.execute(statement)


def drop(using: str) -> None:
    """Drop every trigger on the blog's tables."""
    database = connections[using]
    with database.cursor() as cursor:
        cursor.execute(OURS[database.vendor])
        for name, table in cursor.fetchall():
            on = "" if database.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {name}{on}")
