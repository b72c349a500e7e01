"""Each attribute by itself: the table of the compiler says of it what ``source/translation.py`` does."""

import json
from collections.abc import Iterator
from typing import Any, get_type_hints

import pytest

from app.compiler.upstream_fields import UPSTREAM, Made
from app.source import wire
from app.upstream.exchange import Headers, Reply
from tests.compiler.both_ways import BothWays
from tests.compiler.graph import SCHEMA
from tests.compiler.operations import EVERYTHING
from tests.compiler.over import OverUpstream, Upstream
from tests.compiler.upstream_data import flattened

VALUES: list[object] = ["x", "", 1, 1.5, True, None, [], {}, ["x"], {"x": 1}, "2024-01-01T00:00:00", "2024-01-01T00:00:00Z", "Y", "Granted"]


class Fixed(Upstream):
    """Answers always the same."""

    def __init__(self, body: bytes) -> None:
        super().__init__(0, 0)
        self.body = body

    async def get(self, url: str, headers: Headers) -> Reply:  # noqa: ARG002
        self.asked[url] += 1
        return Reply(200, {}, self.body)


def attributes(shape: Any = wire.Profile, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 - a wire shape
    """Yield the path of every attribute of a profile, those of nested objects in one place each."""
    hints = get_type_hints(shape)
    for name, key in zip(shape.__struct_fields__, shape.__struct_encode_fields__, strict=True):
        yield (*path, key)
        inner = next((kind for kind in flattened(hints[name]) if isinstance(kind, type) and issubclass(kind, wire.Shape)), None)
        if inner:
            step = f"{key}[]" if "list" in str(hints[name]) else key
            yield from attributes(inner, (*path, step))


def profile_with(path: tuple[str, ...], value: object) -> dict[str, object]:
    """A profile in which but one attribute has a value."""
    *above, last = path
    made: object = {last: value}
    for step in reversed(above):
        made = {step.removesuffix("[]"): [made] if step.endswith("[]") else made}
    assert isinstance(made, dict)
    return {"ProfileId": 1, **made}


@pytest.fixture(scope="module")
def ways() -> BothWays:
    return BothWays()


@pytest.mark.parametrize("path", [path for path in attributes() if len(path) <= 4], ids=".".join)
async def test_an_attribute_is_read_alike_whatever_it_holds(ways: BothWays, path: tuple[str, ...]) -> None:
    for value in VALUES:
        over = OverUpstream(Fixed(json.dumps([profile_with(path, value)]).encode()))
        assert await ways.compare(EVERYTHING, over) is None, value


def test_every_field_of_the_graph_is_in_the_table() -> None:
    for name, upstream in UPSTREAM.items():
        kind: Any = SCHEMA.type_map[name]
        assert {field.extensions["strawberry-definition"].python_name for field in kind.fields.values()} == set(upstream.readings)


def test_the_table_names_attributes_that_there_are() -> None:
    for upstream in UPSTREAM.values():
        for reading in upstream.readings.values():
            names = reading.wires if isinstance(reading, Made) else [reading.wire]
            assert {name for name in names if name} <= set(upstream.shape.__struct_fields__)
