"""A disk that forgets what nobody asked it to keep: every write, cut and sync of SQLite, in their order.

A VFS of SQLite, laid over the one of the system, in the very library that the application uses. It lets
everything through and writes it down; `Images` then makes the disk as a power cut at any moment could leave
it: what was synced is there, of the rest nothing, a torn beginning, or any part of it in any order.
"""

import _sqlite3
import ctypes
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
WAYS = ("lost", "torn", "reordered")
POINTER, NUMBER, LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
OPEN = ctypes.CFUNCTYPE(NUMBER, POINTER, POINTER, POINTER, NUMBER, POINTER)
DELETE = ctypes.CFUNCTYPE(NUMBER, POINTER, POINTER, NUMBER)
CLOSE = ctypes.CFUNCTYPE(NUMBER, POINTER)
WRITE = ctypes.CFUNCTYPE(NUMBER, POINTER, POINTER, NUMBER, LONG)
TRUNCATE = ctypes.CFUNCTYPE(NUMBER, POINTER, LONG)
SYNC = ctypes.CFUNCTYPE(NUMBER, POINTER, NUMBER)
OK, FULL = 0, 13


class Vfs(ctypes.Structure):
    """`sqlite3_vfs`, as far as it is used here; the calls between stay those of the system."""

    _fields_ = [
        ("version", NUMBER),
        ("size_of_file", NUMBER),
        ("longest_path", NUMBER),
        ("next", POINTER),
        ("name", ctypes.c_char_p),
        ("data", POINTER),
        ("open", POINTER),
        ("delete", POINTER),
        ("rest", POINTER * 14),
    ]


class Methods(ctypes.Structure):
    """`sqlite3_io_methods`: what can be done with an open file."""

    _fields_ = [
        ("version", NUMBER),
        ("close", POINTER),
        ("read", POINTER),
        ("write", POINTER),
        ("truncate", POINTER),
        ("sync", POINTER),
        ("rest", POINTER * 13),
    ]


@dataclass(frozen=True)
class Step:
    """One thing that happened to the disk, or (`what` is "told") that somebody was told of an act."""

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""


def library() -> ctypes.CDLL:
    """The SQLite that Python's own module uses. Raises OSError where it was built into the interpreter."""
    found = ctypes.CDLL(_sqlite3.__file__)
    if not hasattr(found, "sqlite3_vfs_find"):
        raise OSError("This Python carries SQLite inside itself; a power cut cannot be laid under it.")
    found.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    return found


class Disk:
    """Writes down what SQLite does to the files of one folder, from `watches` on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base: dict[str, bytes] = {}
        self.steps: list[Step] = []
        self.room: int | None = None
        """So many writes still find a place; None for any number."""
        self._library = library()
        self._system = self._library.sqlite3_vfs_find(None)
        self._files: dict[int, tuple[str, Methods]] = {}
        self._kept: dict[int, Methods] = {}
        self._mine: list[Any] = []  # what C calls must not be collected

    def watches(self) -> None:
        """Every connection that is opened from now on goes through here."""
        self.base = {path.name: path.read_bytes() for path in _files(self.folder)}
        self._vfs = Vfs.from_buffer_copy(self._system.contents)
        self._vfs.name = b"forgetful"
        self._vfs.open = self._call(OPEN, self._open)
        self._vfs.delete = self._call(DELETE, self._delete)
        assert self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) == OK

    def lets_go(self) -> None:
        """Connections that are opened from now on do not."""
        assert self._library.sqlite3_vfs_register(self._system, 1) == OK

    def tells(self) -> None:
        """Somebody is told now that an act was kept."""
        self.steps.append(Step("told"))

    def _call(self, kind: Any, function: Any) -> int:
        made = kind(function)
        self._mine.append(made)
        address = ctypes.cast(made, POINTER).value
        assert address is not None
        return address

    def _open(self, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        said: int = OPEN(self._system.contents.open)(
            ctypes.addressof(self._system.contents), name, file, flags, out
        )
        path = Path(ctypes.string_at(name).decode()) if name else None
        methods = ctypes.cast(file, ctypes.POINTER(POINTER)).contents
        if said == OK and path is not None and path.parent == self.folder and methods.value:
            theirs = ctypes.cast(methods.value, ctypes.POINTER(Methods)).contents
            self._files[file] = (path.name, theirs)
            methods.value = ctypes.addressof(self._watched(methods.value, theirs))
        return said

    def _watched(self, address: int, theirs: Methods) -> Methods:
        """Their methods, with four of ours among them."""
        if address not in self._kept:
            ours = Methods.from_buffer_copy(theirs)
            ours.close = self._call(CLOSE, self._close)
            ours.write = self._call(WRITE, self._write)
            ours.truncate = self._call(TRUNCATE, self._truncate)
            ours.sync = self._call(SYNC, self._sync)
            self._kept[address] = ours
        return self._kept[address]

    def _delete(self, vfs: int, name: int, with_folder: int) -> int:
        path = Path(ctypes.string_at(name).decode())
        if path.parent == self.folder:
            self.steps.append(Step("delete", path.name))
        system = self._system.contents
        return int(DELETE(system.delete)(ctypes.addressof(system), name, with_folder))

    def _close(self, file: int) -> int:
        _, theirs = self._files.pop(file)
        return int(CLOSE(theirs.close)(file))

    def _write(self, file: int, data: int, size: int, at: int) -> int:
        name, theirs = self._files[file]
        if self.room is not None:
            if self.room == 0:
                return FULL
            self.room -= 1
        self.steps.append(Step("write", name, at, ctypes.string_at(data, size)))
        return int(WRITE(theirs.write)(file, data, size, at))

    def _truncate(self, file: int, size: int) -> int:
        name, theirs = self._files[file]
        self.steps.append(Step("truncate", name, size))
        return int(TRUNCATE(theirs.truncate)(file, size))

    def _sync(self, file: int, flags: int) -> int:
        # The disk itself is not asked: what is lost is decided afterwards.
        self.steps.append(Step("sync", self._files[file][0]))
        return OK


def _files(folder: Path) -> Iterator[Path]:
    """The files of a database; not the shared memory, which no disk keeps."""
    for path in sorted(folder.glob("*.sqlite3*")):
        if not path.name.endswith("-shm"):
            yield path


@dataclass
class File:
    """What of a file the disk must give back, and what it may."""

    kept: bytearray = field(default_factory=bytearray)
    waiting: list[Step] = field(default_factory=list)

    def takes(self, step: Step) -> None:
        """One more step."""
        if step.what != "sync":
            self.waiting.append(step)
            return
        for earlier in self.waiting:
            _apply(self.kept, earlier)
        self.waiting.clear()

    def after_a_cut(self, way: str, chance: random.Random) -> bytes:
        """The file, as a cut could leave it."""
        content = bytearray(self.kept)
        for step in _survivors(self.waiting, way, chance):
            _apply(content, step)
        return bytes(content)


def _survivors(waiting: list[Step], way: str, chance: random.Random) -> Iterator[Step]:
    """Of the steps that nobody synced, those that reached the disk all the same."""
    if way == "lost" or not waiting:
        return
    whole = chance.randrange(len(waiting))
    for number, step in enumerate(waiting):
        if way == "torn" and number <= whole:
            yield from [step] if number < whole else _sectors(step, chance)
        elif way == "reordered" and chance.random() < 0.5:
            yield from [step] if chance.random() < 0.7 else _sectors(step, chance)
        elif step.what == "delete":
            return  # what was written after it went into another file


def _sectors(step: Step, chance: random.Random) -> Iterator[Step]:
    """Some sectors of one write."""
    for start in range(0, len(step.data), SECTOR):
        if chance.random() < 0.5:
            yield Step("write", step.file, step.at + start, step.data[start : start + SECTOR])


def _apply(content: bytearray, step: Step) -> None:
    if step.what == "delete":
        content.clear()
    elif step.what == "truncate":
        del content[step.at :]
        content.extend(bytes(step.at - len(content)))
    else:
        end = step.at + len(step.data)
        content.extend(bytes(max(0, end - len(content))))
        content[step.at : end] = step.data


def images(disk: Disk, cuts: int, folder: Path, seed: int) -> Iterator[tuple[int, str]]:
    """Cut the power so often; the files then lie in `folder`. How many acts were told, and in which way."""
    chance = random.Random(seed)
    moments = sorted(chance.randrange(1, len(disk.steps)) for _ in range(cuts))
    files = {name: File(bytearray(content)) for name, content in disk.base.items()}
    done = told = 0
    for moment in moments:
        for step in disk.steps[done:moment]:
            told += step.what == "told"
            if step.file:
                files.setdefault(step.file, File()).takes(step)
        done = moment
        way = chance.choice(WAYS)
        for path in folder.iterdir():
            path.unlink()
        for name, file in files.items():
            if content := file.after_a_cut(way, chance):
                (folder / name).write_bytes(content)
        yield told, way
