"""What a refused request is answered with."""

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response


def refusal(error: HTTPException) -> Response:
    """The error in the upstream's assumed shape, ``{"Message": "…"}``."""
    return Response(orjson.dumps({"Message": error.detail}), error.status_code, error.headers, "application/json")
