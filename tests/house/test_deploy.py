"""The files of `deploy/` name commands and settings that exist, and say nothing unsafe."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import cli
from tests.house.test_reference import settings_told

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
EXEC = re.compile(r"^Exec\w+=/opt/reverie/.venv/bin/reverie (.*)$", re.MULTILINE)


def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def container() -> str:
    return (DEPLOY / "Containerfile").read_text()


def is_a_setting(name: str) -> bool:
    """True for what the program reads, from the environment or from a file that it names."""
    return name in settings_told() or name.removesuffix("_FILE") in settings_told()


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_commands_that_exist_with_settings_that_exist(name: str) -> None:
    words = (DEPLOY / name).read_text()
    commands = EXEC.findall(words)
    assert commands
    for command in commands:
        assert cli.parser_for(shlex.split(command)).parse_args(shlex.split(command))
    named = re.findall(r"^Environment=(\w+)=", words, re.MULTILINE)
    assert [one for one in named if not is_a_setting(one)] == []
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"} <= set(words.splitlines())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_can_read_a_unit(name: str, tmp_path: Path) -> None:
    words = (DEPLOY / name).read_text().replace("/opt/reverie/.venv/bin/reverie", shutil.which("true") or "")
    (tmp_path / name).write_text(words)
    at = str(tmp_path / name.replace("@", "@1"))
    command = ["systemd-analyze", "verify", "--man=no", at]
    if "@" in name:
        shutil.copy(tmp_path / name, at)
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_unit_is_noticed() -> None:
    assert not is_a_setting("REVERIE_HOMES")
    with pytest.raises(SystemExit):
        cli.parser_for(["run", "--onyl", "web"]).parse_args(["run", "--onyl", "web"])


def test_the_containers_run_commands_that_exist() -> None:
    services = compose()["services"]
    ours = {name: one for name, one in services.items() if one["image"] == "reverie"}
    assert set(ours) == {"prepare", "web", "jobs"}
    for one in ours.values():
        assert cli.parser_for(one["command"]).parse_args(one["command"])
        assert [name for name in one["environment"] if not is_a_setting(name)] == []


def test_every_folder_of_the_containers_belongs_to_the_one_who_writes_there() -> None:
    made = re.search(r"^RUN install -d -m 700 -o reverie -g reverie (.+)$", container(), re.MULTILINE)
    assert made
    volumes = {volume.split(":")[1] for volume in compose()["services"]["web"]["volumes"]}
    assert volumes == set(made[1].split())
    assert re.findall(r"^USER (\d+)$", container(), re.MULTILINE) == re.findall(r"--uid (\d+)", container())


def test_the_containers_open_nothing_to_the_network_and_hold_no_password() -> None:
    services, secrets = compose()["services"], compose()["secrets"]
    ports = [port for one in services.values() for port in one.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]
    assert all(one["file"].endswith(".secret") for one in secrets.values())
    assert not re.search(r"PASSWORD:\s*\S", (DEPLOY / "compose.yaml").read_text())
    assert all(":" in one["image"].rpartition("/")[2] for one in services.values() if "/" in one["image"])


def test_django_finds_nothing_to_warn_of_behind_https(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "REVERIE_HOME": str(tmp_path),
        "REVERIE_URL": "https://practice.example",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    command += ["--settings", "config.settings"]
    done = subprocess.run(command, cwd=DEPLOY.parent, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_proxies_keep_no_addresses(name: str) -> None:
    words = (DEPLOY / name).read_text()
    assert "127.0.0.1:8000" in words
    servers = len(re.findall(r"^server \{", words, re.MULTILINE))
    assert words.count("access_log off;") == words.count("error.log crit;") == servers
    assert "exclude http.log.error" in words or servers == 2
