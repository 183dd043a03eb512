"""The posts of one category, tag, author or period: lists whose filter stands in the path."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.dates import MONTHS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ViewSet

from api.exceptions import Moved
from api.links import absolute
from api.representations import PAGE, Represented
from api.serializers.people import ProfileSerializer
from api.serializers.taxonomy import CategorySerializer, TagSerializer
from api.views.lookups import find_category
from api.views.posts import PostViewSet
from blog.models import Category, Person, Tag


class PostsOf(PostViewSet):
    """A list with a subject, which its page shows and its feeds are named after."""

    subject: Any
    subject_name: str
    subject_serializer: type[Serializer]

    def page_context(self, data: Any) -> dict[str, Any]:
        subject = self.subject_serializer(self.subject).data
        return {**super().page_context(data), self.subject_name: subject}

    def feed_context(self) -> dict[str, str]:
        return {
            "title": f"{settings.SITE_NAME}: {self.subject}",
            "html_url": absolute(self.subject.get_absolute_url()),
        }


class CategoryPosts(PostsOf):
    """`/blog/category/<slug>/`."""

    template_name = "blog/category.html"
    subject_name, subject_serializer = "category", CategorySerializer

    @cached_property
    def subject(self) -> Category:
        return find_category(self.request.user, self.kwargs["category"])


class TagPosts(PostsOf):
    """`/blog/tag/<slug>/`."""

    template_name = "blog/tag.html"
    subject_name, subject_serializer = "tag", TagSerializer

    @cached_property
    def subject(self) -> Tag:
        tags = Tag.objects.visible_to(self.request.user).with_post_count()
        return get_object_or_404(tags, slug=self.kwargs["tag"])


class AuthorPosts(PostsOf):
    """`/blog/author/<username>/`."""

    template_name = "blog/author.html"
    subject_name, subject_serializer = "author", ProfileSerializer

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Show those who have published something; `?author=` knows others to editors."""
        self.subject  # noqa: B018 - Http404 where there is none
        return super().list(request, *args, **kwargs)

    @cached_property
    def subject(self) -> Person:
        people = Person.objects.visible_to(self.request.user).with_post_count()
        return get_object_or_404(people, username=self.kwargs["author"])


class PeriodPosts(PostViewSet):
    """`/blog/archive/<yyyy>/` and `/blog/archive/<yyyy>/<mm>/`."""

    template_name = "blog/archive_period.html"

    @property
    def label(self) -> str:
        year, month = self.kwargs["year"], self.kwargs.get("month")
        return f"{MONTHS[month]} {year}" if month else str(year)

    def page_context(self, data: Any) -> dict[str, Any]:
        period = {"month": None, **self.kwargs, "label": self.label}
        return {**super().page_context(data), "period": period}

    def feed_context(self) -> dict[str, str]:
        return {
            "title": f"{settings.SITE_NAME}: {self.label}",
            "html_url": absolute(self.request.path),
        }


class AuthorByUuid(Represented, ViewSet):
    """`/blog/user/<uuid>/`: the documents' address of an author, leads to the one by name."""

    renderer_classes = PAGE

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        people = Person.objects.visible_to(request.user)
        person = get_object_or_404(people, uuid=kwargs["uuid"])
        raise Moved(absolute(person.get_absolute_url()))
