"""Work done ahead by another thread: in order, not too far, and its errors where the result is taken."""

import threading
import time

import pytest

from ontherecord.ahead import Ahead


def test_results_come_in_the_order_of_what_was_given_and_from_another_thread():
    def work(number: int) -> tuple[int, str]:
        time.sleep(0.01 * (5 - number))
        return number * number, threading.current_thread().name

    with Ahead(work, 2, "helper") as ahead:
        for number in range(5):
            ahead.give(number)
        done = list(ahead.rest())

    assert [(thing, square) for thing, (square, _) in done] == [(n, n * n) for n in range(5)]
    assert all(name.startswith("helper") for _, (_, name) in done)


def test_no_more_than_the_allowed_number_waits_untaken():
    released = threading.Event()
    with Ahead(lambda _: released.wait(10), 2, "helper") as ahead:
        for number in range(2):
            ahead.give(number)
        assert list(ahead.ready()) == []
        assert ahead.waiting == [0, 1]
        ahead.give(2)
        threading.Timer(0.1, released.set).start()

        assert next(ahead.ready()) == (0, True)


def test_error_of_the_work_is_raised_where_its_result_is_taken():
    with Ahead(lambda number: 1 // number, 5, "helper") as ahead:
        ahead.give(1)
        ahead.give(0)
        rest = ahead.rest()

        assert next(rest) == (1, 1)
        with pytest.raises(ZeroDivisionError):
            next(rest)


def test_what_is_not_begun_when_the_context_ends_is_not_done():
    begun, done = threading.Event(), list[int]()

    def work(number: int) -> None:
        begun.set()
        time.sleep(0.05)
        done.append(number)

    with pytest.raises(RuntimeError), Ahead(work, 9, "helper") as ahead:
        for number in range(9):
            ahead.give(number)
        begun.wait(10)
        raise RuntimeError

    assert len(done) < 9
