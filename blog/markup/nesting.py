"""Which elements are open, and which of them a tag closes: the part of HTML's rules we need."""

from collections.abc import Iterable


def names(words: str) -> frozenset[str]:
    """Return a set of names that are written with spaces between them."""
    return frozenset(words.split())


VOID = frozenset({"br", "hr", "img", "wbr"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INLINE = names(
    """a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span
    strong sub sup time u var wbr"""
)
ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})  # hold no text of their own
CELLS = frozenset({"td", "th", "caption"})
TABLE_PARTS = (ROWS | CELLS) - {"table"}
SECTIONS = ROWS - {"tr"}
STANDS_IN = {  # part of a table → what it may stand in
    "tr": SECTIONS,
    "td": ROWS,
    "th": ROWS,
    **dict.fromkeys(("caption", "thead", "tbody", "tfoot"), frozenset({"table"})),
}
SIBLINGS = {  # element → those that it cannot stand in, and ends
    "li": frozenset({"li"}),
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd"})),
    **dict.fromkeys(("rt", "rp"), frozenset({"rt", "rp"})),
    **dict.fromkeys(HEADINGS, HEADINGS),
}
PASSED = INLINE | {"div", "p"}  # looked through on the way to a sibling


class Nesting:
    """A stack of open elements, never deeper than the limit that its user holds it to."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def open(self, name: str) -> int:
        """Note that an element was opened; return how many are open."""
        self.names.append(name)
        return len(self.names)

    def close_all(self) -> list[str]:
        """Return the end tags of all that is open."""
        return self._close_from(0)

    def close(self, name: str) -> list[str]:
        """Return the end tags that `</name>` stands for; none where it closes nothing."""
        barriers = _walls(name)
        for at, other in self._from_the_top():
            if other == name:
                return self._close_from(at)
            if other in barriers:
                break
        return []

    def make_room_for(self, name: str) -> list[str] | None:
        """Return the end tags that must come before `<name>`; None where it cannot stand."""
        top = self.names[-1] if self.names else ""
        if name in TABLE_PARTS:
            return self._back_to(STANDS_IN[name]) if "table" in self.names else None
        if top in ROWS:
            return None
        closed = []
        if name not in INLINE and "p" in self.names:
            closed = self._close_from(self.names.index("p"))
        if name == "a":
            return closed + self.close("a")
        return closed + self._end_sibling(SIBLINGS.get(name, frozenset()))

    def _end_sibling(self, siblings: frozenset[str]) -> list[str]:
        if siblings:
            for at, other in self._from_the_top():
                if other in siblings:
                    return self._close_from(at)
                if other not in PASSED:
                    break
        return []

    def _back_to(self, names: frozenset[str]) -> list[str]:
        at = next(at for at, other in self._from_the_top() if other in names or other == "table")
        return self._close_from(at + 1)

    def _from_the_top(self) -> Iterable[tuple[int, str]]:
        return ((at, self.names[at]) for at in range(len(self.names) - 1, -1, -1))

    def _close_from(self, at: int) -> list[str]:
        closed = [f"</{name}>" for name in reversed(self.names[at:])]
        del self.names[at:]
        return closed


def _walls(name: str) -> frozenset[str]:
    """Return what `</name>` does not reach through: a table keeps what happens in it inside."""
    if name == "table":
        return frozenset()
    return frozenset({"table"}) if name in TABLE_PARTS else CELLS | {"table"}
