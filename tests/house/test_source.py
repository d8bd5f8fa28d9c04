"""What the source keeps away from: statements, commands, chance and ciphers where they do not belong."""

import ast
import re
from collections.abc import Iterator

from tests.house.tree import ROOT, Source, code_files

SPEAKS_SQL = {
    "config/demo.py",
    "config/demo_network.py",
    "config/preparing.py",
    "reverie/core/append_only.py",
    "reverie/core/audit.py",
    "reverie/core/change_number.py",
    "reverie/core/closed_rows.py",
    "reverie/core/doctor.py",
    "reverie/core/durability.py",
    "reverie/core/snapshot.py",
    "reverie/core/trips.py",
    "reverie/directory/queries/finding.py",
    "reverie/scheduling/no_overlap.py",
    "reverie/scheduling/planes.py",
}
"""Files with statements of their own, put together from names of our tables; values are given apart."""
RUNS_PROGRAMS = {"reverie/core/backup.py", "reverie/core/snapshot.py", "config/running.py"}
USES_CHANCE = {
    "reverie/scheduling/locks.py": "how long to wait before the next try",
    "reverie/instruments/dreams.py": "resampling",
    "reverie/core/probe.py": "which rows a trial opens",
    "config/demo_network.py": "invented people",
}
CIPHERS = "docs/reference/protection.md"
DEPLOY = ROOT / "deploy"


def ours() -> list[Source]:
    return [
        source for source in code_files(ROOT) if not source.is_test and not source.name.startswith("bench")
    ]


def calls(source: Source) -> Iterator[tuple[str, ast.Call]]:
    """(name of what is called, the call)."""
    for node in ast.walk(source.syntax):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def importing(*modules: str) -> set[str]:
    """The files that import one of these modules, or something below it."""
    return {
        source.name
        for source in ours()
        for module, name in source.imports()
        if any(f"{module}.{name}.".startswith(f"{wanted}.") for wanted in modules)
    }


def test_only_named_files_hold_statements_of_their_own() -> None:
    found = {
        s.name
        for s in ours()
        for name, _ in calls(s)
        if re.search(r"\.execute(many|script)?$|objects\.raw$|^RawSQL$", name)
    }
    assert found == SPEAKS_SQL


def test_programs_are_started_with_lists_of_words_and_never_by_a_shell() -> None:
    assert importing("subprocess") == RUNS_PROGRAMS
    for source in ours():
        for name, call in calls(source):
            assert name not in {"os.system", "os.popen"}, source.name
            assert "shell" not in {word.arg for word in call.keywords}, source.name


def test_chance_that_can_be_guessed_keeps_no_secret() -> None:
    assert importing("random") == set(USES_CHANCE)


def test_tokens_have_128_bits_or_name_no_secret() -> None:
    found = [
        (source.name, ast.unparse(call))
        for source in ours()
        for name, call in calls(source)
        if name.startswith("secrets.token_") and not (call.args and ast.literal_eval(call.args[0]) >= 16)
    ]
    assert found == [("reverie/core/master_key.py", "secrets.token_hex(8)")], "the number of a key, not a key"


def test_no_file_uses_a_weak_hash_or_a_cipher_without_a_seal() -> None:
    weak = re.compile(r"\b(md5|sha1|MD5|SHA1|DES|TripleDES|ARC4|Blowfish|ECB|CBC|PKCS1v15)\b")
    found = {source.name: weak.findall(source.text) for source in ours()}
    assert {name: words for name, words in found.items() if words} == {}


def test_strangers_xml_is_read_by_one_careful_reader() -> None:
    for source in ours():
        parts = {name for module, name in source.imports() if module.split(".")[0] in {"xml", "lxml"}}
        assert parts <= {"Element", "ParseError"}, f"{source.name}: only the names of types"
    assert importing("defusedxml") == {"reverie/interop/foreign_records.py", "reverie/process/transcripts.py"}


def test_every_file_that_seals_signs_or_hashes_stands_in_the_inventory() -> None:
    told = set(re.findall(r"`((?:reverie|config)/[\w/]+\.py)`", (ROOT / CIPHERS).read_text()))
    uses = importing("cryptography", "argon2", "hashlib", "hmac", "secrets", "django.core.signing")
    uses |= importing("django.contrib.auth.hashers")
    assert told == uses


def test_scripts_write_words_and_no_markup() -> None:
    writes = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|new Function")
    scripts = [path for path in (ROOT / "reverie").rglob("static/**/*.js") if "vendor" not in path.parts]
    found = {path.name for path in scripts if writes.search(path.read_text())}
    drawn_here = {
        "fragments.js",
        "progress.js",
    }  # what our server drew, by a policy of its own; a page that is read only
    assert found == drawn_here


def test_the_proxies_speak_tls_that_is_not_outdated() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert re.findall(r"ssl_protocols ([^;]+);", nginx) == ["TLSv1.2 TLSv1.3"]
    assert "return 301 https://" in nginx
    assert "tls" not in (DEPLOY / "Caddyfile").read_text(), "Caddy's own choice is 1.2 and 1.3"


def test_a_container_holds_the_program_and_no_history() -> None:
    copied = re.findall(r"^COPY (\S+)", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert copied == ["requirements", "config", "reverie"]
