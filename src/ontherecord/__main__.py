"""The command line: ask and look after a library."""

import io
import sys
from collections.abc import Sequence

from ontherecord.options import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 all well, 1 something failed, 2 usage."""
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a letter shows a question mark.
        sys.stdout.reconfigure(errors="replace")
    try:
        # Loaded here because it takes a moment that --help need not wait for, and Ctrl-C may come meanwhile.
        from ontherecord.commands import run

        return run(options)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
