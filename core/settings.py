"""Settings from the environment; docs/configuration.md lists the variables."""

from importlib.util import find_spec
from pathlib import Path

from corsheaders.defaults import default_headers

from core import env
from core.compat import mail_settings
from core.logging import logging_config
from core.sqlite import use_current_sqlite

SQLITE_OPTIONS = use_current_sqlite()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
DEVELOPMENT_FILE = VAR_DIR / "development.env"
env.read_development_file(DEVELOPMENT_FILE)

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret_key(DEBUG, DEVELOPMENT_FILE)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, minimum=1)
WORKERS = env.number("WORKERS", 1, minimum=1, maximum=256)
SITE_URL = env.site_url("SITE_URL", f"http://127.0.0.1:{PORT}" if DEBUG else None)
SITE_NAME = env.text("SITE_NAME", "Broadsheet")
SITE_DESCRIPTION = env.text("SITE_DESCRIPTION", "A blog that is an API first.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEBUG else None)
if DEBUG and not {"localhost", "127.0.0.1", "[::1]"}.issuperset(ALLOWED_HOSTS):
    env.fail("DEBUG=true is for this machine only, but ALLOWED_HOSTS names others.")
POWERED_BY = env.text("POWERED_BY", " ").strip()

# The toolbar comes with the development requirements and never runs without DEBUG.
TOOLBAR = DEBUG and find_spec("debug_toolbar") is not None

INSTALLED_APPS = [
    "core",
    "api",
    "blog",
    "core.admin_config.BlogAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    *(["debug_toolbar"] if TOOLBAR else []),
]
MIDDLEWARE = [
    "core.middleware.RequestId",
    "core.middleware.AccessLog",
    "core.middleware.PoweredBy",
    "core.middleware.Problems",
    "django.middleware.security.SecurityMiddleware",
    "core.compat.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "core.middleware.GZip",
    "django.middleware.http.ConditionalGetMiddleware",
    "core.middleware.CleanInput",
    "core.middleware.EitherSlash",
    *(["debug_toolbar.middleware.DebugToolbarMiddleware"] if TOOLBAR else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
APPEND_SLASH = False  # core.middleware.EitherSlash answers both forms without a redirect.

DATABASES = {"default": env.database(VAR_DIR / "broadsheet.sqlite3", SQLITE_OPTIONS)}
CACHES = {"default": env.cache()}
# MAILERS, or the EMAIL_… of Django before 6.1.
globals().update(mail_settings(env.email()))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender("MAIL_FROM", SITE_URL)
TASKS = {"default": {"BACKEND": "blog.tasks.ThreadBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "blog.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

SIGNUP_ROLE = env.choice(
    "BLOG_SIGNUP_ROLE", "contributor", "reader", "contributor", "author", "editor"
)
# How long people may change what they said; replies may have come by then.
COMMENT_EDIT_MINUTES = env.number("COMMENT_EDIT_MINUTES", 15)
THROTTLE = env.flag("THROTTLE", default=True)

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en")
TIME_ZONE = "UTC"
USE_TZ = True
LOGIN_URL = "accounts:login"
PASSWORD_RESET_TIMEOUT = 2 * 24 * 60 * 60

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": env.storage(VAR_DIR / "media"),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Where they live in object storage, development has no folder to serve from but its own.
MEDIA_ROOT = STORAGES["default"]["OPTIONS"].get("location", VAR_DIR / "media")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

SECURE_TLS = SITE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TLS else 0
# Behind a proxy that ends TLS, and only there, its word on the scheme is taken.
NUM_PROXIES = env.number("NUM_PROXIES", 0, maximum=10)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NUM_PROXIES else None
SECURE_SSL_REDIRECT = SECURE_TLS and NUM_PROXIES > 0
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_TLS
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE_TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE_TLS else "csrftoken"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "https:", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
CORS_ALLOWED_ORIGINS = env.words("CORS_ALLOWED_ORIGINS", [])
CORS_ALLOWED_ORIGIN_REGEXES = [r"^http://(localhost|127\.0\.0\.1)(:\d+)?$"] if DEBUG else []
CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_HEADERS = [*default_headers, "if-match", "if-none-match", "idempotency-key"]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit", "RateLimit-Policy"),
    *("Retry-After", "WWW-Authenticate", "X-Request-ID"),
]
INTERNAL_IPS = ["127.0.0.1", "::1"]
DEBUG_TOOLBAR_CONFIG = {
    "SHOW_TOOLBAR_CALLBACK": "core.toolbar.on_pages",
    "SHOW_COLLAPSED": True,
}

LOGGING = logging_config(env.choice("LOG_FORMAT", "json", "json", "text"))
# Whether HSTS binds the subdomains, and browsers' preload lists, is the domain owner's decision.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.BearerAuthentication",
        "api.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.RateLimit"],
    "NUM_PROXIES": NUM_PROXIES,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_METADATA_CLASS": "api.metadata.Description",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["api.filters.QueryParameters"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.Operations",
    "EXCEPTION_HANDLER": "api.answers.exception_handler",
    "URL_FORMAT_OVERRIDE": "format",
    # Pages format the datetimes themselves; the JSON encoder writes RFC 3339.
    "DATETIME_FORMAT": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Broadsheet",
    "DESCRIPTION": (
        "A headless blog backend: posts, comments, categories, tags and likes.\n\n"
        "Times are RFC 3339 in UTC. What is absent is `null`, never missing. A parameter that is "
        "unknown, or whose value is wrong, is refused with a 400 that names it. Every error is "
        "a problem (RFC 9457). HEAD and OPTIONS work everywhere, and an address without its "
        "trailing slash is the same as with it."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "CONTACT": {"name": "The Broadsheet authors"},
    "SERVERS": [{"url": "/", "description": "This server."}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["api.schema.only_version_1"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.schema.finish",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PostStatus": ["draft", "scheduled", "published"],
        "CommentStatus": "blog.models.Comment.Status",
        "WritableStatus": "blog.models.Post.Status",
        "Scope": "blog.models.person.SCOPES",
        "ChangeType": ["published", "updated", "withdrawn", "deleted"],
        "ContentFormat": "blog.models.Post.Format",
    },
    "TAGS": [
        {"name": "posts", "description": "Posts and what hangs on them."},
        {"name": "comments", "description": "Comments over all posts."},
        {"name": "categories", "description": "The tree of categories."},
        {"name": "tags", "description": "Tags."},
        {"name": "authors", "description": "People with a published post."},
        {"name": "suggest", "description": "Titles and names for a search box, as one types."},
        {"name": "changes", "description": "What changed, for whoever keeps a copy."},
        {"name": "archive", "description": "Posts by year and month."},
        {"name": "statistics", "description": "The blog in numbers."},
        {"name": "media", "description": "Images."},
        {"name": "auth", "description": "Accounts, sessions, passwords, tokens."},
        {"name": "me", "description": "Who is asking."},
        {"name": "root", "description": "The entry."},
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
