from collections.abc import Mapping

class Offsets:
    def __init__(self, made: Mapping[int, int]) -> None: ...

class Names:
    def __init__(self, made: Mapping[bytes, bytes]) -> None: ...
