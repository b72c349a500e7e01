"""From settings to the source that they name.

Each kind has a module, which is imported where it is named: the libraries of the other one take a fifth of a second to import.
"""

from collections.abc import Callable
from importlib import import_module

from app.settings import Settings
from app.source.protocol import Source
from app.telemetry import Tracer

OPENINGS = {"sql": "app.sql_opening", "rest": "app.rest_opening"}


def open_source(settings: Settings, tracer: Tracer | None = None) -> Source:
    """Open the source that the settings name. The store is made ready by the command that serves; here nothing is read yet."""
    source: Source = import_module(OPENINGS[settings.source]).open_source(settings, tracer)
    return source


def make_ready(settings: Settings, run: Callable[[str], None], *, demo: bool) -> None:
    """Make sure that a store can be read; an upstream may come and go.

    Args:
        settings: that name the source.
        run: runs another command of ours, by its name.
        demo: whether a store that is missing gets demo data.

    Raises:
        StoreUnavailable: it cannot be read, saying what to do.
        ValueError: the store's URL is none.
    """
    if settings.source == "sql":
        import_module(OPENINGS["sql"]).make_ready(settings, run, demo=demo)
