"""On PostgreSQL a row gets its number at the commit, so that nobody reads 8 before there is a 7.

A number that is drawn earlier is seen later than a higher one whose transaction was shorter. So it
is drawn under a lock that is held from there to the end of the commit, in two steps:

1. Deferred triggers note what happened, in rows with a negative number. For a post that is all
   there is to say. For what others show (tags, a category) the note says only what changed.
2. Another deferred trigger takes each note, locks, and gives the row its number; or it writes the
   rows of the posts that show what changed, as they are now that nobody else commits one.

The second step comes after all other checks of the commit, because it is put off by the first one.
That is what the steps are for: a foreign key is checked at the commit as well, may wait there for
somebody's row, and must not do so with the lock in its hands.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from blog.triggers.changes.rules import (
    GRACE_SECONDS,
    INSERTED,
    PARTS,
    differing,
    events,
    of_posts,
)

DEFERRED = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
DECLARE = (
    "DECLARE moment timestamptz := clock_timestamp();"
    f" soon timestamptz := moment + interval '{GRACE_SECONDS} seconds';"
)
NUMBER = "nextval('blog_change_id_seq')"
LOCK = "pg_advisory_xact_lock(hashtext('blog_change'))"
POSTS = ("published", "updated", "withdrawn", "deleted")
IS_NOT = "IS DISTINCT FROM"
# A post with a row of this transaction needs no second one, which makes new posts with tags cheap.
NOTE_TAGS = f"""
    INSERT INTO blog_change (id, post_id, slug, kind, at)
    SELECT -{NUMBER}, post.id, '', 'tags', moment
    FROM (SELECT DISTINCT unnest(ARRAY[OLD.post_id, NEW.post_id]) AS id) post
    WHERE post.id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM blog_change c
        WHERE c.post_id = post.id AND c.id < 0 AND c.kind IN {(*POSTS, "tags")}
    );
"""
NOTE_PART = f"""
    INSERT INTO blog_change (id, post_id, slug, kind, at)
    VALUES (-{NUMBER}, NEW.id, '', TG_ARGV[0], moment);
"""
# What `written_together` sets, and what it writes.
EACH = "current_setting('broadsheet.changes', true) IS DISTINCT FROM 'together'"
TOGETHER = (
    INSERTED[0].replace("NEW.", "p.").format(id=NUMBER, moment="clock.moment")
    # The range leads to the index, however little is known of a table that is being filled.
    + " FROM (SELECT id, slug, published_at FROM blog_post WHERE id BETWEEN %s AND %s"
    " AND id = ANY(%s::bigint[]) AND status = 'published' ORDER BY id) p"
    " CROSS JOIN (SELECT clock_timestamp() AS moment) clock"
)


@contextmanager
def written_together(posts: list[int]) -> Iterator[None]:
    """Write down these new posts in one statement; nothing else may be done to posts meanwhile.

    Inside of a transaction. Thousands are written sooner than row after row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL broadsheet.changes = 'together'")
        yield
        cursor.execute("SET LOCAL broadsheet.changes = ''")
        connection.check_constraints()  # Before the lock, as the commit would.
        cursor.execute(f"SELECT {LOCK}")
        cursor.execute(TOGETHER, [min(posts), max(posts), posts])


def statements() -> list[str]:
    """Return the statements that create functions and triggers."""
    tags = "INSERT OR DELETE OR UPDATE OF post_id, tag_id ON blog_posttag"
    made = [
        function("tags", NOTE_TAGS),
        trigger("tags", tags, "tags", EACH),
        function("part", NOTE_PART),
        function("number", numbering()),
        trigger("number", "INSERT ON blog_change", "number", "NEW.id < 0"),
    ]
    for name, event in events(IS_NOT).items():
        made += [
            function(f"post_{name}", ";".join([*map(noting, event.statements), ""])),
            trigger(
                f"post_{name}",
                f"{event.words} ON blog_post",
                f"post_{name}",
                f"({event.when}) AND {EACH}",
            ),
        ]
    for name, part in PARTS.items():
        event_words = f"UPDATE OF {', '.join(part.shown)} ON {part.table}"
        made.append(trigger(name, event_words, "part", differing(part.shown, IS_NOT), f"'{name}'"))
    return made


def noting(statement: str) -> str:
    return statement.format(id=f"-{NUMBER}", moment="moment", soon="soon")


def numbering() -> str:
    """Return what is done with a note, whose key is in `post_id`, of a post or of what it shows."""
    which = {"tags": "p.id = NEW.{key}"} | {name: part.posts for name, part in PARTS.items()}
    writes = "".join(
        f" ELSIF NEW.kind = '{name}' THEN {numbered(name, posts)};" for name, posts in which.items()
    )
    return f"""
        PERFORM {LOCK};
        moment := clock_timestamp();
        IF NEW.kind IN {POSTS} THEN
            UPDATE blog_change SET id = {NUMBER} WHERE id = NEW.id;
            RETURN NULL;
        {writes}
        END IF;
        DELETE FROM blog_change WHERE id = NEW.id;
    """


def numbered(name: str, posts: str) -> str:
    kind = "tags" if name == "tags" else "updated"
    written = of_posts(kind, posts.replace("{key}", "post_id"))
    return written.format(id=NUMBER, moment="moment")


def function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION blog_change_{name}() RETURNS trigger AS $$ {DECLARE}"
        f" BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql"
    )


def trigger(name: str, event: str, run: str, when: str = "true", argument: str = "") -> str:
    return (
        f"CREATE CONSTRAINT TRIGGER change_{name} AFTER {event} {DEFERRED} WHEN ({when})"
        f" EXECUTE FUNCTION blog_change_{run}({argument})"
    )
