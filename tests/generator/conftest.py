import pytest

from app.generator.profiles import profiles
from tests.generator.fields import Json, Nodes, walk


@pytest.fixture(scope="session")
def thousand() -> list[Json]:
    return list(profiles(1000))


@pytest.fixture(scope="session")
def nodes(thousand: list[Json]) -> Nodes:
    """Every object of a thousand profiles, with the name of the field that holds it."""
    return [node for profile in thousand for node in walk("", profile)]
