"""The four reads of the upstream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.emulator.access import Verifier, checked
from app.emulator.accounts import Account, EmulatorData
from app.emulator.answers import Matches, answered
from app.emulator.knobs import Knobs
from app.emulator.parameters import Parameters, profile_id_in
from app.emulator.striking import struck
from app.emulator.views import View

BASE_PATH = "/Profiles/v4"

Read: TypeAlias = Callable[[Account, Request, Parameters], Matches]


def by_phone(account: Account, _request: Request, parameters: Parameters) -> list[int]:
    """Profiles with this number."""
    return account.by_phone(
        parameters.number("phoneNumber"),
        parameters.optional("phoneType"),
        include_inactive=parameters.flag("includeInactive", default=False),
    )


def by_email(account: Account, _request: Request, parameters: Parameters) -> list[int]:
    """Profiles with this address."""
    return account.by_email(
        parameters.required("emailAddress"),
        parameters.optional("emailType"),
        include_inactive=parameters.flag("includeInactive", default=False),
    )


def by_alternate_id(account: Account, _request: Request, parameters: Parameters) -> int | None:
    """The profile with this id in another system."""
    return account.by_alternate_id(parameters.required("alternateId"), parameters.required("alternateIdType"))


def by_id(account: Account, request: Request, _parameters: Parameters) -> int | None:
    """The profile with this id."""
    return account.by_id(profile_id_in(request.path_params["profile_id"]))


@dataclass(frozen=True, slots=True)
class Reads:
    """The reads over some data, for callers that the verifiers know."""

    data: EmulatorData
    knobs: Knobs
    verifiers: Sequence[Verifier]

    def routes(self) -> list[Route]:
        """Where the reads are found. The order matters: any last segment may be a profile id."""
        reads: dict[str, Read] = {"Phone": by_phone, "Email": by_email, "AlternateId": by_alternate_id, "{profile_id}": by_id}
        return [self._route(segment, read) for segment, read in reads.items()]

    def _route(self, segment: str, read: Read) -> Route:
        async def endpoint(request: Request) -> Response:
            return self._answer(request, read)

        return Route(f"{BASE_PATH}/{{account_id}}/Profile/{segment}", struck(self.knobs.faults, endpoint), methods=["GET"])

    def _answer(self, request: Request, read: Read) -> Response:
        account_id = request.path_params["account_id"]
        access = checked(self.verifiers, request.headers.get("authorization"), account_id)
        account = (access.data or self.data).account(account_id)
        if account is None:
            raise HTTPException(404, "The account is unknown.")
        parameters = Parameters(request.query_params)
        view = self._view(parameters, access.hidden)
        return answered(read(account, request, parameters), account, view, self.knobs.variations)

    def _view(self, parameters: Parameters, hidden: frozenset[str]) -> View:
        variations = self.knobs.variations
        return View(
            implied=parameters.flag("implied", default=True),
            history=parameters.flag("includeConsentHistory", default=True),
            hidden=hidden | variations.absent,
            enumerations=variations.enumerations,
        )
