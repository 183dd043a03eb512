"""`/sitemap.xml` and `/robots.txt`."""

import xml.etree.ElementTree as ET

from api.sitemaps import PostSitemap
from tests.factories import make_draft, make_post, make_scheduled

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_it_lists_what_everybody_may_see(api, author):
    make_post("Привет")
    make_draft("Draft", author=author)
    make_scheduled("Later", author=author)
    tree = ET.fromstring(api.get("/sitemap.xml").content)
    locations = [element.text for element in tree.findall("s:url/s:loc", NAMES)]
    assert locations == ["http://testserver/blog/posts/%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82/"]
    assert tree.find("s:url/s:lastmod", NAMES) is not None


def test_an_empty_blog_has_a_sound_one(api):
    assert ET.fromstring(api.get("/sitemap.xml").content).findall("s:url", NAMES) == []


def test_over_the_limit_it_is_an_index_of_pages(api, monkeypatch):
    monkeypatch.setattr(PostSitemap, "limit", 2)
    for _ in range(3):
        make_post()
    tree = ET.fromstring(api.get("/sitemap.xml").content)
    pages = [element.text for element in tree.findall("s:sitemap/s:loc", NAMES)]
    assert len(pages) == 2
    assert all(page.startswith("http://testserver/sitemap.xml") for page in pages)
    second = ET.fromstring(api.get("/sitemap.xml?p=2").content)
    assert len(second.findall("s:url", NAMES)) == 1


def test_robots_name_the_sitemap(api):
    response = api.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()
