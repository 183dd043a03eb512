"""Where uploaded files go: a folder, or object storage that speaks S3."""

from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from core.env.values import FALSE, TRUE, fail, text


def storage(default_root: Path) -> dict:
    """Return Django's STORAGES entry from STORAGE_URL (file:///path or s3://KEY:SECRET@bucket).

    No message repeats the value: it may hold a secret, and a start is logged.
    """
    try:
        parts = urlsplit(text("STORAGE_URL", default_root.as_uri()))
        port = parts.port
    except ValueError:
        port, parts = 0, urlsplit("s3:")
    if port is not None or parts.fragment:
        fail("STORAGE_URL is not a URL: percent-encode what KEY and SECRET hold besides letters.")
    if parts.scheme == "file":
        return _local_storage(parts)
    if parts.scheme == "s3":
        return _s3_storage(parts, _s3_options(parts.query))
    fail(f"STORAGE_URL starts with {parts.scheme!r}; use file:/// or s3://.")


def _local_storage(parts: SplitResult) -> dict:
    if parts.netloc or not parts.path.strip("/") or parts.query:
        fail("STORAGE_URL is not a folder such as file:///srv/blog/media, with three slashes.")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": unquote(parts.path)},
    }


S3_OPTIONS = ("endpoint", "private", "public_url", "region")


def _s3_options(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    options = {name: value.strip() for name, value in pairs}
    if not options.keys() <= set(S3_OPTIONS) or len(options) < len(pairs) or "" in options.values():
        fail(f"STORAGE_URL takes these options, each once, with a value: {', '.join(S3_OPTIONS)}.")
    for name in ("endpoint", "public_url"):
        place = urlsplit(options.get(name, "https://example.com"))
        if place.scheme not in {"http", "https"} or not place.netloc or place.query:
            fail(f"The {name} of STORAGE_URL is not an address such as https://cdn.example.com.")
    if options.get("private", "true").lower() not in TRUE | FALSE:
        fail("The private of STORAGE_URL is neither true nor false.")
    return options


def _s3_storage(parts: SplitResult, options: dict[str, str]) -> dict:
    """Names are random and never used again, so that a cache may keep an image for a year."""
    private = options.get("private", "false").lower() in TRUE
    if not parts.hostname or parts.path.strip("/") or bool(parts.username) != bool(parts.password):
        fail("STORAGE_URL is not like s3://KEY:SECRET@bucket or s3://bucket.")
    if private and "public_url" in options:
        fail("STORAGE_URL has private=true and a public_url, which exclude each other.")
    shared = "private" if private else "public"
    chosen = {
        "bucket_name": parts.hostname,
        "region_name": options.get("region"),
        "endpoint_url": options.get("endpoint"),
        "file_overwrite": False,
        "querystring_auth": private,
        "object_parameters": {"CacheControl": f"{shared}, max-age=31536000, immutable"},
        "client_config": _s3_client(),
    }
    if parts.username and parts.password:  # Otherwise boto3 looks where it always does.
        keys = {"access_key": unquote(parts.username), "secret_key": unquote(parts.password)}
        chosen |= {**keys, "security_token": None}
    if "public_url" in options:
        place = urlsplit(options["public_url"].rstrip("/"))
        chosen |= {"custom_domain": place.netloc + place.path, "url_protocol": f"{place.scheme}:"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": chosen}


def _s3_client() -> object:
    """Bound the waits, which boto3 would let last for minutes, and sign as every region accepts."""
    try:
        from botocore.config import Config  # type: ignore[import-untyped]
    except ImportError:
        fail("STORAGE_URL=s3://… needs the packages of requirements/prod.txt.")
    return Config(
        signature_version="s3v4",
        connect_timeout=3,
        read_timeout=15,
        retries={"total_max_attempts": 2, "mode": "standard"},
        # What only Amazon understands is sent only where it is asked for.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
