"""CommonMark with tables, strikethrough and bare web addresses as links."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from blog.markup.bare_addresses import bare_address
from blog.markup.limits import MAX_LINKED, MAX_NESTING, MarkupError, too_deep


def _parser(*, ugc: bool) -> MarkdownIt:
    options = {
        "html": not ugc,
        "breaks": ugc,  # Who types a comment expects a new line where Enter was pressed.
        "xhtmlOut": False,
        # Past this depth the parser drops text without a word; ours refuses before.
        "maxNesting": MAX_NESTING + 2,
    }
    parser = MarkdownIt("commonmark", options).enable(["strikethrough", "table"])
    parser.inline.ruler.before("newline", "bare_address", bare_address)
    if ugc:
        parser.disable(["heading", "lheading", "image", "table"])
    return parser


POST, COMMENT = _parser(ugc=False), _parser(ugc=True)


def markdown_to_html(source: str, *, ugc: bool) -> str:
    """Return HTML that is not sanitised yet."""
    parser = COMMENT if ugc else POST
    env: dict = {}
    tokens = parser.parse(source, env)
    for token in tokens:
        if token.level > MAX_NESTING:
            raise too_deep()
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", "")):
            token.attrs["class"] = str(style).replace("text-align:", "align-")
    _refuse_bulk(tokens)
    return parser.renderer.render(tokens, parser.options, env)


def _refuse_bulk(tokens: Sequence[Token]) -> None:
    """Refuse one long address that 30,000 references repeat: it would make gigabytes."""
    linked = 0
    for token in tokens:
        for child in token.children or ():
            linked += sum(len(str(value)) for value in child.attrs.values())
    if linked > MAX_LINKED:
        raise MarkupError("content_too_long", "The addresses of the links are too long together.")
