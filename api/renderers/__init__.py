"""The representations of a resource: each renderer writes one media type from the same data."""

from rest_framework.renderers import JSONRenderer

from api.renderers.feeds import AtomRenderer, FeedRenderer, JSONFeedRenderer, RSSRenderer
from api.renderers.markdown import MarkdownRenderer
from api.renderers.pages import PageRenderer
from api.renderers.tables import CSVRenderer

__all__ = [
    "AtomRenderer",
    "CSVRenderer",
    "FeedRenderer",
    "JSONFeedRenderer",
    "JSONRenderer",
    "MarkdownRenderer",
    "PageRenderer",
    "RSSRenderer",
]
