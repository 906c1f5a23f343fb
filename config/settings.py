"""Wiring of the whole shop. What each environment variable does: README, "Settings"."""

from datetime import timedelta

import django_stubs_ext

from config.api import REST_FRAMEWORK as REST_FRAMEWORK
from config.api import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.environment import (
    STATE_DIR,
    database,
    flag,
    kafka_security,
    one_of,
    pairs,
    secret,
    several,
    text,
    words,
)
from config.logs import LOGGING as LOGGING
from shop import engines

# Lets Django's generic classes be subscripted, as their type stubs have it.
django_stubs_ext.monkeypatch()

DEMO = flag("TRADEWIND_DEMO", default="yes")
DEMO_HISTORY = flag("DEMO_HISTORY", default="yes")
DEMO_SHOPPERS = float(text("DEMO_SHOPPERS", "0"))
DEBUG = flag("DEBUG")
SECRET_KEY = secret("SECRET_KEY")
CUSTOMER_KEYS_SECRET = secret("CUSTOMER_KEYS_SECRET")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    # Before the admin site, whose templates it overrides.
    "shop.operations",
    "shop.operations.site.ShopAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "shop.kernel",
    "apps.accounts",
    "apps.catalog",
    "apps.orders",
    "apps.inventory",
    "apps.payments",
    "apps.shipping",
    "apps.suppliers",
    "apps.notifications",
    "outbox_relay",
    "shop.storefront",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.storefront.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.kernel.api.middleware.StoryMiddleware",
    "shop.kernel.api.throttles.BudgetHeadersMiddleware",
    # Innermost, so that the others head a 304, too.
    "shop.kernel.api.conditional.ConditionalAnswers",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.storefront.context.shop_window",
            ],
        },
    },
]

# --- Engines -----------------------------------------------------------------------------------

DATABASE_URL = text("DATABASE_URL") or engines.address_of_postgres(STATE_DIR) or "postgresql:///"
PREPARED_STATEMENTS = flag("PREPARED_STATEMENTS", default="yes")
DATABASES = {
    "default": {
        **database(DATABASE_URL),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Without server-side binding nothing is ever prepared, which costs a third of everything.
        # Behind PgBouncer older than 1.21, PREPARED_STATEMENTS=no.
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 2 if PREPARED_STATEMENTS else None,
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
        },
    }
}

# A context with a database of its own reads the keys of people where the shop keeps them.
CUSTOMER_KEYS_DATABASE = "default"
if _keys_url := text("CUSTOMER_KEYS_DATABASE_URL"):
    CUSTOMER_KEYS_DATABASE = "customer_keys"
    DATABASES[CUSTOMER_KEYS_DATABASE] = {**DATABASES["default"], **database(_keys_url)}

REDIS_URL = text("REDIS_URL") or engines.address_of_valkey(STATE_DIR) or "redis://127.0.0.1:6379/0"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tradewind",
        "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2},
    }
}
# Answers that are the same for everybody, kept for less than a second (shop/kernel/cache).
SHARED_CACHE = flag("SHARED_CACHE", default="yes")
SESSION_ENGINE = "shop.storefront.sessions"

CELERY_BROKER_URL = REDIS_URL
KAFKA_BOOTSTRAP_SERVERS = text("KAFKA_BOOTSTRAP_SERVERS")
KAFKA_SECURITY = kafka_security()
TOPICS_DIR = STATE_DIR / "topics"
OUTBOX_RETENTION_DAYS = int(text("OUTBOX_RETENTION_DAYS", "14"))
CONSUMERS_HERE = words("CONSUMERS_HERE")
CONSUMERS_FROM_KAFKA = words("CONSUMERS_FROM_KAFKA")
EVENT_SOURCES = words("EVENT_SOURCES", "urn:tradewind")
INBOX_KEPT = timedelta(days=int(text("INBOX_KEPT_DAYS", "35")))
TOPICS_KEPT = timedelta(days=int(text("TOPICS_KEPT_DAYS", "14")))

# --- People ------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
JWT_SECRET = secret("JWT_SECRET")
ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
REFRESH_TOKEN_LIFETIME = timedelta(days=30)
RATE_LIMITS = flag("RATE_LIMITS", default="yes")
API_READS_PER_MINUTE = int(text("API_READS_PER_MINUTE", "1200"))
API_WRITES_PER_MINUTE = int(text("API_WRITES_PER_MINUTE", "120"))

# --- The outside world -------------------------------------------------------------------------

SHOP_URL = text("SHOP_URL", "http://127.0.0.1:8000")
LIVE_URL = text("LIVE_URL", "http://127.0.0.1:8200")
LIVE_SECRET = secret("LIVE_SECRET")
SANDBOX_URL = text("SANDBOX_URL", "http://127.0.0.1:8100")
# Where shoppers' browsers find the gateway's card page, if that is not where the shop finds it.
SANDBOX_PUBLIC_URL = text("SANDBOX_PUBLIC_URL", SANDBOX_URL)
SANDBOX_SECRET = secret("SANDBOX_SECRET")
# By name, in the order in which they are asked.
PAYMENT_GATEWAYS = pairs("PAYMENT_GATEWAYS") or {"sandbox": "apps.payments.gateways.SandboxGateway"}
STRIPE_URL = text("STRIPE_URL", "https://api.stripe.com")
STRIPE_SECRET_KEY = text("STRIPE_SECRET_KEY")
COURIER = text("COURIER", "apps.shipping.gateways.SandboxCourier")
# By name: adapters besides our own, and what proves to a supplier that it is us who asks.
_OURS = {"rest": "RestAdapter", "email": "EmailAdapter", "sandbox": "SandboxSupplier"}
SUPPLIER_ADAPTERS = {
    name: f"apps.suppliers.gateways.{it}" for name, it in _OURS.items() if DEMO or name != "sandbox"
} | pairs("SUPPLIER_ADAPTERS")
SUPPLIER_SECRETS = pairs("SUPPLIER_SECRETS")
# Who may call back: the end of his address and his secret, or both while he changes it.
CALLBACK_SECRETS = several("CALLBACK_SECRETS")
# When cards are charged, and what is done before the bank lets go of what it keeps for us: Stripe
# keeps a card's amount for seven days (docs.stripe.com/payments/place-a-hold-on-a-payment-method).
CAPTURE = one_of("CAPTURE", "at_once", "on_dispatch")
CAPTURE_WITHIN = timedelta(days=float(text("CAPTURE_WITHIN_DAYS", "6")))
# What a gateway has not settled by then, it should have.
SETTLES_WITHIN = timedelta(hours=float(text("SETTLES_WITHIN_HOURS", "72")))
OUTSIDE_TIMEOUT_SECONDS = float(text("OUTSIDE_TIMEOUT_SECONDS", "5"))
IMAGE_NETWORKS = words("IMAGE_NETWORKS")
BREAKER_FAILURES = int(text("BREAKER_FAILURES", "5"))
BREAKER_SECONDS = float(text("BREAKER_SECONDS", "10"))
WORKER_METRICS = text("WORKER_METRICS")
RELAY_METRICS = text("RELAY_METRICS")
CONSUME_METRICS = text("CONSUME_METRICS")
# Where spans go, as OpenTelemetry has it: the collector's address without /v1/traces.
OTEL_EXPORTER_OTLP_ENDPOINT = text("OTEL_EXPORTER_OTLP_ENDPOINT")
OTEL_SERVICE_NAME = text("OTEL_SERVICE_NAME", "tradewind")
EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "shop@tradewind.example")
_CARRIERS = "apps.notifications.gateways.Sandbox{}" if DEMO else ""
NOTIFICATION_CHANNELS = {
    channel: adapter
    for channel, adapter in {
        "email": "apps.notifications.gateways.EmailChannel",
        "sms": text("SMS_CHANNEL", _CARRIERS.format("Sms")),
        "whatsapp": text("WHATSAPP_CHANNEL", _CARRIERS.format("WhatsApp")),
    }.items()
    if adapter
}

# --- Business ----------------------------------------------------------------------------------

CURRENCY = text("CURRENCY", "EUR")
HOLD_LENGTH = timedelta(seconds=int(text("HOLD_SECONDS", "600")))
# For so long a unit is held for whoever is first in a waiting list.
OFFER_LENGTH = timedelta(seconds=int(text("OFFER_SECONDS", "86400")))
# Who sells, as it stands on invoices: lines, with a semicolon between them.
SELLER = [line.strip() for line in text("SELLER", "Tradewind").split(";")]
# For so many days after the delivery a buyer may send back what came.
RETURN_DAYS = int(text("RETURN_DAYS", "30"))
# Which warehouses give what an order wants: a class of apps.inventory.rules, or one like it.
ALLOCATION = text("ALLOCATION", "apps.inventory.rules.FewestParcels")

# --- Everything else ---------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = text("TIME_ZONE", "UTC")
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
WHITENOISE_USE_FINDERS = True
# WhiteNoise warns about a missing folder; in demo and tests nothing was collected yet.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Pictures of products, written by workers and read by the web servers.
MEDIA_URL = "media/"
MEDIA_ROOT = STATE_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_TLS_PROXY") else None
SECURE_SSL_REDIRECT = flag("FORCE_TLS")
SECURE_HSTS_SECONDS = int(text("HSTS_SECONDS", "0"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
