"""Django's feed generators, with what they leave out: full text, paging, steady dates."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from api.renderers.entries import EPOCH


class Paged(SyndicationFeed):
    """Links to the pages before and after this one (RFC 5005), and never says "now"."""

    link_element = "link"

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else EPOCH

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for rel in ("next", "previous"):
            if url := self.feed[rel]:
                handler.addQuickElement(self.link_element, None, {"rel": rel, "href": url})


class RSS(Paged, Rss201rev2Feed):
    """RSS 2.0 with the whole text, and with the date of the last change that RSS lacks."""

    link_element = "atom:link"

    def rss_attributes(self) -> dict[str, str]:
        content = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        return {**super().rss_attributes(), **content}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("content:encoded", item["content"])


class Atom(Paged, Atom1Feed):
    """Atom 1.0 with the whole text; the summary is text, where Django would declare it HTML."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"], {"type": "text"})
        handler.addQuickElement("content", item["content"], {"type": "html"})
