"""What happens around every request, in the order of core/settings.py."""

from core.middleware.access_log import AccessLog
from core.middleware.addresses import CleanInput, EitherSlash
from core.middleware.answers import GZip, PoweredBy, Problems
from core.middleware.request_id import RequestId

__all__ = [
    "AccessLog",
    "CleanInput",
    "EitherSlash",
    "GZip",
    "PoweredBy",
    "Problems",
    "RequestId",
]
