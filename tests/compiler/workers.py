"""Blocks of cases on every core."""

import gc
import logging
import multiprocessing
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager

from tests.compiler.blocks import Block
from tests.compiler.comparing import Places, compared
from tests.compiler.tally import Tally

PROCESSES = os.cpu_count() or 1


def tallies(blocks: Iterable[Block], places: Places) -> Generator[Tally, None, None]:
    """Compare blocks, and yield what came of each as it is done. Close it to end all the others at once."""
    with workers() as pool:
        with leaving_signals():
            submitted = [pool.submit(compared, block, places) for block in blocks]
        for done in as_completed(submitted):
            yield done.result()


@contextmanager
def workers() -> Iterator[Executor]:
    """Start processes. Left by an exception, they are ended where they stand; what they have made is in the places of the run."""
    pool = ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), _prepare)
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def leaving_signals() -> Iterator[None]:
    """Start processes that never see Ctrl-C: it is for this one to end them. Here it comes a moment later."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """Leave failures that are made on purpose unlogged, and what is there for good uncollected."""
    logging.disable(logging.ERROR)
    gc.freeze()
    gc.set_threshold(50_000, 10, 1)
