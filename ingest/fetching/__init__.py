"""The one way to the network: guarded against private addresses, polite, and obedient to robots.txt."""

from ingest.fetching.fetcher import Fetched, Fetcher
from ingest.fetching.settings import FetchSettings
from ingest.fetching.validators import FileValidators, MemoryValidators, Validator, Validators

__all__ = ["FetchSettings", "Fetched", "Fetcher", "FileValidators", "MemoryValidators", "Validator", "Validators"]
