"""What the gateway says when it starts: where the graph is, what to ask it, and which demo numbers there are."""

from itertools import starmap

import orjson

from app.generator.demo_numbers import DEMO_NUMBERS

QUERY = '{ profilesByPhone(phoneNumber: "15550109999") { profileId name { first last } emails { address } consents { type status } } }'


def greeting(host: str, port: int, *, demo: bool) -> str:
    """Say everything a person needs to begin."""
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/graphql"
    body = orjson.dumps({"query": QUERY}).decode()
    command = f"  curl -s {url} -H 'Content-Type: application/json' -d '{body}'"
    lines = [f"Profile Gateway serves {url}", "Open it in a browser, or paste:", "", command, ""]
    return "\n".join([*lines, *numbers()] if demo else lines)


def numbers() -> list[str]:
    """List the phone numbers of the demo, and what each shows."""
    return ["Phone numbers that exist:", *starmap("  {}  {}".format, DEMO_NUMBERS), ""]
