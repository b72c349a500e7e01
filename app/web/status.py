"""Which HTTP status an answer gets (GraphQL over HTTP, sections "Status Codes" and "Appendix A: application/json responses").

The rest of ``web`` speaks the newer codes; here they become the older ones where those are asked for, which is the default: 422 and 294 are
not known to every client and proxy.
"""

from app.execution.request import Outcome
from app.web.media_type import JSON

UNPROCESSABLE = 422
PARTIAL_SUCCESS = 294
OLDER = {UNPROCESSABLE: 400, PARTIAL_SUCCESS: 200}

STATUSES = {
    Outcome.COMPLETE: 200,
    Outcome.PARTIAL: PARTIAL_SUCCESS,
    Outcome.INVALID: UNPROCESSABLE,
    Outcome.UNREADABLE: 400,
    Outcome.UNKNOWN_DOCUMENT: 200,
}


class Statuses:
    """Chooses statuses."""

    def __init__(self, *, newer: bool) -> None:
        """Use the newer codes where the answer's media type allows them."""
        self._newer = newer

    def of_answer(self, outcome: Outcome, media_type: str) -> int:
        """Choose for a well-formed request: with the older media type that is always 200, and its errors stand in the body."""
        return 200 if media_type == JSON else self.of_refusal(STATUSES[outcome], media_type)

    def of_refusal(self, status: int, media_type: str) -> int:
        """Choose for a request that is no GraphQL request."""
        return status if self._newer and media_type != JSON else OLDER.get(status, status)
