"""Settings, every one of them read from the environment or right as it stands.

SHORTFALL_MODE       "production" (the default), or "local" on one's own machine: secrets are then made in .local/
SECRET_KEY           signs cookies; SECRET_KEY_FALLBACKS (comma separated) still verifies what older keys signed
SHORTFALL_DATA_KEYS  Fernet keys that encrypt the answers at rest, comma separated, the newest first
ALLOWED_HOSTS        the site's host names, comma separated
DATABASE_URL         postgres://user:password@host/name; SQLite in .local/ when absent
SHORTFALL_CASE_DAYS  a case is deleted when it has not been opened for so many days (30)
SHORTFALL_ADDRESS    the site's one address, such as https://shortfall.example, for search engines; else as asked for
SHORTFALL_API_AN_HOUR  how many requests an hour the API answers for one address (1000)
SHORTFALL_API_ORIGINS  origins whose pages may read the API in a browser, comma separated; "*" for all; none when absent
SHORTFALL_CLAMD      the virus scanner that looks at what clients bring: a clamd at host:port or unix:/path; where it
                     is set and cannot be asked, nothing is kept; without it nothing is scanned
SHORTFALL_CONTACT    an email address for questions and for mistakes in the law, shown on "About"; else none is
SHORTFALL_FILES      where the documents of agencies' clients lie, sealed: a folder (.local/files when absent), or
                     s3://bucket or s3://bucket/folder, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and
                     AWS_ENDPOINT_URL as S3 tools know them
EMAIL_HOST           the SMTP server that sends invitations and password resets, with EMAIL_PORT (587), EMAIL_HOST_USER,
                     EMAIL_HOST_PASSWORD, EMAIL_SECURITY ("starttls", "tls" or "none") and EMAIL_FROM; without it
                     nothing is sent, and on one's own machine mail is written to .local/mail
FORWARDED_ALLOW_IPS  addresses of the TLS proxy (127.0.0.1); its word on who asks is taken when tries are counted
TIME_ZONE            whose "today" counts (America/Chicago, the middle of the country's clocks)
SHORTFALL_METRICS_TOKEN  what a monitor must send ("Authorization: Bearer …") to read /metrics; nobody can when absent
SHORTFALL_LOGS       "json" for one JSON object a line; plain lines when absent
HOST, PORT, WEB_CONCURRENCY, SHORTFALL_WORKERS  where gunicorn listens and with how many processes: config/gunicorn.py
DEBUG                "1" shows error pages with source; never for other people's eyes
"""

import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"  # what a running copy writes: database, secrets, collected static files


def given(name: str, default: str = "") -> str:
    """A variable of the environment; one that is set to nothing counts as absent."""
    return os.environ.get(name, "").strip() or default


SHORTFALL_MODE = given("SHORTFALL_MODE", "production")
if SHORTFALL_MODE not in {"production", "local"}:
    raise ImproperlyConfigured(f"SHORTFALL_MODE is {SHORTFALL_MODE!r}; it must be 'production' or 'local'.")
PRODUCTION = SHORTFALL_MODE == "production"
DEBUG = given("DEBUG").lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    """A comma separated variable as a list."""
    return [part.strip() for part in given(name, default).split(",") if part.strip()]


def secret(variable: str, file_name: str, fresh: str) -> str:
    """A secret from the environment; on one's own machine from a file that only its owner reads, made when missing."""
    if value := given(variable):
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(
            f"{variable} is not set. Production needs it; on your own machine `make run` makes one, or set "
            "SHORTFALL_MODE=local."
        )
    LOCAL_DIR.mkdir(mode=0o700, exist_ok=True)
    file = LOCAL_DIR / file_name
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as new:
        new.write(fresh + "\n")
    return fresh


# Secrets

SECRET_KEY = secret("SECRET_KEY", "secret_key", fresh=secrets.token_urlsafe(50))
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
SHORTFALL_DATA_KEYS = [
    key.strip()
    for key in secret("SHORTFALL_DATA_KEYS", "data_keys", fresh=urlsafe_b64encode(os.urandom(32)).decode()).split(",")
    if key.strip()
]

# The application

SHORTFALL_CASE_DAYS = int(given("SHORTFALL_CASE_DAYS", "30"))
SHORTFALL_ADDRESS = given("SHORTFALL_ADDRESS").rstrip("/")
SHORTFALL_API_AN_HOUR = int(given("SHORTFALL_API_AN_HOUR", "1000"))
SHORTFALL_API_ORIGINS = listed("SHORTFALL_API_ORIGINS")
SHORTFALL_ALLOWED = "cases.services.allowed"  # who counts the API's requests
SHORTFALL_METRICS_TOKEN = given("SHORTFALL_METRICS_TOKEN")
SHORTFALL_CONTACT = given("SHORTFALL_CONTACT")
SHORTFALL_CLAMD = given("SHORTFALL_CLAMD")

INSTALLED_APPS = [
    "cases",
    "cases.counseling",
    "calculators",
    "crispy_forms",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.metrics.Measured",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cases.counseling.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cases.counseling.middleware.timeouts",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "cases.context.site",
                "cases.counseling.context.desk",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_TEMPLATE_PACK = "shortfall"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["shortfall"]
CRISPY_FAIL_SILENTLY = False

# Database


def database() -> dict[str, Any]:
    """PostgreSQL where DATABASE_URL says so; otherwise one SQLite file, set up for several readers and one writer."""
    url = given("DATABASE_URL", f"sqlite:///{LOCAL_DIR / 'shortfall.sqlite3'}")
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "timeout": 20,  # seconds to wait for another writer
            "transaction_mode": "IMMEDIATE",  # a transaction takes the write lock when it opens, not half way
            # What is deleted is overwritten with zeros, in the file and not only in the index.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
        }
    return settings


DATABASES = {"default": database()}

# What is remembered for minutes, such as how often a sign-in was tried. It lies in the database: every process must
# count the same tries, and no further server is needed. Its keys are scrambled: they would name addresses and accounts.

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "remembered_for_minutes",
        "KEY_FUNCTION": "cases.services.scrambled",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # at more, the oldest tries are forgotten
    },
}

# Staff of agencies: accounts, second factors, sessions. Homeowners have none of it.

AUTH_USER_MODEL = "counseling.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# scrypt needs memory to guess at, as Argon2 does, and comes with Python; its parameters are OWASP's (N=2^14, r=8, p=5).
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
DESK_IDLE_MINUTES = 30  # OWASP ASVS 5.0, V7.3: a session ends when it is not used, and in any case after a working day
DESK_HOURS = 12
PASSWORD_RESET_TIMEOUT = 3600  # seconds that a link to a new password lives

ACCOUNT_ADAPTER = "cases.counseling.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "cases.counseling.adapters.shown_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation that was sent to its address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_SESSION_REMEMBER = True  # until our own timeouts; the cookie outlives them, to say why a session is over
ACCOUNT_SESSION_COOKIE_AGE = 24 * 3600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/15m/key",  # five wrong tries at one account, and it rests for a quarter of an hour
    "reset_password": "5/m/ip,20/h/ip,3/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "cases.counseling.adapters.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "cases.counseling.account_forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shortfall"
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before or after: clocks of telephones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Email

EMAIL_HOST = given("EMAIL_HOST")
EMAIL_PORT = int(given("EMAIL_PORT", "587"))
EMAIL_HOST_USER = given("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = given("EMAIL_HOST_PASSWORD")
EMAIL_SECURITY = given("EMAIL_SECURITY", "starttls")
if EMAIL_SECURITY not in {"starttls", "tls", "none"}:
    raise ImproperlyConfigured(f"EMAIL_SECURITY is {EMAIL_SECURITY!r}; it must be 'starttls', 'tls' or 'none'.")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
SENDS_MAIL = bool(EMAIL_HOST) or not PRODUCTION
EMAIL_FILE_PATH = LOCAL_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend" if EMAIL_HOST else "dummy.EmailBackend" if PRODUCTION else "filebased.EmailBackend"
)
DEFAULT_FROM_EMAIL = given("EMAIL_FROM", "Shortfall <no-reply@localhost>")

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = given("TIME_ZONE", "America/Chicago")

# Static files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = LOCAL_DIR / "static"


def files() -> dict[str, Any]:
    """A bucket that several machines share where SHORTFALL_FILES names one; otherwise a folder that we alone read."""
    where = given("SHORTFALL_FILES", str(LOCAL_DIR / "files"))
    if where.startswith("s3://"):
        return {"BACKEND": "config.storage.ObjectStorage", "OPTIONS": {"bucket": where}}
    return {"BACKEND": "config.storage.Folder", "OPTIONS": {"location": where}}


STORAGES = {
    "default": files(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Requests and uploads. An uploaded PDF carries a person's case: it stays in memory and never becomes a temporary file;
# one that is larger than the limit is dropped, so the form finds no file.

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Hosts, cookies and what a browser may do with our pages

ALLOWED_HOSTS = listed("ALLOWED_HOSTS", default="" if PRODUCTION else "localhost,127.0.0.1,[::1]")

# A proxy of ours says whom it speaks for; gunicorn reads the same variable for the scheme.
TRUSTED_PROXIES = listed("FORWARDED_ALLOW_IPS", default="127.0.0.1,::1")

SESSION_COOKIE_AGE = 24 * 3600  # where nothing else is set; a case sets its own time, or "until the browser closes"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "cases.views.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # a private link never leaves in a Referer header
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked inside, behind the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
}

# Logs hold no address, no answer and no error text: see config/logs.py.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_addresses": {"()": "config.logs.NoAddresses"}},
    "formatters": {"plain": {"()": "config.logs.PlainFormatter"}, "json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if given("SHORTFALL_LOGS") == "json" else "plain",
            "filters": ["no_addresses"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},  # only robots ask for other hosts
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # It quotes what it cannot draw, and that may be a name.
        "weasyprint": {"handlers": ["nowhere"], "level": "CRITICAL", "propagate": False},
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
