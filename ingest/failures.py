"""The file of failures: one line for each, from which exactly these can be tried again."""

import json
from collections.abc import Iterable
from pathlib import Path

from ingest.sources.addresses import whole
from ontherecord import Failure, SourceError

LARGEST = 200_000_000


def write_failures(path: Path, failures: Iterable[Failure]) -> None:
    """Write failures as JSON Lines with `source` and `reason`, in place of what the file held.

    Raises SourceError where the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(failure.to_dict()) + "\n" for failure in failures)
    except OSError as error:
        raise SourceError(
            f"{path} cannot be written ({error.strerror}): name another file for the failures"
        ) from None


def read_failures(path: Path) -> list[str]:
    """Return the sources that a file of failures names, each once; of a record in a file, the file.

    Raises SourceError where there is no such file or it holds something else.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path} is larger than {LARGEST:,} bytes: it is no file of failures")
        lines = path.read_text(encoding="utf-8").splitlines()
        sources = [json.loads(line)["source"] for line in lines if line.strip()]
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): name a file written by --failures") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SourceError(f"{path} holds something else: name a file written by --failures") from None
    return list(dict.fromkeys(whole(source) for source in sources if isinstance(source, str)))
