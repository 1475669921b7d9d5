"""What some tests need beside Python itself."""

import importlib.util
import shutil
import unittest

pillow = unittest.skipUnless(importlib.util.find_spec("PIL"), "Pillow is not installed")
ffmpeg = unittest.skipUnless(shutil.which("ffmpeg"), "ffmpeg is not installed")
