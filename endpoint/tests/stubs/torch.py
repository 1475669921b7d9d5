"""As much of torch as the endpoint touches; nothing is computed."""

float16 = "float16"


class Generator:
    def __init__(self, device: str = "cpu") -> None:
        self.device = device
        self.seed: int | None = None

    def manual_seed(self, seed: int) -> "Generator":
        self.seed = seed
        return self


class cuda:
    #: What `mem_get_info` tells; tests change it.
    free_bytes = 24 * 1024**3
    is_there = True

    class OutOfMemoryError(RuntimeError):
        pass

    @staticmethod
    def is_available() -> bool:
        return cuda.is_there

    @staticmethod
    def mem_get_info() -> tuple[int, int]:
        return cuda.free_bytes, 24 * 1024**3

    @staticmethod
    def empty_cache() -> None:
        pass
