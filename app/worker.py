"""What each worker process calls to have the application. It imports nothing else, so that all of that happens under ``lasting``."""

from importlib import import_module

from starlette.types import ASGIApp

from app.memory import keep_freed_memory
from app.starting import lasting


def application() -> ASGIApp:
    """Make the application of one worker process."""
    keep_freed_memory()
    with lasting():
        made: ASGIApp = import_module("app.application").from_environment()
    return made
