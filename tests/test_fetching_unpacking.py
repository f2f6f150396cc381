"""Bodies that come packed: whole whatever their size, refused where they are not."""

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fetching.unpacking import BLOCK, unpacked
from ontherecord import SourceError

# Sizes near the block size are those at which output is left when all input is taken.
SIZES = st.integers(0, 3 * BLOCK) | st.integers(BLOCK - 300, BLOCK + 300)
FORMS = {"gzip": 31, "zlib": 15, "raw": -15}


def packed(body, form):
    packer = zlib.compressobj(9, zlib.DEFLATED, FORMS[form])
    return packer.compress(body) + packer.flush()


@settings(deadline=None)
@given(SIZES, st.sampled_from(sorted(FORMS)), st.integers(1, 5_000))
def test_a_body_of_any_size_is_unpacked_whole(size, form, step):
    body = packed(b"x" * size, form)
    blocks = [body[start : start + step] for start in range(0, len(body), step)]
    assert b"".join(unpacked(blocks, "gzip" if form == "gzip" else "deflate")) == b"x" * size


@pytest.mark.parametrize("form", FORMS)
def test_a_body_cut_short_is_refused(form):
    body = packed(bytes(range(256)) * 50, form)
    with pytest.raises(SourceError, match="not whole"):
        b"".join(unpacked([body[:-1]], "gzip" if form == "gzip" else "deflate"))


def test_several_gzip_members_are_one_body_and_padding_is_none_of_it():
    assert b"".join(unpacked([gzip.compress(b"a") + gzip.compress(b"b") + bytes(10)], "gzip")) == b"ab"
