"""`Idempotency-Key`: a POST that was sent twice makes one thing.

draft-ietf-httpapi-idempotency-key-header; contract section 7.

The key is claimed before the work begins, so that a second request can be told that the first is
running. What was answered is stored in the transaction of the work: both are there, or neither.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.exceptions import KeyReused, StillRunning
from blog.models import IdempotentRequest, Person
from blog.models.idempotency import KEPT

KEY = re.compile(r"[\x21-\x7e]{1,200}")
# A request that has not ended by now never will: its process is gone.
GIVEN_UP = timedelta(minutes=2)
REPEATED = ("Last-Modified", "Location")


def idempotent(create: Callable[..., Response]) -> Callable[..., Response]:
    """Make a handler answer a repetition, by the same person with the same key, from the store."""

    @wraps(create)
    def wrapped(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = request.data  # Parsed first: a form's key stands in its body.
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is None or not request.user.is_authenticated:
            return create(view, request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise ParseError("An Idempotency-Key has 1 to 200 visible ASCII characters.")
        claim, is_new = _claim(request, key, _fingerprint(request, data))
        if not is_new:
            return _again(claim)
        view.claim = claim
        try:
            return create(view, request, *args, **kwargs)
        except BaseException:
            claim.delete()
            raise

    wrapped.is_idempotent = True  # type: ignore[attr-defined]
    return wrapped


@contextmanager
def one_transaction(view: Any) -> Iterator[Callable[[Response], Response]]:
    """Give the handler one transaction for its work and for what is stored of its answer.

    What takes long, such as decoding an image, is done before: the database waits for it otherwise.
    """

    def keep(response: Response) -> Response:
        if claim := getattr(view, "claim", None):
            _keep(claim, response)
        return response

    with transaction.atomic():
        yield keep


def _claim(request: Request, key: str, fingerprint: str) -> tuple[IdempotentRequest, bool]:
    """Return the row of this key, and whether it is this request's to work on."""
    person = cast(Person, request.user)
    mine = IdempotentRequest.objects.filter(person=person)
    now = timezone.now()
    mine.filter(created_at__lt=now - KEPT).delete()
    mine.filter(key=key, status=None, created_at__lt=now - GIVEN_UP).delete()
    try:
        with transaction.atomic():
            new = {"person": person, "key": key, "fingerprint": fingerprint}
            return IdempotentRequest.objects.create(**new), True
    except IntegrityError:
        claim = mine.filter(key=key).first()
    if claim is not None and claim.fingerprint != fingerprint:
        raise KeyReused
    if claim is None or claim.status is None:
        raise StillRunning
    return claim, False


def _keep(claim: IdempotentRequest, response: Response) -> None:
    """Store the answer; raises StillRunning where another request has taken the key over."""
    headers = {name: response[name] for name in REPEATED if response.has_header(name)}
    headers["version"] = getattr(response, "version", "")
    body = JSONRenderer().render(response.data).decode() if response.data else ""
    mine = IdempotentRequest.objects.filter(pk=claim.pk)
    if not mine.update(status=response.status_code, headers=headers, body=body):
        raise StillRunning


def _again(claim: IdempotentRequest) -> Response:
    data = json.loads(claim.body) if claim.body else None
    headers = {**claim.headers, "Idempotency-Replayed": "true"}
    version = headers.pop("version")
    response = Response(data, claim.status, headers=headers)
    if version:
        response.version = version  # type: ignore[attr-defined]
    return response


def _fingerprint(request: Request, data: Any) -> str:
    hashed = sha256(f"{request.method} {request.path}\n".encode())
    # A form has a list of values for each name.
    for name, values in data.lists() if hasattr(data, "lists") else [("", [data])]:
        for value in values:
            hashed.update(f"{name}=".encode())
            if isinstance(value, File):
                hashed.update(f"{value.name}\n".encode())
                for chunk in value.chunks():
                    hashed.update(chunk)
                value.seek(0)
            else:
                hashed.update(json.dumps(value, sort_keys=True).encode())
            hashed.update(b"\n")
    return hashed.hexdigest()
