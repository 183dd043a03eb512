"""What happens around every request, in the order of core/settings.py."""

from core.middleware.access_log import AccessLog
from core.middleware.addresses import CleanInput, EitherSlash
from core.middleware.request_id import RequestId
from core.middleware.responses import GZip, PoweredBy, Problems

__all__ = [
    "AccessLog",
    "CleanInput",
    "EitherSlash",
    "GZip",
    "PoweredBy",
    "Problems",
    "RequestId",
]
