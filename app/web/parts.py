"""The parts of the gateway that count what they do."""

from msgspec import Struct

from app.compiler.compiler import Compiler
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.recording import Recorder
from app.upstream.upstream import Upstream
from app.web.measuring import Requests


class Parts(Struct):
    """The parts that count; None is a part that this gateway does not have."""

    requests: Requests
    engine: Engine
    documents: Documents
    compiler: Compiler | None
    recorder: Recorder | None
    upstream: Upstream | None
