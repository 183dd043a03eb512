"""How often one person, or one address, may do what costs something (429 with `Retry-After`).

Counted in the shared cache, in fixed windows; a cache that is away stops nobody.
"""

import logging
import time
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

log = logging.getLogger("broadsheet.throttling")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds, by person or, with `by_address`, by network address."""

    name: str
    number: int
    seconds: int
    by_address: bool = False


WRITES = (Limit("write", 120, 60),)
POSTS = (*WRITES, Limit("post", 60, 3_600))
COMMENTS = (*WRITES, Limit("comment", 10, 60), Limit("comment-day", 200, 86_400))
UPLOADS = (*WRITES, Limit("upload", 30, 60))
SIGN_UPS = (Limit("signup", 10, 3_600, by_address=True),)
SIGN_INS = (Limit("login", 30, 300, by_address=True),)
RESETS = (Limit("reset", 10, 3_600, by_address=True),)
# Wrong passwords for one account, wherever they come from.
FAILURES = Limit("login-failure", 10, 900)


@dataclass(frozen=True, slots=True)
class Window:
    """The present window of a limit: what is left of it, and the seconds until the next."""

    limit: Limit
    used: int
    seconds_left: int

    @property
    def policy(self) -> str:
        return f'"{self.limit.name}";q={self.limit.number};w={self.limit.seconds}'

    @property
    def state(self) -> str:
        left = max(0, self.limit.number - self.used)
        return f'"{self.limit.name}";r={left};t={self.seconds_left}'


def window(limit: Limit, who: str, step: int) -> Window:
    """Count `step` more of what somebody does, and return how the window stands then."""
    now = int(time.time())
    left = limit.seconds - now % limit.seconds
    key = f"limit:{limit.name}:{sha256(who.encode()).hexdigest()[:32]}:{now // limit.seconds}"
    try:
        cache.add(key, 0, timeout=left + 1)
        used = cache.incr(key, step) if step else cache.get(key, 0)
    except Exception:
        # Gone between the two, or no cache at all: a read-only blog would be the worse answer.
        log.warning("Not counted: %s", limit.name, exc_info=True)
        used = 0
    return Window(limit, used, left)


class RateLimit(BaseThrottle):
    """Applies the view's `limits` for the action, and keeps how they stand for the headers."""

    def allow_request(self, request: Request, view: Any) -> bool:
        limits = getattr(view, "limits", {}).get(view.action, ())
        if not (settings.THROTTLE and limits):
            return True
        windows = [window(limit, self.who(request, limit), 1) for limit in limits]
        self.tightest = min(windows, key=lambda found: found.limit.number - found.used)
        view.rate = self.tightest
        return self.tightest.used <= self.tightest.limit.number

    def wait(self) -> float:
        return self.tightest.seconds_left

    def who(self, request: Request, limit: Limit) -> str:
        if limit.by_address or not request.user.is_authenticated:
            return network(self.get_ident(request))
        return f"person {request.user.pk}"


def network(address: str) -> str:
    """Return what one subscriber has: an address of IPv4, the 64 bits in front of IPv6."""
    address = address.strip().removeprefix("[").partition("]")[0]
    if address.count(":") == 1:  # Some proxies add the port.
        address = address.partition(":")[0]
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, IPv6Address):
        # What a listener for both families makes of IPv4.
        return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
    return str(found)


def count_attempt(account: str) -> None:
    """Count an attempt at a password; raise Throttled (429) after too many wrong ones.

    Counted before the password is looked at, so that a hundred at once are a hundred; of accounts
    that do not exist too, so that nothing tells them.
    """
    found = window(FAILURES, account, 1)
    if settings.THROTTLE and found.used > FAILURES.number:
        raise Throttled(found.seconds_left, "Too many wrong passwords for this account.")


def forgive_attempt(account: str) -> None:
    """Take an attempt back that was right."""
    window(FAILURES, account, -1)
