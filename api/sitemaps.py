"""What search engines read: every published post, and where not to go."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as urlset
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from api.links import absolute
from api.safe import read_only
from blog.models import Post
from blog.querysets import PostQuerySet


class PostSitemap(Sitemap):
    """The published posts; sitemaps.org allows 50,000 of them in one file."""

    limit = 50_000

    @cached_property
    def paginator(self) -> Paginator:
        """The pages of the sitemap, kept so that the posts are counted once."""
        return Paginator(self.items(), self.limit)

    def items(self) -> PostQuerySet:
        posts = Post.objects.visible_to(AnonymousUser()).published()
        return posts.only("slug", "updated_at", "published_at")

    def lastmod(self, post: Post) -> Any:
        return post.updated_at

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer the posts, or (over 50,000 of them) the index of the pages of them."""
    posts = PostSitemap()
    if "p" in request.GET or posts.paginator.num_pages == 1:
        return urlset(request, sitemaps={"posts": posts})
    pages = [{"location": absolute(f"{request.path}?p={n}")} for n in posts.paginator.page_range]
    template = "sitemap_index.xml"
    return TemplateResponse(request, template, {"sitemaps": pages}, content_type="application/xml")


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """Let everything public be read, and name the sitemap."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/"]
    lines += ["", f"Sitemap: {absolute('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
