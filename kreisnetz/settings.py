"""All settings of Kreisnetz, read from KREISNETZ_… environment variables.

Safe by default: debug is off and nothing starts without a secret key. Readers refuse unknown values instead of guessing.
Every variable is explained for the operator in docs/operations.md (a test compares the two).
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_bool(name: str, default: bool) -> bool:
    value = env(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "ja", "on"}:
        return True
    if value in {"0", "false", "no", "nein", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name}: „{value}“ ist weder ja noch nein. Bitte 1 oder 0 angeben.")


def env_int(name: str, default: int) -> int:
    value = env(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: „{value}“ ist keine ganze Zahl.") from None


def env_secret(name: str) -> str:
    """The variable itself, or the content of the file that NAME_FILE points to."""
    path = env(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return env(name)


DEBUG = env_bool("KREISNETZ_DEBUG", False)
SECRET_KEY = env_secret("KREISNETZ_SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "KREISNETZ_SECRET_KEY fehlt. Bitte eine lange, zufällige Zeichenkette setzen (docs/operations.md)."
    )

# --- who runs this site -------------------------------------------------------------------------------------------
SITE_URL = env("KREISNETZ_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env("KREISNETZ_SITE_NAME", "Kreisnetz")
COUNTY_NAME = env("KREISNETZ_COUNTY_NAME", "Kreis Groß-Gerau")
LAND = env("KREISNETZ_LAND", "HE")
OPERATOR_NAME = env("KREISNETZ_OPERATOR_NAME", COUNTY_NAME)
OPERATOR_ADDRESS = env("KREISNETZ_OPERATOR_ADDRESS")
OPERATOR_EMAIL = env("KREISNETZ_OPERATOR_EMAIL")
OPERATOR_PHONE = env("KREISNETZ_OPERATOR_PHONE")
DATA_PROTECTION_CONTACT = env("KREISNETZ_DATA_PROTECTION_CONTACT")
LEGAL_BASIS = env("KREISNETZ_LEGAL_BASIS", "Art. 6 Abs. 1 Buchst. e DSGVO")
ACCESSIBILITY_CHECKED_ON = env("KREISNETZ_ACCESSIBILITY_CHECKED_ON")
# A film in German Sign Language that explains this site; linked from the start page.
SIGN_LANGUAGE_URL = env("KREISNETZ_SIGN_LANGUAGE_URL")
OFFICIAL_BAR = env_bool("KREISNETZ_OFFICIAL_BAR", False)
# Welche Seiten die Netzwerkkarte in einem Rahmen zeigen dürfen, mit Komma getrennt, z. B. https://www.kreis.example
EMBED_SITES = [site.strip() for site in env("KREISNETZ_EMBED_SITES").split(",") if site.strip()]
if any(not site.startswith(("https://", "http://")) or set(site) & set(" ;'") for site in EMBED_SITES):
    raise ImproperlyConfigured(
        "KREISNETZ_EMBED_SITES: Bitte Adressen wie https://www.kreis.example angeben, mit Komma getrennt."
    )
DEMO = env_bool("KREISNETZ_DEMO", False)

ALLOWED_HOSTS = [host for host in env("KREISNETZ_ALLOWED_HOSTS").split(",") if host] or [
    urlsplit(SITE_URL).hostname or "localhost"
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")
BEHIND_PROXY = env_bool("KREISNETZ_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The limits of the sign-in count the visitor's address, not the proxy's; the same entry as web.views.register.client_ip.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# --- application --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "kreisnetz.core",
    "kreisnetz.register",
    "kreisnetz.events",
    "kreisnetz.reviews",
    "kreisnetz.jobs",
    "kreisnetz.ui",
    "kreisnetz.web",
    "kreisnetz.staff",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kreisnetz.ui.security.SecurityHeaders",
    "allauth.account.middleware.AccountMiddleware",
    "kreisnetz.ui.access.StaffSession",
]
ROOT_URLCONF = "kreisnetz.urls"
WSGI_APPLICATION = "kreisnetz.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kreisnetz.ui.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kreisnetz.ui.templatetags.ui"],
        },
    }
]
# Our form renderer lives in ui; templates found by the ordinary loaders.
FORM_RENDERER = "kreisnetz.ui.forms.Renderer"

# --- database -----------------------------------------------------------------------------------------------------
DATA_DIR = Path(env("KREISNETZ_DATA_DIR", str(BASE_DIR / "data")))
DATABASE_KIND = env("KREISNETZ_DATABASE", "sqlite")
if DATABASE_KIND == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "kreisnetz.core.sqlite",
            "NAME": str(DATA_DIR / "kreisnetz.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Without IMMEDIATE, simultaneous sign-ups are lost to "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
                    "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; "
                    # What is deleted is overwritten, not only marked as free.
                    "PRAGMA secure_delete=ON"
                ),
            },
        }
    }
elif DATABASE_KIND == "postgres":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": env("KREISNETZ_DATABASE_NAME", "kreisnetz"),
            "USER": env("KREISNETZ_DATABASE_USER", "kreisnetz"),
            "PASSWORD": env_secret("KREISNETZ_DATABASE_PASSWORD"),
            "HOST": env("KREISNETZ_DATABASE_HOST", "127.0.0.1"),
            "PORT": env("KREISNETZ_DATABASE_PORT", "5432"),
            "CONN_MAX_AGE": 0,  # type: ignore[dict-item]
            "OPTIONS": {"pool": {"min_size": 2, "max_size": env_int("KREISNETZ_DATABASE_POOL", 10), "timeout": 20}},
        }
    }
else:
    raise ImproperlyConfigured(f"KREISNETZ_DATABASE: „{DATABASE_KIND}“ gibt es nicht. Möglich: sqlite, postgres.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database: limits and used one-time codes of the sign-in must hold in every process. Nothing else uses it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kreisnetz_cache",
        "KEY_FUNCTION": "kreisnetz.core.throttle.cache_key",
        # Nobody flushes the limits out by filling the table.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# --- language, time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "kreisnetz" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- static files -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- sign-in ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:home"
LOGOUT_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "kreisnetz.ui.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Nobody learns by a password reset which addresses have an account, and strangers get no mail from us.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Whoever's password or second factor changes gets a mail about it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_REQUIRED = env_bool("KREISNETZ_MFA_REQUIRED", not DEMO)
IDLE_TIMEOUT_MINUTES = env_int("KREISNETZ_IDLE_TIMEOUT_MINUTES", 60)
SESSION_COOKIE_NAME = "__Host-sitzung" if HTTPS else "sitzung"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = False
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "kreisnetz.ui.errors.csrf_failure"
# In the session, not in a cookie of their own: only the office has a session.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- mail ---------------------------------------------------------------------------------------------------------
# "outbox" keeps every mail readable in the staff pages and sends none (the example set-up); "smtp" sends.
MAIL_MODE = env("KREISNETZ_MAIL", "outbox")
if MAIL_MODE not in {"outbox", "smtp"}:
    raise ImproperlyConfigured(f"KREISNETZ_MAIL: „{MAIL_MODE}“ gibt es nicht. Möglich: outbox, smtp.")
MAIL_FROM = env("KREISNETZ_MAIL_FROM", "kreisnetz@example.org")
EMAIL_HOST = env("KREISNETZ_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env_int("KREISNETZ_SMTP_PORT", 25)
EMAIL_HOST_USER = env("KREISNETZ_SMTP_USER")
EMAIL_HOST_PASSWORD = env_secret("KREISNETZ_SMTP_PASSWORD")
EMAIL_USE_TLS = env_bool("KREISNETZ_SMTP_STARTTLS", False)
EMAIL_USE_SSL = env_bool("KREISNETZ_SMTP_TLS", False)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured(
        "Bitte nur eines einschalten: KREISNETZ_SMTP_TLS (meist Port 465) oder KREISNETZ_SMTP_STARTTLS (meist Port 587)."
    )
SMTP_CA_FILE = env("KREISNETZ_SMTP_CA_FILE")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = MAIL_FROM

# --- rules a county may change ------------------------------------------------------------------------------------
UNCONFIRMED_HOURS = env_int("KREISNETZ_UNCONFIRMED_HOURS", 72)
KEEP_SENSITIVE_DAYS = env_int("KREISNETZ_KEEP_SENSITIVE_DAYS", 7)
KEEP_REGISTRATION_DAYS = env_int("KREISNETZ_KEEP_REGISTRATION_DAYS", 30)
KEEP_AUDIT_DAYS = env_int("KREISNETZ_KEEP_AUDIT_DAYS", 180)
KEEP_PEOPLE_MONTHS = env_int("KREISNETZ_KEEP_PEOPLE_MONTHS", 12)
CONFIRM_MONTHS = env_int("KREISNETZ_CONFIRM_MONTHS", 12)
MIN_GROUP = env_int("KREISNETZ_MIN_GROUP", 5)
REMINDER_DAYS = env_int("KREISNETZ_REMINDER_DAYS", 3)
FORM_MIN_SECONDS = env_int("KREISNETZ_FORM_MIN_SECONDS", 3)
UNCONFIRMED_SEATS = env_int("KREISNETZ_UNCONFIRMED_SEATS", 30)
REGISTRATIONS_PER_HOUR = env_int("KREISNETZ_REGISTRATIONS_PER_HOUR", 60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
