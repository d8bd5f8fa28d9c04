"""Programs of other people that read what we export: fhirkit-rs in Python, the npm package fhir in Node."""

import hashlib
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import fhirkit
import pytest

NPM = Path(__file__).parent / "npm"
FILES = ("package.json", "package-lock.json", ".npmrc", "validate.js")
PATIENCE = 180
"""Seconds that npm may take to fetch the packages, once."""


def fhirkit_errors(resource: dict[str, Any]) -> list[str]:
    """What fhirkit-rs holds against a resource: its errors, as text."""
    issues = fhirkit.validate(json.dumps(resource))
    return [str(issue) for issue in issues if getattr(issue, "severity", "error") in ("error", "fatal")]


def npm_errors(resources: list[dict[str, Any]]) -> list[list[str]]:
    """What the npm package fhir holds against each resource. Skips the test where it cannot be had."""
    folder = _installed()
    if folder is None:
        pytest.skip("node and npm with the package fhir are not here, or could not be fetched in time")
    lines = "\n".join(json.dumps(resource) for resource in resources) + "\n"
    command = ["node", "validate.js"]
    told = subprocess.run(command, cwd=folder, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["errors"] for line in told.stdout.splitlines()]


@cache
def _installed() -> Path | None:
    """A folder of the cache with the locked packages in it; None when that cannot be."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    digest = hashlib.sha256(b"".join((NPM / name).read_bytes() for name in FILES)).hexdigest()[:16]
    cache_home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache_home / "reverie-oracles" / digest
    if (folder / "node_modules" / "fhir" / "package.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(NPM / name, folder / name)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, timeout=PATIENCE, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return folder
