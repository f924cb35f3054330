"""Running jobs here, one after the other, or on any executor: with `submit` and `as_completed` alone."""

from __future__ import annotations

from concurrent.futures import as_completed
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor, Future

__all__ = ["run_jobs"]

Key = TypeVar("Key")


def run_jobs(
    job: Callable[..., Any],
    jobs: Mapping[Key, tuple[Any, ...]],
    *,
    executor: Executor | None,
    finished: Callable[[Key, Any], None],
) -> None:
    """Call `job` with the arguments of each key, and `finished` with each result as it comes.

    What is still waiting when one fails, or when `finished` raises, is cancelled.
    """
    if executor is None:
        for key, arguments in jobs.items():
            finished(key, job(*arguments))
        return
    futures: dict[Future[Any], Key] = {}
    try:
        for key, arguments in jobs.items():
            futures[executor.submit(job, *arguments)] = key
        for future in as_completed(futures):
            finished(futures[future], future.result())
    finally:
        for future in futures:
            future.cancel()
