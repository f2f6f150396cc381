"""The archive's SQLite file: opening, creating and refusing it, connections and transactions.

The only module that imports sqlite3.
"""

import logging
import os
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from ontherecord.archive.tables import QUOTE_TABLES, RATING_TABLES, STORY_TABLES, TABLES
from ontherecord.errors import (
    ForeignLibraryError,
    LibraryDamagedError,
    LibraryError,
    LibraryReadOnlyError,
)

Connection: TypeAlias = sqlite3.Connection
Upgrade: TypeAlias = Callable[[Connection], None]

logger = logging.getLogger(__name__)

APPLICATION_ID = 0x4F545231  # "OTR1"
FORMAT = 4
BUSY_SECONDS = 30.0
# The articles in force, each with the version that is.
CURRENT = "articles a JOIN versions v ON v.article_id = a.id AND v.version = a.version"


class _Held:
    """A thread's connection, which is closed when the thread ends."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """Connections to one archive file: one a thread, and one writing transaction at a time."""

    def __init__(self, path: Path, upgrades: Mapping[int, Upgrade]) -> None:
        """Open the archive at `path`, creating it where there is none.

        `upgrades` holds, for each older format, what brings it to the next one.
        Raises LibraryReadOnlyError, ForeignLibraryError or LibraryDamagedError.
        """
        self.path = path
        self._upgrades = upgrades
        self.read_only = not _writable(path)
        self._local = threading.local()
        self._held = weakref.WeakSet[_Held]()
        self._guard = threading.Lock()
        self._writing = threading.RLock()
        if self.read_only and not path.exists():
            raise LibraryReadOnlyError(f"{path.parent} cannot be written to: choose another directory")
        with self.errors():
            self._prepare()

    def connection(self) -> Connection:
        """Return this thread's connection."""
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = self._local.held = _Held(self._connect())
            with self._guard:
                self._held.add(held)
        return held.connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run the body in one writing transaction: all of it is stored, or none.

        Raises LibraryReadOnlyError, and LibraryError when the disk is full or fails.
        """
        if self.read_only:
            raise LibraryReadOnlyError(f"{self.path.parent} is read-only: make it writable, or copy it elsewhere")
        with self._writing, self.errors():
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn SQLite's errors into errors that say which library, and what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "decode" in str(error):
                raise damaged("a text in it is no UTF-8", self.path) from error
            raise LibraryError(f"the archive {self.path} failed: {error}; {_remedy(str(error))}") from error
        except sqlite3.DatabaseError as error:
            raise damaged(str(error), self.path) from error

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        with self._guard:
            for held in list(self._held):
                held.connection.close()
            self._held.clear()
        self._local = threading.local()

    def _connect(self) -> Connection:
        connection = sqlite3.connect(
            self._uri(), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        # An acknowledged batch survives a loss of power; one fsync a batch costs nothing beside embedding it.
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _uri(self) -> str:
        address = self.path.absolute().as_uri()
        if not self.read_only:
            return address
        log = self.path.with_name(self.path.name + "-wal")
        # Without a log to read, SQLite needs no shared-memory file, which it could not create here.
        settled = not log.exists() or log.stat().st_size == 0
        return f"{address}?mode=ro" + ("&immutable=1" if settled else "")

    def _prepare(self) -> None:
        connection = self.connection()
        # In this order: another process may create the archive between the two.
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        if application == 0 and tables == 0 and not self.read_only:
            self._create()
            application = connection.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise ForeignLibraryError(f"{self.path} is a database of another program: choose another directory")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != FORMAT and found not in self._upgrades:
            raise ForeignLibraryError(
                f"{self.path} has format {found}, this release reads format {FORMAT}: "
                "use the release that made it, or ingest its sources into a new library"
            )
        if found != FORMAT:
            self._upgrade()

    def _upgrade(self) -> None:
        """Bring an archive of an older format up to this one: all the way, or not at all."""
        logger.warning("%s has an older format: bringing it up to format %d, once", self.path, FORMAT)
        with self.transaction() as connection:
            # Read again: another process may have done it in the meantime.
            while (found := connection.execute("PRAGMA user_version").fetchone()[0]) in self._upgrades:
                self._upgrades[found](connection)
                connection.execute(f"PRAGMA user_version = {found + 1}")

    def _create(self) -> None:
        self._keep_log()
        with self.transaction() as connection:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return
            for statement in (TABLES + STORY_TABLES + QUOTE_TABLES + RATING_TABLES).split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES ('library_id', ?)", (uuid.uuid4().hex,))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")

    def _keep_log(self) -> None:
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.connection().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # For this one statement SQLite does not wait by itself for a process that does the same.
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)


def damaged(what: str, path: Path | str = "of this library") -> LibraryDamagedError:
    """Return the error for an archive that cannot be read, with the remedy."""
    return LibraryDamagedError(
        f"the archive {path} is damaged ({what}): restore it from a backup, or ingest its sources into a new library"
    )


def _writable(path: Path) -> bool:
    if path.exists() and not os.access(path, os.W_OK):
        return False
    return os.access(path.parent, os.W_OK)


def _remedy(reason: str) -> str:
    if "full" in reason:
        return "free some space on its disk and run the same command again"
    if "locked" in reason:
        return f"another process has been writing for over {BUSY_SECONDS:.0f} seconds: try again when it is done"
    if "readonly" in reason or "unable to open" in reason:
        return "check that you may read and write its directory"
    return "check its disk, then run `python -m ontherecord verify`"
