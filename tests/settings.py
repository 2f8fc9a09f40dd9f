"""Settings of the tests: kreisnetz.settings with a test key, a fast hasher and a guard against GET requests that write.

KREISNETZ_DATABASE=postgres runs the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("KREISNETZ_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("KREISNETZ_DEBUG", "0")
if "KREISNETZ_DATA_DIR" not in os.environ:
    os.environ["KREISNETZ_DATA_DIR"] = tempfile.mkdtemp(prefix="kreisnetz-test-")
    atexit.register(shutil.rmtree, os.environ["KREISNETZ_DATA_DIR"], ignore_errors=True)
os.environ.setdefault("KREISNETZ_SITE_URL", "http://testserver")
os.environ.setdefault("KREISNETZ_MFA_REQUIRED", "0")
os.environ.setdefault("KREISNETZ_FORM_MIN_SECONDS", "0")
os.environ.setdefault("KREISNETZ_UNCONFIRMED_SEATS", "100000")
os.environ.setdefault("KREISNETZ_REGISTRATIONS_PER_HOUR", "100000")

from kreisnetz.settings import *  # noqa: F403
from kreisnetz.settings import DATABASE_KIND, DATABASES, MIDDLEWARE, STATIC_ROOT, STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [*MIDDLEWARE, "tests.guards.RefuseWritingGet"]
# WhiteNoise warns where there is no such folder.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
# The rate limits of the sign-in pages are tested where they are switched on again.
ACCOUNT_RATE_LIMITS = False
if DATABASE_KIND == "sqlite":
    # A file, not memory: several threads and processes read the same data, as in real life.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["KREISNETZ_DATA_DIR"]) / "test.sqlite3")}
TEMPLATES[0]["OPTIONS"]["debug"] = True
