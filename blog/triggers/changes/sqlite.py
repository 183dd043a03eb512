"""On SQLite a row is written with the change; one writer at a time makes the order."""

from collections.abc import Iterable

from blog.triggers.changes.rules import GRACE_SECONDS, PARTS, differing, events, of_posts

# As Django stores times. SQLite knows milliseconds: rounded up, so that what was published a moment
# ago is never to come.
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now', '+0.001 seconds')"
SOON = f"strftime('%Y-%m-%d %H:%M:%f', 'now', '+{GRACE_SECONDS} seconds')"
TAGS = {
    "insert": ("INSERT", "p.id = NEW.post_id"),
    "update": ("UPDATE OF post_id, tag_id", "p.id IN (OLD.post_id, NEW.post_id)"),
    "delete": ("DELETE", "p.id = OLD.post_id"),
}


def statements() -> list[str]:
    """Return the statements that create the triggers."""
    return [
        *(
            trigger(f"post_{name}", f"{event.words} ON blog_post", event.statements, event.when)
            for name, event in events("IS NOT").items()
        ),
        *(
            trigger(f"tags_{name}", f"{words} ON blog_posttag", [of_posts("tags", which)])
            for name, (words, which) in TAGS.items()
        ),
        *(
            trigger(
                name,
                f"UPDATE OF {', '.join(part.shown)} ON {part.table}",
                [of_posts("updated", part.posts.replace("{key}", "id"))],
                differing(part.shown, "IS NOT"),
            )
            for name, part in PARTS.items()
        ),
    ]


def trigger(name: str, event: str, body: Iterable[str], when: str = "1") -> str:
    # Without an id, the row gets one above all that there were.
    filled = (line.format(id="NULL", moment=NOW, soon=SOON) for line in body)
    return (
        f"CREATE TRIGGER change_{name} AFTER {event} FOR EACH ROW WHEN {when}"
        f" BEGIN {'; '.join(filled)}; END"
    )
