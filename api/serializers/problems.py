"""The one shape of every error (RFC 9457); for the schema, api/problems.py makes the answers."""

from rest_framework import serializers

from api.problems import CODES


class MistakeSerializer(serializers.Serializer):
    """One mistake: where it is (`pointer` into the body, or `parameter` of the query) and what."""

    pointer = serializers.CharField(required=False, help_text="JSON pointer into the body.")
    parameter = serializers.CharField(required=False, help_text="Name of the query parameter.")
    code = serializers.CharField(help_text="For programs.")
    detail = serializers.CharField(help_text="For people: the mistake and its remedy.")


class ProblemSerializer(serializers.Serializer):
    """Problem details; `code` is stable, `request_id` is the one in the log."""

    type = serializers.CharField(help_text="`/problems/<code>`.")
    title = serializers.CharField(help_text="What the `code` means, for people.")
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField(help_text="What is wrong with this request.")
    code = serializers.CharField(
        help_text=f"For programs: {', '.join(f'`{code}`' for code in CODES)}; more may come."
    )
    instance = serializers.CharField(help_text="The path that was asked for.")
    request_id = serializers.CharField(help_text="The `X-Request-ID` of the answer.")
    errors = MistakeSerializer(  # type: ignore[assignment]
        many=True, help_text="One entry for each mistake of a request."
    )
