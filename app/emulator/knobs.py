"""What can be turned while the emulator runs."""

from dataclasses import dataclass, field

from app.emulator.record import Record
from app.emulator.striking import Faults
from app.emulator.variations import Variations


@dataclass(slots=True)
class Knobs:
    """The state of one emulator, apart from its data.

    Attributes:
        variations: how answers are shaped; set another value to change it.
        faults: what is to go wrong.
        record: what was asked.
    """

    variations: Variations = field(default_factory=Variations)
    faults: Faults = field(default_factory=Faults)
    record: Record = field(default_factory=Record)
