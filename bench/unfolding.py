"""Reads what PostGraphile answers as the gateway's answer: its fields are the store's columns, in one flat row.

Aliases in its operation say where each belongs: ``edited_createdAt`` is ``createdAt`` in ``edited``, ``values_json`` is JSON kept as text.
An object with nothing but ``only`` stands for that.
"""

from typing import Any

import orjson

JSON = "_json"


def unfolded(body: bytes) -> Any:  # noqa: ANN401 - JSON
    """Return the answer in the gateway's shape."""
    return _value(orjson.loads(body))


def _value(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    return _value(value["only"]) if value.keys() == {"only"} else _object(value)


def _object(columns: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in columns.items():
        if name.endswith(JSON):
            made[name.removesuffix(JSON)] = _pairs(orjson.loads(value)) if value else None
            continue
        group, _, member = name.partition("_")
        (made.setdefault(group, {}) if member else made)[member or group] = _value(value)
    return made


def _pairs(items: list[Any]) -> list[Any]:
    """Name the two halves of each attribute of a preference."""
    return [{"key": item[0], "value": item[1]} if isinstance(item, list) else item for item in items]
