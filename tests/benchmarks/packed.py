"""Files of JSON lines, packed as .gz or not."""

import gzip
import json
from pathlib import Path
from typing import Any


def records(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file, one a line."""
    packed = path.read_bytes()
    data = gzip.decompress(packed) if path.suffix == ".gz" else packed
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line]
