"""What becomes of a text: its HTML, its table of contents, its plain text and excerpt."""

import pytest

from blog.markup import excerpt_from, reading_minutes, render


def html_of(source: str, **options) -> str:
    return render(source, "markdown", **options).html


def toc_of(source: str) -> list[tuple[int, str, str]]:
    return [(e["level"], e["id"], e["title"]) for e in render(source, "markdown").toc]


# Markdown


def test_it_renders_commonmark_with_tables_and_strikethrough():
    assert html_of("*a* ~~b~~ `c`") == "<p><em>a</em> <s>b</s> <code>c</code></p>\n"
    assert html_of("> a") == "<blockquote>\n<p>a</p>\n</blockquote>\n"
    table = html_of("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |")
    assert "<td>1</td>" in table
    assert '<td class="align-center">2</td>' in table
    assert '<td class="align-right">3</td>' in table


def test_what_scrolls_inside_itself_can_be_reached_by_keyboard():
    assert html_of("|a|\n|-|").startswith('<table tabindex="0">')
    assert html_of("    code").startswith('<pre tabindex="0">')


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("```rust\nx\n```", "rust"),
        ("```rust,ignore (why)\nx\n```", "rust"),
        ("```c++ title=a\nx\n```", "c++"),
        ('<pre><code class="hljs language-js wide">x</code></pre>', "js"),
    ],
)
def test_a_code_block_keeps_its_language_and_no_other_class(source, language):
    assert f'<code class="language-{language}">x' in html_of(source)


def test_a_code_block_without_a_sane_language_has_no_class():
    for fence in ("```", "```{.rust}", '```"', "~~~"):
        assert "<code>x" in html_of(f"{fence}\nx\n{fence[:3]}")


def test_addresses_in_running_text_become_links_but_file_names_do_not():
    html = html_of(
        "See https://a.example/b_c_d (http://c.example), main.rs, README.md, a@b.example"
    )
    assert html.count("<a ") == 2
    assert '<a href="https://a.example/b_c_d" rel="noopener">https://a.example/b_c_d</a>' in html
    assert '(<a href="http://c.example" rel="noopener">http://c.example</a>)' in html
    assert html_of("**https://a.example/**").count("</a></strong>") == 1


@pytest.mark.parametrize(
    "source",
    [
        "`https://a.example`",
        "xhttps://a.example",
        "http://",
        "https\\://a.example",
        f"http://a.example/{'a' * 3000}",
    ],
)
def test_what_is_no_address_stays_text(source):
    assert "<a " not in html_of(source)


def test_an_address_inside_a_link_makes_no_second_link():
    assert html_of("[see http://a.example](http://b.example)").count("<a ") == 1
    assert html_of('<a href="/b">http://a.example</a>').count("<a ") == 1


def test_only_web_addresses_mail_and_relative_links_lead_anywhere():
    for target in ("https://a.example/?a=1&amp;b", "mailto:a@b.example", "/a", "../a.html", "?a=1"):
        assert f'<a href="{target}" rel="noopener">x</a>' in html_of(f"[x]({target})")
    assert html_of("<a href='tel:1'>x</a>") == '<p><a rel="noopener">x</a></p>\n'


def test_images_load_late_and_keep_their_text_and_size():
    html = html_of(
        '![A cat](cat.png "Tom")<img src="https://a.example/b.png" width="20" height="1em">'
    )
    assert '<img alt="A cat" loading="lazy" src="cat.png" title="Tom">' in html
    assert '<img loading="lazy" src="https://a.example/b.png" width="20">' in html


# HTML


def test_html_in_a_post_is_shown_as_html():
    source = "<details><summary>More</summary>\n\n*a* H<sub>2</sub>O<br>\n\n</details>"
    assert html_of(source) == (
        "<details><summary>More</summary>\n<p><em>a</em> H<sub>2</sub>O<br></p>\n</details>"
    )


def test_html_in_a_comment_is_text():
    html = html_of("<b>a</b> *b*", ugc=True)
    assert html == "<p>&lt;b&gt;a&lt;/b&gt; <em>b</em></p>\n"


def test_a_comment_has_no_headings_no_images_and_keeps_its_lines():
    html = html_of("# one\ntwo\n===\n![x](y.png)", ugc=True)
    assert html.startswith("<p># one<br>\ntwo<br>\n===<br>\n!<a ")
    assert '<a href="y.png" rel="noopener nofollow ugc">x</a>' in html
    assert render("<h2>a</h2><img src=b><p>c</p>", "html", ugc=True).html == "a<p>c</p>"


def test_old_elements_become_what_replaced_them_and_unknown_ones_their_text():
    source = "<center><tt>a</tt> <strike>b</strike></center><font color=red>c</font><x-y>d</x-y>"
    assert render(source, "html").html == "<div><code>a</code> <s>b</s></div>cd"


def test_html_that_is_not_closed_or_closed_wrongly_is_repaired():
    for source, repaired in [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("<b><i>a</b>b", "<b><i>a</i></b>b"),
        ("<p>a<ul><li>b</ul>", "<p>a</p><ul><li>b</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<a>a<a>b", '<a rel="noopener">a</a><a rel="noopener">b</a>'),
        ("a</p></b></td>b", "ab"),
        ("<td>a</td><table><b>b</b></table>", 'ab<table tabindex="0"></table>'),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
    ]:
        assert render(source, "html").html == repaired


def test_a_table_keeps_its_cells_when_their_end_tags_are_missing():
    source = "<table><tr><td>1<td>2<tr><td>3<table><tr><td>in</table>still<td>4</table>after"
    html = render(source, "html").html.replace(' tabindex="0"', "")
    assert html == (
        "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3<table><tbody><tr><td>in</td></tr>"
        "</tbody></table>still</td><td>4</td></tr></tbody></table>after"
    )


def test_direction_and_language_are_kept_where_they_are_real():
    source = (
        '<p dir="RTL" lang="ar">a</p><ul dir=auto><li dir=up lang="<b>">b</ul><bdi dir=ltr>c</bdi>'
    )
    assert render(source, "html").html == (
        '<p dir="RTL" lang="ar">a</p><ul dir="auto"><li>b</li></ul><bdi dir="ltr">c</bdi>'
    )


# Headings, and links to them


def test_headings_get_ids_from_their_words_in_any_script():
    assert toc_of("## What's *new* in 1.0?\n### Привет, мир\n#### 你好\n## שלום\n## हिन्दी") == [
        (2, "h-whats-new-in-1-0", "What's new in 1.0?"),
        (3, "h-привет-мир", "Привет, мир"),
        (4, "h-你好", "你好"),
        (2, "h-שלום", "שלום"),
        (2, "h-हिन्दी", "हिन्दी"),
    ]


def test_equal_headings_get_different_ids():
    ids = [entry[1] for entry in toc_of("## A\n## A\n## A-2\n## A\n## !\n## ?")]
    assert ids == ["h-a", "h-a-2", "h-a-2-2", "h-a-3", "h-section", "h-section-2"]


def test_the_contents_list_h2_to_h4_that_have_words():
    entries = toc_of("## a & <b>b</b>\n##### too deep\n## ![](x.png)\n### `c`")
    assert [(level, title) for level, _, title in entries] == [(2, "a & b"), (3, "c")]


def test_headings_step_down_only_where_the_text_has_its_own_h1():
    assert [entry[0] for entry in toc_of("# a\n## b\n###### c")] == [2, 3]
    assert html_of("# a\n###### c").endswith('<h6 id="h-c">c</h6>\n')
    assert [entry[0] for entry in toc_of("## a\n### b")] == [2, 3]


def test_a_heading_keeps_the_id_it_was_given():
    html = html_of('<h2 id="install">Setting up</h2>\n\n[there](#install)')
    assert '<h2 id="h-install">' in html
    assert '<a href="#h-install" rel="noopener">there</a>' in html


@pytest.mark.parametrize("link", ["whats-new-in-10", "what-s-new-in-1-0", "h-whats-new-in-1-0"])
def test_links_find_a_heading_however_its_id_used_to_be_made(link):
    html = html_of(f"[up](#{link})\n\n## What's new in 1.0?")
    assert '<a href="#h-whats-new-in-1-0" rel="noopener">' in html


def test_links_with_percent_signs_find_their_heading():
    assert 'href="#h-é-b"' in html_of("[x](#%C3%A9-b)\n\n## É b")


def test_anchors_that_the_text_links_to_are_kept_and_others_are_not():
    html = html_of('<a name="n1"></a>One <p id="comments">two</p> <span id="b"></span> [x](#n1)')
    assert '<a id="h-n1" rel="noopener"></a>' in html
    assert '<a href="#h-n1" rel="noopener">x</a>' in html
    assert "comments" not in html
    assert html.count("id=") == 1


def test_a_link_that_leads_out_of_the_text_is_left_alone():
    assert '<a href="#comments" rel="noopener">' in html_of("[x](#comments)\n\n## Other")


@pytest.mark.parametrize(
    "source",
    [
        "# a\n## b\n[x](#b) <a name=b></a>\n\n|a|\n|-:|\n|1|\n\n```x\n\ny\n```",
        "<pre>\n\na</pre><p id=a>x<p id=a>y<a href=#a>z</a><h2 id=a>b</h2><h3>a</h3>",
        "<p title='b' lang=en dir=ltr id=x>a</p><a title=t href=#x>b</a><img alt=a src=b>",
        "> - a\n>   1. b\n\n&lt;i&gt; &amp;amp; <b>x<p>y</b>",
    ],
)
def test_rendering_again_changes_nothing(source):
    for content_format in ("markdown", "html"):
        first = render(source, content_format)
        assert render(first.html, "html") == first


# Plain text


def test_the_text_holds_all_that_is_read_a_line_a_block():
    source = "## A\n\nb *c*\nd<br>e &amp;lt; &copy;\n\n- f\n- g\n\n|h|i|\n|-|-|\n\n"
    source += "```\nj  k\n```\n![l](m)"
    assert render(source, "markdown").text == "A\nb c d e &lt; ©\nf\ng\nh\ni\nj k"


def test_the_lead_is_prose():
    source = "## A\n\n```\nb\n```\n\n- c\n\n> d\n\nOne *two*\nthree.\n\n"
    source += "<figure><p>e</p></figure>\n\nFour."
    assert render(source, "markdown").lead == "One two three.\nFour."
    assert render("- a\n- b", "markdown").lead == "a\nb"


def test_the_lead_stops_after_what_an_excerpt_needs():
    assert 1_000 < len(render("A sentence of words.\n\n" * 1_000, "markdown").lead) < 1_100


@pytest.mark.parametrize(
    ("text", "limit", "excerpt"),
    [
        ("Short  text\nin lines", 280, "Short text in lines"),
        ("One two three four", 13, "One two…"),
        ("One two three four", 14, "One two three…"),
        ("An antidisestablishmentarian", 25, "An…"),
        ("One two, three", 9, "One two…"),
        ("Это длинное предложение", 14, "Это длинное…"),
        ("مرحبا بالعالم الجميل", 15, "مرحبا بالعالم…"),
        ("春はあけぼの。やうやう白くなりゆく", 8, "春はあけぼの…"),
        ("你好世界你好世界", 6, "你好世界你…"),
        ("हिन्दीहिन्दी", 6, "हिन्…"),
        ("👩‍👩‍👧👩‍👩‍👧", 9, "👩‍👩‍👧…"),
        ("👍🏽👍🏽👍🏽", 4, "👍🏽…"),
        ("ok " + "x" * 90, 60, "ok " + "x" * 56 + "…"),
        ("", 10, ""),
    ],
)
def test_an_excerpt_ends_with_a_whole_word_or_character(text, limit, excerpt):
    assert excerpt_from(text, limit) == excerpt
    assert len(excerpt) <= limit


def test_an_excerpt_is_never_longer_than_asked():
    for limit in range(1, 40):
        for text in ("word " * 20, "字" * 50, "e\u0301" * 50, "\u0301" * 50):
            assert len(excerpt_from(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 1), ("word " * 10, 1), ("word " * 2_200, 10), ("字" * 4_500, 10), ("かな。" * 1_500, 10)],
)
def test_reading_takes_time_by_words_or_by_characters(text, minutes):
    assert reading_minutes(text) == minutes
