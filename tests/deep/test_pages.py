"""What tests/html/test_pages.py follows one link of a kind for, with each of them."""

from tests.html.test_pages import PATHS, Page, lead_somewhere, make_blog, targets_of


def test_every_link_of_every_page_leads_somewhere(api, settings):
    settings.THROTTLE = False
    make_blog()
    targets = set()
    for path in PATHS:
        targets |= set(targets_of(Page(api.get(path).content.decode()), path))
    assert len(targets) > 50
    lead_somewhere(api, targets)
