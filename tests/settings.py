"""Settings for the tests: .local/ is neither read nor written, and each test process has its own database."""

import os
import tempfile

os.environ["SHORTFALL_MODE"] = "local"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["SHORTFALL_DATA_KEYS"] = "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtIXg="
# Playwright keeps an event loop in the thread that also uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for name in (
    "ALLOWED_HOSTS",
    "DEBUG",
    "EMAIL_HOST",
    "EMAIL_SECURITY",
    "SECRET_KEY_FALLBACKS",
    "SHORTFALL_ADDRESS",
    "SHORTFALL_API_AN_HOUR",
    "SHORTFALL_API_ORIGINS",
    "SHORTFALL_CASE_DAYS",
    "SHORTFALL_CONTACT",
    "SHORTFALL_LOGS",
    "SHORTFALL_METRICS_TOKEN",
    "TIME_ZONE",
):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES  # noqa: E402

# A password is only as slow to check as its hasher, and no test is about that.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server's threads then have connections of their own, as in production.
    DATABASES["default"]["NAME"] = f"{tempfile.gettempdir()}/shortfall-tests-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}

# Else each test client first reads the head of every static file; so each is looked for when it is asked for.
WHITENOISE_AUTOREFRESH = True

# Files are served from where they lie; production's hashed names need `collectstatic` first.
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
