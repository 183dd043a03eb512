"""What is asked of a blog to measure it: through the whole stack, in the process itself."""

import json
import logging
import re
import statistics
import time
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Category, Person, Post, Tag
from blog.search.index import document_of
from blog.tallies import Kind, numbers_of

API = "/api/v1/"
REPEATS = 11
# Tables that grow with the blog.
LARGE = "post|comment|posttag|search|postentry|change|like"
SCANS = {
    "sqlite": re.compile(rf"SCAN (?:\w+ AS )?\"?blog_({LARGE})\"?(?! VIRTUAL| USING)"),
    "postgresql": re.compile(rf"Seq Scan on blog_({LARGE})\b"),
}


def count() -> int:
    return Post.objects.count()


def measure() -> None:
    """Print a line of JSON for each question."""
    logging.disable(logging.WARNING)  # The log of each access.
    client = Client()
    for name, path in questions(client):
        client.get(path)
        took = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            response = client.get(path)
            took.append((time.perf_counter() - start) * 1000)
            assert response.status_code == 200, (path, response.content)
        scans = ", ".join(sorted(set(scanned(client, path))))
        print(json.dumps({"name": name, "ms": statistics.median(took), "scans": scans}), flush=True)


def scanned(client: Client, path: str) -> Iterator[str]:
    """Yield the large tables that a request reads from end to end."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    for query in queries:
        if query["sql"].lstrip("(").startswith(("SELECT", "WITH")):
            with connection.cursor() as cursor:
                cursor.execute(f"{explain} {query['sql']}".replace("%", "%%"), ())
                plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            yield from SCANS[connection.vendor].findall(plan)


def questions(client: Client) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of each question."""
    posts = f"{API}posts/"
    newest = Post.objects.published().first()
    assert newest is not None
    numbers = numbers_of(Kind.TAG)
    tag = Tag.objects.get(pk=max(numbers, key=lambda pk: numbers[pk]))
    authors = numbers_of(Kind.AUTHOR)
    author = Person.objects.get(pk=max(authors, key=lambda pk: authors[pk]))
    month = sorted(numbers_of(Kind.MONTH))[-2]
    tree = Category.objects.annotate(n=Count("children")).filter(parent=None, n__gt=0).first()
    assert tree is not None
    words = sorted_by_frequency(newest)
    yield "first page", posts
    yield "page 100", f"{posts}?page=100"
    yield "cursor in the middle", middle(client)
    yield "category with descendants", f"{posts}?category={tree.slug}"
    yield "tag", f"{posts}?tag={tag.slug}"
    yield "author", f"{posts}?author={author.username}"
    yield "month", f"{posts}?year={month // 100}&month={month % 100}"
    yield "ordered by comments", f"{posts}?ordering=-comment_count"
    yield "one post", f"{posts}{newest.slug}/"
    yield "related", f"{posts}{newest.slug}/related/"
    yield "search: rare word", f"{posts}?q={words['rare']}"
    yield "search: middling word", f"{posts}?q={words['middling']}"
    yield "search: common word", f"{posts}?q={words['common']}"
    title = newest.title.split()
    yield "suggestions", f"{API}suggest/?q={title[0]}+{title[1][:4]}"
    yield "suggestions, mistyped", f"{API}suggest/?q={title[1][1]}{title[1][0]}{title[1][2:]}"
    yield "comments", f"{API}comments/"
    yield "archive", f"{API}archive/"
    yield "statistics", f"{API}statistics/"
    yield "facets", f"{posts}?facets=category,tag,author,year"
    yield "facets of a category", f"{posts}?category={tree.slug}&facets=tag,author,year"


def middle(client: Client) -> str:
    """Walk to the middle of the list; page 50,000 of a million posts in tens."""
    path, rows = f"{API}posts/?cursor=&page_size=100&fields=id", 0
    total = client.get(f"{API}posts/?fields=id&page_size=1").json()["count"]
    while rows < total // 2:
        body: Any = client.get(path).json()
        path, rows = body["next"].removeprefix("http://testserver"), rows + 100
    return path.replace("page_size=100", "page_size=10").replace("&fields=id", "")


def sorted_by_frequency(post: Post) -> dict[str, str]:
    """Return a rare, a middling and a common word of some posts."""
    total, found = Post.objects.count(), {}
    bounds = {"common": (0.3, 1), "middling": (0.002, 0.02), "rare": (0, 100 / max(total, 1))}
    for one in [post, *Post.objects.published().order_by("pk")[:40]]:
        for token in sorted(set(document_of(one).content)):
            if not token.isalpha() or len(token) < 5 or len(found) == len(bounds):
                continue
            share = (
                Client().get(f"{API}posts/?q={token}&fields=id&page_size=1").json()["count"] / total
            )
            for name, (least, most) in bounds.items():
                if least < share <= most:
                    found.setdefault(name, token)
    return found
