"""What the deployment allows operations to do."""

from msgspec import Struct

from app.execution.limits import LimitMode, OperationLimits
from app.execution.trusted import TrustedDocuments, TrustMode, load_trusted
from app.operation_settings import OperationSettings


class Policy(Struct, frozen=True, kw_only=True):
    """See the attributes.

    Attributes:
        limits: how large an operation may be.
        trusted: the documents that are known beforehand.
        introspection: whether the schema may be asked for.
        suggestions: whether messages say "Did you mean …?".
    """

    limits: OperationLimits = OperationLimits()
    trusted: TrustedDocuments = TrustedDocuments()
    introspection: bool = True
    suggestions: bool = True


def policy_of(settings: OperationSettings) -> Policy:
    """Make the policy that the settings describe, and read the trusted documents.

    Raises:
        ValueError: there are no documents where the settings say, saying what to do.
    """
    mode = TrustMode(settings.documents_mode)
    trusted = load_trusted(settings.documents, mode) if settings.documents else TrustedDocuments()
    return Policy(limits=limits_of(settings), trusted=trusted, introspection=introspects(settings), suggestions=settings.suggestions)


def introspects(settings: OperationSettings) -> bool:
    """Whether the schema may be asked for: never where only trusted documents are executed."""
    return settings.introspection and TrustMode(settings.documents_mode) is not TrustMode.ONLY


def limits_of(settings: OperationSettings) -> OperationLimits:
    """Take the limits out of the settings."""
    return OperationLimits(
        mode=LimitMode(settings.limits),
        tokens=settings.limit_tokens,
        depth=settings.limit_depth,
        aliases=settings.limit_aliases,
        root_fields=settings.limit_root_fields,
        directives=settings.limit_directives,
        reads=settings.limit_reads,
        cost=settings.limit_cost,
    )
