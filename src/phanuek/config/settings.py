"""Settings, all from the environment (docs/guides/deploy.md). Without any: development on SQLite in ./data."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from phanuek.config import database

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("PHANUEK_DATA_DIR", ROOT / "data"))
(DATA_DIR / "static").mkdir(parents=True, exist_ok=True)

DEMO = os.environ.get("PHANUEK_DEMO") == "1"
PRODUCTION = os.environ.get("PHANUEK_PRODUCTION") == "1"
DEBUG = os.environ.get("PHANUEK_DEBUG") == "1" and not PRODUCTION
# the demo clock can be set; everything else reads the machine's
FIXED_TIME = os.environ.get("PHANUEK_TIME", "")


def _secret_key() -> str:
    """The key of the environment; in production nothing else, else one kept in the data folder."""
    key = os.environ.get("PHANUEK_SECRET_KEY", "")
    if key:
        return key
    if PRODUCTION:
        raise RuntimeError("Set PHANUEK_SECRET_KEY: see docs/guides/deploy.md, 'The secret key'.")
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [h for h in os.environ.get("PHANUEK_HOSTS", "127.0.0.1,localhost").split(",") if h]

ROOMS = [
    "phanuek.ui",
    "phanuek.timeline",
    "phanuek.people",
    "phanuek.files",
    "phanuek.messages",
    "phanuek.areas",
    "phanuek.organisations",
    "phanuek.registry",
    "phanuek.eligibility",
    "phanuek.consent",
    "phanuek.agreements",
    "phanuek.needs",
    "phanuek.offers",
    "phanuek.matching",
    "phanuek.referrals",
    "phanuek.outcomes",
    "phanuek.figures",
    "phanuek.desk",
    "phanuek.site",
    "phanuek.api",
    "phanuek.config",
]
INSTALLED_APPS = [
    *ROOMS,  # first: their templates stand before those of the libraries
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "django.forms",  # the templates of Django's own widgets, for TemplatesSetting
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "phanuek.ui.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "phanuek.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "phanuek.organisations.middleware.ActorMiddleware",
    "phanuek.ui.middleware.ProblemsMiddleware",
]
ROOT_URLCONF = "phanuek.config.urls"
WSGI_APPLICATION = "phanuek.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "phanuek.ui.context.chrome",
            ],
            "builtins": ["phanuek.ui.templatetags.phanuek"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASES = {
    "default": database.from_url(DATABASE_URL)
    if DATABASE_URL
    else database.sqlite(DATA_DIR / "phanuek.sqlite3", durable=not DEMO)
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # with IMMEDIATE it would make every page view a writer
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# sign-in rate limits must count across processes
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "phanuek.people.adapter.ClosedSignup"
ACCOUNT_FORMS = {"login": "phanuek.people.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the person chooses: many sign in on a shared computer
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# where the platform is reached from outside, for links in mail; no slash at the end
SITE_URL = os.environ.get(
    "PHANUEK_SITE_URL",
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://127.0.0.1:8000",
).rstrip("/")

# without a mail server each mail becomes a file
MAIL_DIR = DATA_DIR / "mail"
EMAIL_HOST = os.environ.get("PHANUEK_EMAIL_HOST", "")
TRUST_ROOTS = os.environ.get("PHANUEK_TRUST_ROOTS", "")
EMAIL_BACKEND = os.environ.get("PHANUEK_EMAIL_BACKEND", "") or (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "phanuek.messages.backends.EmlBackend"
)
_MAIL_TLS = os.environ.get("PHANUEK_EMAIL_TLS", "starttls")
if _MAIL_TLS not in {"starttls", "tls", "off"}:
    raise RuntimeError(f"PHANUEK_EMAIL_TLS must be starttls, tls or off, not {_MAIL_TLS!r}.")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_TLS == "starttls", _MAIL_TLS == "tls"
EMAIL_PORT = int(os.environ.get("PHANUEK_EMAIL_PORT", "465" if EMAIL_USE_SSL else "587"))
EMAIL_HOST_USER = os.environ.get("PHANUEK_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PHANUEK_EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds; a message waits in its table, so a slow server is no reason to wait at a page
DEFAULT_FROM_EMAIL = os.environ.get("PHANUEK_EMAIL_FROM", f"phanuek@{urlsplit(SITE_URL).hostname}")

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lang"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
COUNTRY_PACK = os.environ.get("PHANUEK_COUNTRY_PACK", "packs.thailand")
PHANUEK_NAV_BUILDER = "phanuek.config.navigation.build"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION or DEMO
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = ""  # files are served by the files room after asking who may see them, never by address
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# the scanner of ClamAV that looks at every file, as host:port or the path of its socket; without it nothing is scanned
CLAMD = os.environ.get("PHANUEK_CLAMD", "")
CLAMD_TIMEOUT = 30  # seconds
# how many years contents are kept after the case is closed, or after the consent has ended; then they are destroyed
RETENTION_YEARS = {"application": 2, "answer": 2, "evidence": 10, "consent": 5}
# an upload that nothing refers to is destroyed after so many days
ABANDONED_AFTER_DAYS = 7
FILE_UPLOAD_PERMISSIONS = 0o600

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "phanuek.ui.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]  # the proxy and the service manager ask over plain loopback
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_tokens": {"()": "phanuek.ui.logs.WithoutTokens"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_tokens"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
