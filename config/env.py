"""Readers of the environment: each returns a checked value or stops with one sentence."""

import os
import secrets
import stat
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

MIN_SECRET = 40
MAIL_TO_SERVER = "django.core.mail.backends.smtp.EmailBackend"
MAIL_TO_FILES = "django.core.mail.backends.filebased.EmailBackend"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class BadSetting(SystemExit):
    """A setting that cannot be used; printed as one line, exit status 2."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")


def text(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file that `name`_FILE names; empty is as good as unset."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE", f"cannot be read: {error.strerror} ({path}).") from None
    return os.environ.get(name) or default


def boolean(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(name, f"must be yes or no, not {value!r}.")


def integer(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(name, f"must be a whole number, not {value!r}.") from None


def url(name: str, default: str) -> str:
    """An address without a path; plain http is for this machine alone."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise BadSetting(name, f"must look like https://practice.example, not {value!r}.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise BadSetting(name, f"must begin with https:// (plain http is for this machine alone): {value}")
    return value


def proxies() -> int:
    """How many reverse proxies stand in front: one unless told otherwise when the address is https."""
    return integer("REVERIE_PROXIES", 1 if text("REVERIE_URL").startswith("https:") else 0)


def host_of(address: str) -> str:
    """Host and port of an address."""
    return urlsplit(address).netloc


def bind_for(address: str) -> str:
    """Where the web server listens: the address itself on this machine, a loopback port behind a proxy."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return "127.0.0.1:8000"
    host = "127.0.0.1" if parts.hostname == "localhost" else str(parts.hostname)
    return f"{f'[{host}]' if ':' in host else host}:{parts.port or 80}"


def folder(name: str, default: Path) -> Path:
    """An absolute path; the folder itself is made by `reverie prepare`."""
    return Path(text(name, str(default))).expanduser().resolve()


def make_folder(path: Path) -> Path:
    """Make a folder that its owner alone can read, unless it is there."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(str(path), f"cannot be made: {error.strerror}.") from None
    return path


def make_secret(path: Path) -> None:
    """Write a random secret that its owner alone can read, unless it is there."""
    if not path.exists():
        make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))


def secret(path: Path) -> str:
    """The secret kept in `path`; refused when others may read it or it is short.

    Before `reverie prepare` made the file, a secret of this process alone: nothing is signed with it.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return secrets.token_urlsafe(48)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSetting("The secret", f"in {path} can be read by others; run: chmod 400 {path}")
    value = path.read_text().strip()
    if len(value) < MIN_SECRET:
        raise BadSetting("The secret", f"in {path} is shorter than {MIN_SECRET} characters; delete the file.")
    return value


def database(url: str, home: Path) -> dict[str, object]:
    """Django's settings for a DATABASE_URL; empty means the embedded SQLite file in `home`."""
    if not url:
        return sqlite(home / "reverie.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL", "must start with postgresql:// or sqlite:///.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,  # a database that was restarted costs nobody a page
        "OPTIONS": {name: query[name] for name in ("sslmode", "sslrootcert", "pool") if name in query},
    }


def sqlite(path: Path) -> dict[str, object]:
    """The embedded database: nothing acknowledged is lost in a power cut, nothing deleted stays readable."""
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON; PRAGMA busy_timeout=20000;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def mail(value: str) -> dict[str, Any]:
    """Where mail goes: smtp://user:password@host:587, smtps://…, file:///folder; empty means nowhere.

    `?from=address` names the sender. Plain smtp:// asks for STARTTLS, except on this machine.
    """
    name = "REVERIE_MAIL_URL"
    if not value:
        return {"backend": "", "options": {}, "sender": "no-reply@localhost"}
    parts = urlsplit(value)
    query = dict(parse_qsl(parts.query))
    sender = query.get("from") or (unquote(parts.username) if parts.username else "")
    if "@" not in sender:
        raise BadSetting(name, "must name the sender, as in smtp://host?from=office@practice.example.")
    if parts.scheme == "file":
        options: dict[str, Any] = {"file_path": unquote(parts.path)}
        return {"backend": MAIL_TO_FILES, "options": options, "sender": sender}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting(name, "must begin with smtp://, smtps:// or file:///.")
    is_tls = parts.scheme == "smtps"
    options = {
        "host": parts.hostname,
        "port": parts.port or (465 if is_tls else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": is_tls,
        "use_tls": not is_tls and parts.hostname not in LOOPBACK,
        "timeout": 20,
    }
    return {"backend": MAIL_TO_SERVER, "options": options, "sender": sender}
