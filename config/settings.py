"""Settings of an installation. Each name read here stands in docs/reference/settings.md."""

from pathlib import Path

from config import env
from config.settings_accounts import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent
HOME = env.folder("REVERIE_HOME", Path.cwd() / "var")
DEMO = env.boolean("REVERIE_DEMO", default=(HOME / "demo").exists())
URL = env.url("REVERIE_URL", "http://localhost:8000")
HOST = env.host_of(URL)
BIND = env.text("REVERIE_BIND") or env.bind_for(URL)

DEBUG = False
SECRET_FILE = HOME / "keys" / "secret.key"
SECRET_KEY = env.secret(SECRET_FILE)
MASTER_KEY_FILE = Path(env.text("REVERIE_MASTER_KEY_FILE") or HOME / "keys" / "master.key")
ANCHOR_FOLDER = Path(env.text("REVERIE_ANCHORS") or HOME / "anchors")
UPLOAD_FOLDER = HOME / "uploads"
BACKUP_FOLDER = env.text("REVERIE_BACKUPS")
ALLOWED_HOSTS = [HOST.rsplit(":", 1)[0], *env.text("REVERIE_HOSTS").split()]
if HOST.rsplit(":", 1)[0] in {"localhost", "127.0.0.1", "[::1]"}:  # by name too, since passkeys need a name
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [URL]
HTTPS = URL.startswith("https://")
TRUSTED_PROXIES = env.proxies()

DATABASES = {"default": env.database(env.text("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

ROOMS = [
    "home", "process", "interop", "billing", "supervision", "record", "journal", "measures",
    "directory", "treatment", "scheduling", "safety", "accounts", "core",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    *[f"reverie.{room}" for room in ROOMS],  # before the sign-in library, whose pages our templates draw
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "reverie.core.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "reverie.accounts.middleware.ActorMiddleware",
    "reverie.core.gate.GateMiddleware",
    "reverie.process.middleware.DoorMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "reverie.core.layouts.layout",
            ],
        },
    }
]
COTTON_DIR = "components"
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "reverie.core.form_style.FormStyle"
CSRF_FAILURE_VIEW = "reverie.core.error_pages.form_expired"

# What a page says next is kept with the browser session, sealed: in a cookie its words would leave.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-reverie" if HTTPS else "reverie"
CSRF_COOKIE_NAME = "__Host-reverie-csrf" if HTTPS else "reverie-csrf"
KNOWN_BROWSER_COOKIE = "__Host-reverie-known" if HTTPS else "reverie-known"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is refused by core.headers, on every answer
    "security.W005",  # the other names below a practice's domain are not ours to bind
    "security.W021",  # and so are the browsers' lists
]

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "reverie.core.one_stylesheet.OneStylesheetStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
# An upload stays in memory: spooled to a temporary file, clinical words would lie on the disk in the clear.
FILE_UPLOAD_HANDLERS = ["reverie.core.uploads.BoundedMemoryHandler"]
MAIL_URL = env.text("REVERIE_MAIL_URL")
MAIL = env.mail(MAIL_URL)
DEFAULT_FROM_EMAIL = str(MAIL["sender"])
EMAIL_BACKEND = "reverie.core.outbox_backend.OutboxBackend"
