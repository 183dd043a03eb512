"""What the templates of the pages cannot say themselves."""

import json
from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.dates import MONTHS
from django.utils.encoding import escape_uri_path
from rest_framework.utils.encoders import JSONEncoder

from blog.models import Comment

register = template.Library()


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """Return the link to another page of the shown list; the first has no number, as elsewhere."""
    request = context["request"]
    query = request.GET.copy()
    for name in ("page", "cursor"):
        query.pop(name, None)
    if number > 1:
        query["page"] = str(number)
    path = escape_uri_path(request.path)
    return f"{path}?{query.urlencode()}" if query else path


@register.filter
def page_numbers(page: Page) -> Iterator[int | None]:
    """Yield the first page, the neighbours and the last one, with None for what is left out."""
    paginator = page.paginator
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        yield None if number == paginator.ELLIPSIS else int(number)


@register.filter
def month_name(month: int) -> str:
    """Return the name of a month in the language of the site."""
    return str(MONTHS[month])


@register.filter
def as_json(data: Any) -> str:
    """Return data as indented JSON, for people to read."""
    return json.dumps(data, cls=JSONEncoder, indent=2, ensure_ascii=False)


@register.simple_tag(takes_context=True)
def may_edit(context: template.Context, comment: dict[str, Any]) -> bool:
    """Return whether the reader may still edit a comment that is shown, by the rule of its row."""
    user = context["request"].user
    is_own = comment["author"]["username"] == user.username
    row = Comment(author=user if is_own else None, created_at=comment["created_at"])
    return row.can_be_edited_by(user)
