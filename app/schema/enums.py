"""The enumerations, with a description for each value. ``UNKNOWN`` stands for a value that this gateway does not know."""

from enum import Enum

import strawberry
from strawberry import enum_value

from app import model

UNKNOWN = "A value that this gateway does not know."


@strawberry.enum(description="Whether the service has worked through the last write to a profile.")
class ProcessingStatus(Enum):
    """See the description."""

    COMPLETE = enum_value(model.ProcessingStatus.COMPLETE, description="Everything that was written can be read.")
    PENDING_UPDATE = enum_value(model.ProcessingStatus.PENDING_UPDATE, description="A write is still being worked through.")
    UNKNOWN = enum_value(model.ProcessingStatus.UNKNOWN, description=UNKNOWN)


@strawberry.enum(description="What a person said about a consent.")
class ConsentStatus(Enum):
    """See the description."""

    GRANTED = enum_value(model.ConsentStatus.GRANTED, description="The person agreed.")
    DENIED = enum_value(model.ConsentStatus.DENIED, description="The person did not agree.")
    REVOKED = enum_value(model.ConsentStatus.REVOKED, description="The person agreed before, and took it back.")
    NOT_SET = enum_value(model.ConsentStatus.NOT_SET, description="The person was not asked, or did not answer.")
    UNKNOWN = enum_value(model.ConsentStatus.UNKNOWN, description=UNKNOWN)


@strawberry.enum(description="Whether a person opted in or out.")
class PreferenceType(Enum):
    """See the description."""

    OPT_IN = enum_value(model.PreferenceType.OPT_IN, description="The person wants to be contacted.")
    OPT_OUT = enum_value(model.PreferenceType.OPT_OUT, description="The person does not want to be contacted.")
    UNKNOWN = enum_value(model.PreferenceType.UNKNOWN, description=UNKNOWN)


@strawberry.enum(description="Whether a preference still counts.")
class PreferenceStatus(Enum):
    """See the description."""

    ACTIVE = enum_value(model.PreferenceStatus.ACTIVE, description="It counts.")
    EXPIRED = enum_value(model.PreferenceStatus.EXPIRED, description="Its time has run out.")
    UNKNOWN = enum_value(model.PreferenceStatus.UNKNOWN, description=UNKNOWN)


@strawberry.enum(description="Where a preference comes from.")
class MatchType(Enum):
    """See the description."""

    EXPRESSED = enum_value(model.MatchType.EXPRESSED, description="The person said it.")
    IMPLIED = enum_value(model.MatchType.IMPLIED, description="Inherited from the parent filter, where the person said nothing.")
    UNKNOWN = enum_value(model.MatchType.UNKNOWN, description=UNKNOWN)
