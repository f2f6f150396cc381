"""Waiting for an answer that may be left at any time."""

import threading

import pytest

from ontherecord.pages.hearing import heard


def test_what_is_said_comes_in_order_and_ends():
    assert [piece for piece in heard(iter(["a", "b"])) if piece] == ["a", "b"]


def test_silence_is_told_and_the_next_word_still_comes():
    go_on = threading.Event()

    def stream():
        go_on.wait(10)
        yield "a"

    hearing = heard(stream())
    assert next(hearing) is None
    go_on.set()
    assert [piece for piece in hearing if piece] == ["a"]


def test_stream_that_is_left_is_closed_at_its_next_word():
    go_on, closed = threading.Event(), threading.Event()

    def stream():
        try:
            go_on.wait(10)
            yield "a"
            yield "b"
        finally:
            closed.set()

    hearing = heard(stream())
    assert next(hearing) is None
    hearing.close()
    go_on.set()
    assert closed.wait(10)


def test_fault_of_the_stream_is_raised_where_it_is_heard():
    def stream():
        yield "a"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(heard(stream()))
