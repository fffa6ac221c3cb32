"""Threads that work on pictures, and the memory that they take together."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")


class StoppedError(Exception):
    """Nobody waits for the work any more."""


class Crew:
    """So many threads. Work on a master may hand parts of itself to threads that have nothing to do."""

    def __init__(self, jobs: int) -> None:
        self._jobs = max(1, jobs)
        self._pool = ThreadPoolExecutor(max_workers=self._jobs, thread_name_prefix="picture")
        self._lock = threading.Lock()
        self._busy = 0
        self._stopped = False

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._stopped = True
        self._pool.shutdown(cancel_futures=True)

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Do it as soon as a thread is free."""

        def counted() -> T:
            with self._lock:
                self._busy += 1
            return self._done(work)

        return self._pool.submit(counted)

    def spread(self, work: Callable[[], T]) -> Callable[[], T]:
        """Do it in a thread that has nothing to do, else here and now; what is returned waits for the result."""
        if self._stopped:
            raise StoppedError
        with self._lock:
            idle = self._busy < self._jobs
            self._busy += idle
        if not idle:
            result = work()
            return lambda: result
        future = self._pool.submit(self._done, work)

        def wait() -> T:
            if future.cancel():  # other masters came first: who waits for it does it
                return self._done(work)
            return future.result()

        return wait

    def _done(self, work: Callable[[], T]) -> T:
        try:
            return work()
        finally:
            with self._lock:
                self._busy -= 1


class Room:
    """So many bytes at a time; who takes more than all of it waits until they have it to themselves."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._change = threading.Condition()

    @contextmanager
    def hold(self, size: int) -> Iterator[None]:
        """Keep room for so many bytes."""
        with self._change:
            self._change.wait_for(lambda: self._held == 0 or self._held + size <= self._size)
            self._held += size
        try:
            yield
        finally:
            with self._change:
                self._held -= size
                self._change.notify_all()
