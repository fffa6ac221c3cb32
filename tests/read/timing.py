"""Answers that must come soon: hostile input must not make the reader work for hours."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Hold what is done inside against seconds of the processor's time; generous: it tells linear from quadratic."""
    started = time.process_time()
    yield
    spent = time.process_time() - started
    assert spent < seconds, f"it took {spent:.1f} s"
