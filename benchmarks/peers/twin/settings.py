"""Settings of the twin. The database comes from TWIN_DATABASE (an address as Luoshi takes it)."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit


def database(url: str) -> dict[str, object]:
    """Django's settings for the address, as durable as Luoshi: FULL on SQLite, synchronous_commit on PostgreSQL."""
    if url.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": parts.port or 5432,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": "-c synchronous_commit=on"},
    }


DATABASES = {"default": database(os.environ["TWIN_DATABASE"])}
SECRET_KEY = "a benchmark on the loopback keeps no secret"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
INSTALLED_APPS = ["rest_framework", "benchmarks.peers.twin"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]  # it states the length of an answer
ROOT_URLCONF = "benchmarks.peers.twin.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
}
