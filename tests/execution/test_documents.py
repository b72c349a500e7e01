"""Documents are read once, and no more of them are kept than allowed."""

import asyncio
import time

from app.execution import documents as module
from app.execution.documents import Documents
from app.schema.graph import build_schema, executable

SCHEMA = executable(build_schema())
LONG = "{ " + "profile(profileId: 1) { name { first last } } " * 100 + "}"


def query(alias: str) -> str:
    return f"{{ {alias}: __typename }}"


async def test_a_document_seen_again_is_the_same_object() -> None:
    documents = Documents(SCHEMA, capacity=2)
    assert await documents.find(query("a")) is await documents.find(query("a"))


async def test_the_one_used_longest_ago_leaves_first() -> None:
    documents = Documents(SCHEMA, capacity=2)
    kept, left = await documents.find(query("kept")), await documents.find(query("left"))
    await documents.find(query("kept"))
    await documents.find(query("new"))
    assert await documents.find(query("kept")) is kept
    assert await documents.find(query("left")) is not left


async def test_an_invalid_document_takes_no_place() -> None:
    documents = Documents(SCHEMA, capacity=1)
    kept = await documents.find(query("kept"))
    assert (await documents.find("{ wrong }")).errors
    assert (await documents.find("{")).errors
    assert await documents.find(query("kept")) is kept


async def test_long_documents_leave_when_all_together_are_too_long() -> None:
    documents = Documents(SCHEMA, capacity=1000)
    padding = "#" + "x" * (module.CHARACTERS // 2)
    first = await documents.find(query("first") + padding)
    assert await documents.find(query("first") + padding) is first
    await documents.find(query("second") + padding)
    assert await documents.find(query("first") + padding) is not first


async def test_a_known_document_does_not_wait_for_long_ones_that_are_read() -> None:
    documents = Documents(SCHEMA, capacity=10)
    await documents.find(query("known"))
    reading = [asyncio.create_task(documents.find(f"{LONG} # {number}")) for number in range(20)]
    await asyncio.sleep(0)
    began = time.perf_counter()
    await documents.find(query("known"))
    assert time.perf_counter() - began < 0.1
    assert not any(task.done() for task in reading)
    await asyncio.gather(*reading)


async def test_a_long_document_that_several_ask_for_is_read_once() -> None:
    documents = Documents(SCHEMA, capacity=10)
    text = "{ __typename }" + " " * module.SMALL
    found = await asyncio.gather(*(documents.find(text) for _ in range(5)))
    assert len({id(document) for document in found}) == 1
