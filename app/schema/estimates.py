"""What a router may assume of the fields (``@cost`` and ``@listSize``), so that it can refuse what is too much before it asks.

Weights count in objects, as routers do by default. Sizes of lists are what large profiles have; only that of a lookup is a promise.
"""

from typing import Final

from strawberry.federation.schema_directives import Cost, ListSize

from app.source.protocol import PROFILES_AT_MOST, Edge

LARGE_EDGES: Final = frozenset({Edge.CONSENTS_BY_PROFILE, Edge.PREFERENCES_BY_PROFILE, Edge.CUSTOM_FIELDS_BY_PROFILE})


def sized(assumed: int) -> ListSize:
    """Assume the length of a list that no argument cuts."""
    return ListSize(assumed_size=assumed, require_one_slicing_argument=False)  # type: ignore[call-arg] # the others may be missing


def size(edge: Edge) -> ListSize:
    """Assume how much one parent has of a collection."""
    return MANY if edge in LARGE_EDGES else FEW


FEW: Final = sized(3)
MANY: Final = sized(10)
READ: Final = Cost(weight=10)
"""A root field is one read of the source."""
LOOKUP: Final = (READ, sized(PROFILES_AT_MOST))
"""A root field that finds several profiles."""
