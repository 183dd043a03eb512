"""Rewrites HTML as well-nested tags, in linear time and with a bound on the depth.

A browser's parser repairs broken HTML in ways that multiply: unclosed `<b>`s are opened again in
each paragraph that follows, and every opening `<div>` looks through all that are open. The
sanitiser parses like a browser, so it gets HTML in which there is nothing to repair: only tags
that the policy knows, each closed in order. This is no sanitiser: attributes are passed on to be
judged there.
"""

import re

from blog.markup.limits import MAX_DEPTH, too_deep
from blog.markup.nesting import VOID, Nesting, names

OPENING = re.compile("</?[a-zA-Z]")
# Possessive (`++`), so that no input makes it try twice. A quote counts only after `=`.
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
ATTRIBUTE = re.compile(
    r"""([^\s"'/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'][^\s]*+)))?+"""
)
KNOWN = names(
    """alt class colspan datetime dir height href id lang name open reversed rowspan scope
    src start title type value width"""
)
# Elements whose text was never meant to be read, or is not HTML.
SILENT = names(
    "canvas iframe math noembed noframes script select style svg template textarea title"
)
RENAMED = {"strike": "s", "tt": "code", "acronym": "abbr", "dir": "ul", "menu": "ul"}
RENAMED |= dict.fromkeys(
    names("address article aside center fieldset footer form header hgroup main nav"), "div"
)


def balanced(html: str, tags: frozenset[str]) -> str:
    """Return the HTML with all tags but these dropped, and every element closed."""
    return _Balance(html, tags).run()


class _Balance:
    def __init__(self, html: str, tags: frozenset[str]) -> None:
        self.html, self.tags = html, tags
        self.out: list[str] = []
        self.nesting = Nesting()
        self.unclosed: set[str] = set()  # silent elements that have no end from here on

    def run(self) -> str:
        at = 0
        while (begin := self.html.find("<", at)) >= 0:
            self.out.append(self.html[at:begin])
            at = self._step(begin)
        self.out.append(self.html[at:])
        self.out += self.nesting.close_all()
        return "".join(self.out)

    def _step(self, begin: int) -> int:
        """Deal with one `<`; return where to go on."""
        if self.html.startswith(("<!", "<?"), begin):
            return self._past_comment(begin)
        if not OPENING.match(self.html, begin):
            self.out.append("&lt;")
            return begin + 1
        if (found := TAG.match(self.html, begin)) is None:
            return self._rest_as_text(begin)
        self._tag(found)
        name = found[2].lower()
        opens_silent = name in SILENT and not found[1]
        return self._past_silent(name, found.end()) if opens_silent else found.end()

    def _rest_as_text(self, begin: int) -> int:
        """Show the rest: a browser drops what follows a tag or comment that never ends."""
        self.out.append(self.html[begin:].replace("<", "&lt;"))
        return len(self.html)

    def _past_comment(self, begin: int) -> int:
        end = "-->" if self.html.startswith("<!--", begin) else ">"
        found = self.html.find(end, begin + 2)
        return self._rest_as_text(begin) if found < 0 else found + len(end)

    def _past_silent(self, name: str, at: int) -> int:
        """Return the place of the end tag of an element whose content is left out."""
        if name in self.unclosed:
            return at
        end = re.compile(rf"</{name}[\s/>]", re.IGNORECASE | re.ASCII).search(self.html, at)
        if end is None:
            self.unclosed.add(name)
            return at
        return end.start()

    def _tag(self, found: re.Match[str]) -> None:
        name = found[2].lower()
        if (name := RENAMED.get(name, name)) not in self.tags:
            return
        if found[1]:
            self.out += self.nesting.close(name)
            return
        closed = self.nesting.make_room_for(name)
        if closed is None:
            return
        self.out += closed
        self.out.append(f"<{name}{_attributes(found[3], name)}>")
        if name not in VOID and self.nesting.open(name) > MAX_DEPTH:
            raise too_deep()


def _attributes(text: str, tag: str) -> str:
    """Write the attributes that any policy knows again, each once and in double quotes."""
    if not text.strip(" \n\t/"):
        return ""
    values: dict[str, str] = {}
    for name, *quoted in ATTRIBUTE.findall(text):
        name = name.lower()
        if name in KNOWN:
            values.setdefault(name, "".join(quoted))
    if tag == "a" and "name" in values:  # how anchors were written before HTML 4
        values.setdefault("id", values["name"])
    return "".join(f' {name}="{_quoted(value)}"' for name, value in values.items())


def _quoted(value: str) -> str:
    return value.replace('"', "&quot;").replace("<", "&lt;")
