"""From files to a real library and back; only the embedding model is a stand-in."""

import json
import zlib

import numpy as np
import pytest

import ingest
from ontherecord import Library


class LetterEmbedder:
    """Vectors from a checksum of each text: equal texts, equal vectors."""

    fingerprint = "letters"
    max_tokens = 200

    def count_tokens(self, text):
        return len(text.split())

    def embed(self, texts):
        rows = [np.random.default_rng(zlib.crc32(text.encode())).normal(size=16) for text in texts]
        vectors = np.array(rows, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=LetterEmbedder()) as opened:
        yield opened


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("A title\nThe minister said no.\n")
    (folder / "b.md").write_text(
        "---\ntitle: B\nurl: https://b.example/b\npublished: 2025-06\n---\nThe senator said yes."
    )
    copies = [{"title": f"C{n}", "text": "The same words.", "url": f"https://c.example/{n}"} for n in range(2)]
    (folder / "c.jsonl").write_text("".join(json.dumps(copy) + "\n" for copy in copies) + "{}\n")
    return folder


def test_articles_arrive_as_they_were_written(library, news):
    report = ingest.ingest([news], library)
    assert (report.added, report.syndicated, len(report.failed)) == (4, 1, 1)
    stored = library.article("https://b.example/b")
    assert (stored.title, stored.text, stored.published) == ("B", "The senator said yes.", "2025-06")


def test_the_same_command_again_changes_nothing_and_a_changed_file_is_an_update(library, news):
    ingest.ingest([news], library)
    again = ingest.ingest([news], library)
    assert (again.added, again.updated, again.unchanged, again.embedded) == (0, 0, 4, 0)
    (news / "b.md").write_text("---\ntitle: B\nurl: https://b.example/b\n---\nThe senator said no.")
    assert ingest.ingest([news], library).updated == 1


def test_hostile_files_leave_a_sound_library(library, tmp_path):
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "a.json").write_text(
        '{"title": "\\ud800\\u0000", "text": "\\ud83d\\u0000 words \\u202e", "url": "http://[", "author": [[]]}'
    )
    (folder / "b.txt").write_bytes(b"\xff")
    (folder / "c.md").write_text("---\na: &a [x]\nb: *a\n---\nText.")
    (folder / "d.jsonl.gz").write_bytes(b"\x1f\x8b")
    report = ingest.ingest([folder], library)
    assert (report.added, len(report.failed)) == (1, 3)
    assert library.verify().ok
