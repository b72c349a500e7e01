"""What a resolver is told of its field."""

import strawberry

from app.context import Context
from app.model import View
from app.schema.selection import needed_view


class Info(strawberry.Info[Context, None]):
    """Strawberry's information on a field, with what its selection needs from the source."""

    def needed_view(self, *, implied: bool, history: bool) -> View:
        """Narrow what the arguments ask for to what the selection shows."""
        return needed_view(self._raw_info, implied=implied, history=history)
