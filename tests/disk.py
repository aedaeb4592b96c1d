"""A disk as a power cut would leave it, from a log of the system calls that wrote to it.

Rules (what a file system promises, and no more):
- A sync makes what was written to that file before it stay. Whatever was written since may be there, or not, or in part,
  in any order; a sector (512 bytes) is written whole or not at all, and its neighbours are left as they are.
- A name that was made stays once its file or its folder was synced, one that was removed is gone once the folder was;
  until then it may be there or not.
- Half a file that was never written reads as zeros.

The log is strace's: `strace -f -y -xx` (https://strace.io). A question for updates in it tells what was confirmed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

SECTOR = 512
CALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,sendto,sendmsg,fsync,fdatasync,"
    "ftruncate,unlink,unlinkat,rename,renameat,renameat2"
)
WHOLE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
BEGUN = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
ENDED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
PLACE = re.compile(r"^\d+<((?:\\x[0-9a-f]{2})+)>")
ASKED = re.compile(rb"getUpdates\?offset=(\d+)")


@dataclass(frozen=True, slots=True)
class Wrote:
    path: str
    start: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    path: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file was opened, and made where there was none."""

    path: str


@dataclass(frozen=True, slots=True)
class Removed:
    path: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Every update below this offset was confirmed."""

    offset: int


Event = Wrote | Resized | Synced | Opened | Removed | Confirmed


class Fate(StrEnum):
    """What becomes of the changes that were not synced."""

    NONE = "none of it"
    ALL = "all of it"
    SOME = "some writes"
    TORN = "some sectors"


# The log


def events(log: Path, folder: Path) -> Iterator[Event]:
    """Tell what was done to the files of a folder, and confirmed, in order."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if match := BEGUN.match(line):
                begun[match[1]] = f"{match[1]} {match[2]}({match[3]}"
                yield from _confirmations(match[2], match[3])
                continue
            resumed = ENDED.match(line)
            match = WHOLE.match(begun.pop(resumed[1]) + resumed[2] if resumed else line)
            if match is None or int(match[4]) < 0:
                continue
            if not resumed:
                yield from _confirmations(match[2], match[3])
            yield from _changes(match[2], match[3], str(folder))


def _confirmations(call: str, given: str) -> Iterator[Event]:
    """Tell what a call that sends confirms: from its beginning on, since the other side may have it then."""
    if call in ("write", "sendto", "writev", "sendmsg"):
        for data in _texts(given):
            yield from (Confirmed(int(offset)) for offset in ASKED.findall(data))


def _changes(call: str, given: str, folder: str) -> Iterator[Event]:
    path = _path(call, given)
    if not path.startswith(folder) or path.endswith("-shm"):
        return  # SQLite makes its -shm anew at every start
    match call:
        case "openat" | "open" | "creat" if "O_CREAT" in given or call == "creat":
            yield Opened(path)
        case "pwrite64":
            yield Wrote(path, int(given.rpartition(", ")[2]), next(_texts(given)))
        case "fsync" | "fdatasync":
            yield Synced(path)
        case "ftruncate":
            yield Resized(path, int(given.rpartition(", ")[2]))
        case "unlink" | "unlinkat":
            yield Removed(path)
        case "rename" | "renameat" | "renameat2" | "pwritev":
            raise NotImplementedError(f"{call} of {path}")


def _path(call: str, given: str) -> str:
    """Return which file a call is about: the one behind its first descriptor, or the last one it names."""
    if call in ("openat", "open", "creat", "unlink", "unlinkat", "rename", "renameat", "renameat2"):
        return [*_texts(given), b""][0].decode()
    place = PLACE.match(given)
    return _bytes(place[1]).decode() if place else ""


def _texts(given: str) -> Iterator[bytes]:
    return (_bytes(each) for each in BYTES.findall(given))


def _bytes(written: str) -> bytes:
    return bytes.fromhex(written.replace("\\x", ""))


# The disk

Change = Wrote | Resized


@dataclass(slots=True)
class File:
    """What of a file is safe, and what was done to it since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.since:
            _change(self.safe, change)
        self.since.clear()

    def left(self, fate: Fate, chance: Random) -> bytes:
        """Return what a power cut leaves of it."""
        content = bytearray(self.safe)
        for change in _surviving(self.since, fate, chance):
            _change(content, change)
        return bytes(content)


class Disk:
    """Files by their names: as programs see them (`names`), and as they are surely found again (`safe`)."""

    def __init__(self) -> None:
        self.names: dict[str, File] = {}
        self.safe: dict[str, File] = {}

    def take(self, event: Event) -> None:
        """Do what was done."""
        match event:
            case Opened(path):
                self.names.setdefault(path, File())
            case Removed(path):
                self.names.pop(path, None)
            case Wrote(path) | Resized(path) if path in self.names:
                self.names[path].since.append(event)
            case Synced(path) if path in self.names:
                self.names[path].sync()
                self.safe[path] = self.names[path]
            case Synced(folder):
                here = {name for name in (*self.names, *self.safe) if _in(name, folder)}
                self.safe = {name: file for name, file in self.safe.items() if name not in here}
                self.safe |= {name: self.names[name] for name in here if name in self.names}

    def cut(self, fate: Fate, chance: Random) -> dict[str, bytes]:
        """Return the files after a power cut, by their names."""
        found = {}
        for name in sorted({*self.names, *self.safe}):
            file = self._found(name, fate, chance)
            if file is not None:
                found[name] = file.left(fate, chance)
        return found

    def _found(self, name: str, fate: Fate, chance: Random) -> File | None:
        match fate:
            case Fate.NONE:
                return self.safe.get(name)
            case Fate.ALL:
                return self.names.get(name)
        return chance.choice((self.safe, self.names)).get(name)


def _in(name: str, folder: str) -> bool:
    return str(Path(name).parent) == folder


def _change(content: bytearray, change: Change) -> None:
    match change:
        case Wrote(_, start, data):
            content.extend(bytes(max(0, start + len(data) - len(content))))
            content[start : start + len(data)] = data
        case Resized(_, size):
            content.extend(bytes(max(0, size - len(content))))
            del content[size:]


def _surviving(changes: Iterable[Change], fate: Fate, chance: Random) -> Iterator[Change]:
    """Tell which changes, or parts of them, a power cut lets through."""
    share = chance.choice((0.1, 0.5, 0.9))
    for change in changes:
        match fate, change:
            case Fate.ALL, _:
                yield change
            case Fate.TORN, Wrote():
                yield from (part for part in _sectors(change) if chance.random() < share)
            case ((Fate.SOME | Fate.TORN), _) if chance.random() < share:
                yield change


def _sectors(change: Wrote) -> Iterator[Wrote]:
    """Take a write apart at the borders of the sectors."""
    end = change.start + len(change.data)
    borders = range((change.start // SECTOR + 1) * SECTOR, end, SECTOR)
    starts = [change.start, *borders]
    for start, stop in zip(starts, [*borders, end], strict=True):
        yield Wrote(change.path, start, change.data[start - change.start : stop - change.start])
