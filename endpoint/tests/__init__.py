"""Tests of the endpoint. They need Python alone; what wants more says what it misses."""

import sys
from pathlib import Path

#: Stand-ins for torch and diffusers with the signatures of the real ones.
sys.path.insert(0, str(Path(__file__).parent / "stubs"))
