"""Settings of the test suite: a home of its own, real databases, no compression of static files."""

import atexit
import os
import shutil
import tempfile

os.environ["REVERIE_HOME"] = tempfile.mkdtemp(prefix="reverie-test-")
os.environ.setdefault("REVERIE_URL", "http://localhost")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
if os.environ.get("REVERIE_TEST_DATABASE") == "postgres" and not os.environ.get("DATABASE_URL"):
    from tests.postgres import cluster

    running = cluster()
    os.environ["DATABASE_URL"] = running.__enter__()
    atexit.register(running.__exit__, None, None, None)

from config.settings import *  # noqa: F403
from config.settings import DATABASES, HOME

DATABASES["default"]["TEST"] = (
    {"NAME": str(HOME / "test.sqlite3")}
    if "sqlite" in str(DATABASES["default"]["ENGINE"])
    else {"NAME": "test_reverie"}
)
(HOME / "static").mkdir(exist_ok=True)
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
