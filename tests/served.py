"""Settings for real processes that tests start: the tests' own, but with a database and files that several share."""

from tests.settings import *  # noqa: F403 (all of them, as Django's settings are extended)
from tests.settings import DATABASES, STORAGES, database, files

DATABASES["default"] = database()
STORAGES["default"] = files()
