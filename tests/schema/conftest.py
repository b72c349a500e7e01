"""Operations executed over an in-memory source."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
import pytest

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.protocol import Caller
from app.source.translation import profile_from_json
from tests.fake import FakeSource

Execute = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture(scope="session")
def engine() -> Engine:
    schema = executable(build_schema())
    return Engine(schema, Documents(schema, capacity=100))


@pytest.fixture
def source() -> FakeSource:
    return FakeSource({"acme": [profile_from_json(orjson.dumps(profile(number)), "acme") for number in (3, 1, 2)], "empty": []})


def profile(number: int) -> dict[str, object]:
    """One profile in the upstream's form; all of them share a phone number."""
    return {
        "ProfileId": number,
        "IsActive": number != 3,
        "CustomerName": {"FirstName": f"First{number}", "LastName": "Example"},
        "Status": "Pending Update",
        "PhoneNumbers": [{"PhoneType": "Home", "PhoneNumber": "+1 (555) 010-9999", "Consents": []}],
        "Emails": [
            {
                "EmailAddressType": "Work",
                "EmailAddress": f"p{number}@example.com",
                "EmailPreferences": [{"FilterId": "F1", "PreferenceType": 1, "MatchType": "Implied"}],
            }
        ],
        "AlternateIds": [{"AlternateIdType": "CRM", "AlternateId": f"A-{number}"}],
        "Consents": [
            {"ConsentType": "Terms", "ConsentStatus": 1, "ConsentDate": "2020-01-01T00:00:00Z"},
            {"ConsentType": "TERMS", "ConsentStatus": 3, "ConsentDate": "2021-01-01T00:00:00.1234567Z"},
        ],
        "ProfileTags": [],
    }


@pytest.fixture
def execute(engine: Engine, source: FakeSource) -> Execute:
    async def run(query: str, variables: Mapping[str, Any] | None = None, account_id: str | None = "acme") -> dict[str, Any]:
        context = Context("request-1", account_id, Loaders(source, Caller(), ANYBODY))
        answer = await engine.execute(GraphQLRequest(query, None, variables), context)
        decoded: dict[str, Any] = orjson.loads(answer.body)
        return decoded

    return run
