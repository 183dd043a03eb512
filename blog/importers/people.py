"""Finds the people that bylines name, and makes those that do not exist."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from blog.importers.records import Byline
from blog.models import Person
from blog.slugs import unique_slug

LONGEST = 50  # of 60, which leaves room for a suffix
# Letters that Unicode does not take apart into a base letter and a mark.
LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def folded(name: str) -> str:
    """Return a name such that two are equal when they differ in case alone."""
    return unicodedata.normalize("NFC", name).casefold()


def username_from(name: str) -> str:
    """Return an ASCII user name for a name in any script."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(LATIN))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]|['’]", "", plain))
    return "-".join(words)[:LONGEST].strip("-") or f"author-{_fingerprint(name)}"


def _fingerprint(name: str) -> str:
    return hashlib.sha256(folded(name).encode()).hexdigest()[:8]


class People:
    """Remembers who was found. Nobody who exists is changed, and nobody gets a role."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def resolve(self, bylines: Iterable[Byline]) -> int:
        """Make sure that each byline has a person; return how many are new."""
        wanted = {key: b for b in bylines if (key := folded(b.name)) not in self.known}
        if not wanted:
            return 0
        self._find(wanted.keys())
        new = [byline for key, byline in wanted.items() if key not in self.known]
        for byline in new:
            self.known[folded(byline.name)] = _created(byline).pk
        return len(new)

    def pk(self, byline: Byline) -> int:
        """Return the person of a byline that was resolved."""
        return self.known[folded(byline.name)]

    def _find(self, wanted: Iterable[str]) -> None:
        """Look at everybody once: SQLite compares without case in ASCII only.

        A user name counts for more than a display name, which several people may share.
        """
        keys = set(wanted)
        by_name: dict[str, int] = {}
        by_username: dict[str, int] = {}
        everybody = Person.objects.order_by("-pk").values_list("pk", "username", "display_name")
        for pk, username, name in everybody.iterator():
            if (key := folded(username)) in keys:
                by_username[key] = pk
            if (key := folded(name)) in keys:
                by_name[key] = pk
        self.known |= by_name | by_username


def _created(byline: Byline) -> Person:
    base = username_from(byline.name)
    taken = Person.objects.filter(username__istartswith=base[: LONGEST - 5])
    email = byline.email
    if email and Person.objects.filter(email__iexact=email).exists():
        email = ""  # It is somebody else's, and theirs it stays.
    return Person.objects.create(
        username=unique_slug(
            base, {name.lower() for name in taken.values_list("username", flat=True)}
        ),
        password=make_password(None),
        display_name=byline.name,
        email=email,
        website=byline.website,
        is_active=False,
    )
