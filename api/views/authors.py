"""Authors: people with a published post."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from api.representations import DATA, PAGE, Represented
from api.serializers.people import ProfileSerializer
from blog.models import Person


@extend_schema_view(
    list=extend_schema(
        summary="List authors",
        description="People with a published post, by user name.",
    ),
    retrieve=extend_schema(summary="Read an author", description="One profile, by user name."),
)
class AuthorViewSet(Represented, ReadOnlyModelViewSet):
    """Public profiles, by user name."""

    queryset = Person.objects.all()
    serializer_class = ProfileSerializer
    renderer_classes = PAGE
    renderers = {"list": DATA}
    filter_backends = ()
    lookup_field = "username"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Person]:
        people = Person.objects.visible_to(self.request.user)
        return people.with_post_count().select_related("avatar")
