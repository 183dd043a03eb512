"""A post that is gone has no document in the full-text index, and no entries (blog/search/)."""

TABLES = {"blog_post", "blog_search", "blog_postentry"}


def sqlite_statements() -> list[str]:
    return [
        "CREATE TRIGGER search_delete AFTER DELETE ON blog_post"
        " BEGIN DELETE FROM blog_search WHERE rowid = OLD.id;"
        " DELETE FROM blog_postentry WHERE post_id = OLD.id; END"
    ]


def postgresql_statements() -> list[str]:
    return [
        """
        CREATE OR REPLACE FUNCTION blog_search_delete() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                TRUNCATE blog_search;
                DELETE FROM blog_postentry;
            ELSE
                DELETE FROM blog_search WHERE rowid = OLD.id;
                DELETE FROM blog_postentry WHERE post_id = OLD.id;
            END IF;
            RETURN NULL;
        END $$ LANGUAGE plpgsql
        """,
        "CREATE TRIGGER search_delete AFTER DELETE ON blog_post"
        " FOR EACH ROW EXECUTE FUNCTION blog_search_delete()",
        "CREATE TRIGGER search_truncate AFTER TRUNCATE ON blog_post"
        " FOR EACH STATEMENT EXECUTE FUNCTION blog_search_delete()",
    ]
