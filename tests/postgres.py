"""A PostgreSQL of one's own for one command: `python -m tests.postgres -- pytest reverie/core`.

Starts a throw-away cluster without a network port, sets DATABASE_URL and REVERIE_TEST_DATABASE for the
command, and deletes everything afterwards. Nothing is kept safe against a power cut in it: it is for tests.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

NOBODY = 65534
HOW_TO_GET = "PostgreSQL's server is not installed; on Debian or Ubuntu: sudo apt install postgresql"
QUIET = "-c listen_addresses='' -c max_connections=200 -c log_min_messages=fatal"
FAST = f"{QUIET} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoServer(Exception):
    """No PostgreSQL server on this machine."""


def programs() -> Path:
    """The folder with initdb and pg_ctl, the newest version. Raises NoServer."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise NoServer(HOW_TO_GET)
    return versions[-1].parent


def is_installed() -> bool:
    """True when a cluster can be started here."""
    try:
        programs()
    except NoServer:
        return False
    return True


def as_nobody(command: list[str]) -> list[str]:
    """The command, run by somebody whom the server accepts."""
    # The server refuses to run as root; no account has to be made for it.
    if os.geteuid() != 0:
        return command
    ids = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return ["setpriv", *ids, *command]


@contextmanager
def cluster(*, safe: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a running, empty server; gone at the end.

    `safe` writes through to the disk as a real one does, for measurements.
    """
    bin_folder = programs()
    folder = Path(tempfile.mkdtemp(prefix="reverie-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        _start(bin_folder, folder, QUIET if safe else FAST)
        yield f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
    finally:
        stop = [str(bin_folder / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
        subprocess.run(as_nobody(stop), cwd=folder, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _start(bin_folder: Path, folder: Path, options: str) -> None:
    """Make a cluster in the folder and start it."""
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        os.chown(data, NOBODY, NOBODY)
    init = [str(bin_folder / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    start = [str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-o", f"{options} -k {folder}"]
    _quietly(as_nobody([*init, "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"]), folder)
    _quietly(as_nobody([*start, "-l", str(folder / "log"), "start"]), folder)


def _quietly(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoServer(f"{Path(command[-1]).name}: {(done.stderr or done.stdout).strip()}")


def main(argv: list[str]) -> int:
    """Run the command after `--` beside a cluster; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.postgres")
    parser.add_argument("--if-installed", action="store_true", help="say what is missing instead of failing")
    parser.add_argument("command", nargs="+", help="-- COMMAND …")
    args = parser.parse_args(argv)
    try:
        with cluster() as url:
            print("On PostgreSQL:", flush=True)
            env = {**os.environ, "DATABASE_URL": url, "REVERIE_TEST_DATABASE": "postgres"}
            return subprocess.run(args.command, env=env, check=False).returncode
    except NoServer as error:
        is_fine = args.if_installed and not is_installed() and not os.environ.get("REVERIE_CI")
        print(f"{'Left out: ' if is_fine else ''}{error}", file=sys.stderr)
        return 0 if is_fine else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
