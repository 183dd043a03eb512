"""Reads the tables of this directory, which are written by hand from contract section 6.

A line is one or more methods of the route above it, the object they are done to (its names are
those of world.py), what is done where it is not the plain thing (`own-draft:publish`), the scope
that a token needs for it, and the status that each role gets. The routes are those of `/api/v1/`;
one that starts with a slash is the whole address. In the tables

- `own-…` is an object of the person who asks; all others are somebody else's;
- `-` is no object, no scope, or no cell: nobody who is not signed in has something of their own;
- `read!` and so on says that a narrower token is told so (`insufficient_scope`). Without the mark
  the right hangs on the object, and the answer is a 403 that may have another code.

Nothing here may be taken from the permission code, which is what the tables are there to check.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.api.matrix import discussion, pages, people, posts, taxonomy

ROLES = ("anonymous", "reader", "contributor", "author", "editor", "admin")
SCOPES = ("read", "comment", "write", "moderate", "admin")
READS = ("GET", "HEAD", "OPTIONS")
METHODS = (*READS, "POST", "PUT", "PATCH", "DELETE")
TABLES = [
    *(posts.POSTS, posts.LIKES, posts.REVISIONS, discussion.THREADS, discussion.COMMENTS),
    *(taxonomy.CATEGORIES, taxonomy.TAGS, taxonomy.MEDIA),
    *(people.READING, people.ACCOUNTS, people.TOKENS),
    *(pages.POST_PAGES, pages.COMMENT_PAGES, pages.READING_PAGES, pages.ACCOUNT_PAGES),
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One request of one role, and the status that it gets."""

    method: str
    route: str
    target: str
    doing: str
    scope: str
    says_so: bool
    role: str
    status: int

    def __str__(self) -> str:
        doing = f":{self.doing}" if self.doing else ""
        return f"{self.role}: {self.method} {self.route} of {self.target}{doing}"

    @property
    def is_of_pages(self) -> bool:
        """Whether the mount is for people with a browser: /blog/ or /accounts/, and no API's."""
        return self.route.startswith(("/blog/", "/accounts/"))

    def status_with(self, scope: str) -> set[int]:
        """Return what the same request by a token of this scope may be answered.

        Too narrow a token is refused; of what its owner does not see, it may learn that as well.
        """
        if self.scope == "-" or SCOPES.index(self.scope) <= SCOPES.index(scope):
            return {self.status}
        return {403, self.status} & {403, 404}


def _read(table: str) -> Iterator[Cell]:
    route = ""
    _, header, *lines = table.splitlines()
    assert header.split() == ["scope", "anon", "reader", "contr", "author", "editor", "admin"]
    for words in map(str.split, lines):
        if len(words) == 1:
            (route,) = words
        elif words:
            yield from _cells(route, *words)


def _cells(route: str, methods: str, target: str, scope: str, *statuses: str) -> Iterator[Cell]:
    target, _, doing = target.partition(":")
    for role, status in zip(ROLES, statuses, strict=True):
        for method in methods.split(",") if status != "-" else ():
            yield Cell(
                method=method,
                route=route,
                target=target,
                doing=doing,
                scope=scope.strip("!"),
                says_so=scope.endswith("!"),
                role=role,
                status=int(status),
            )


CELLS = [cell for table in TABLES for cell in _read(table)]
