"""The seal on an index at rest: a note of its files, by which the next process sees whether anybody altered them.

Opening altered files can end a process on the spot, so they are not opened at all: the index is built anew.
"""

import json
from pathlib import Path
from typing import Literal, TypeAlias

SEAL = "seal.json"
Rest: TypeAlias = Literal["nothing", "sealed", "altered", "unsealed"]


def rest(directory: Path) -> Rest:
    """Return in what state an index was left; `unsealed` means that its writer is at work, or died."""
    files = _files(directory)
    if not files:
        return "nothing"
    try:
        noted = json.loads((directory / SEAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "unsealed"
    except (OSError, ValueError):
        return "altered"
    return "sealed" if noted == files else "altered"


def seal(directory: Path) -> None:
    """Note the files of an index whose writer is done with them."""
    draft = directory / f"{SEAL}.new"
    draft.write_text(json.dumps(_files(directory)), encoding="utf-8")
    draft.replace(directory / SEAL)


def unseal(directory: Path) -> None:
    """Take the seal away before writing."""
    (directory / SEAL).unlink(missing_ok=True)


def _files(directory: Path) -> dict[str, list[int]]:
    files = {}
    for path in directory.rglob("*"):
        # Names with a dot in front are locks, which readers touch as well.
        if path.is_file() and not path.name.startswith((SEAL, ".")):
            status = path.stat()
            files[path.relative_to(directory).as_posix()] = [status.st_size, status.st_mtime_ns]
    return files
