"""Readers of the environment: each returns a checked value or stops with one sentence."""

import os
import secrets
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(SystemExit):
    """A setting that cannot be used; printed as one line, exit status 2."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")


def text(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file that `name`_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE", f"cannot be read: {error.strerror} ({path}).") from None
    return os.environ.get(name, default)


def boolean(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and empty."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(name, f"must be yes or no, not {value!r}.")


def integer(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(name, f"must be a whole number, not {value!r}.") from None


def folder(name: str, default: Path) -> Path:
    """A folder, made when it is missing, readable by its owner alone."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(name, f"cannot be made: {error.strerror} ({path}).") from None
    return path


def secret(path: Path) -> str:
    """A random secret kept in `path`, made on first use; refused when others may read it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSetting("The secret", f"in {path} can be read by others; run: chmod 600 {path}")
    return path.read_text().strip()


def database(url: str, home: Path) -> dict[str, object]:
    """Django's settings for a DATABASE_URL; empty means the embedded SQLite file in `home`."""
    if not url:
        return sqlite(home / "reverie.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL", "must start with postgresql:// or sqlite:///.")
    query = dict(item.split("=", 1) for item in parts.query.split("&") if "=" in item)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
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
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }
