"""Custom handler for a Hugging Face Inference Endpoint that cannot run a container of its own.

It lies at the top of the repository that the endpoint serves, beside `svd.py`. Its service can only
answer JSON, and turns every failure into a 400 with the failure's text: that text names the cause.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from svd import PictureError, StableVideo, open_picture, read_parameters


class EndpointHandler:
    """What the service looks for and calls: once with the folder, then once a request."""

    def __init__(self, path: str = "") -> None:
        self._model = StableVideo.load(path) if path else StableVideo.load()

    def __call__(self, data: dict[str, Any]) -> dict[str, str]:
        """`inputs` is a decoded picture or its bytes in base64; the answer's `video` is base64."""
        parameters = read_parameters(data.get("parameters") or {})
        video = self._model.make(_picture_of(data.get("inputs")), parameters)
        return {"video": base64.b64encode(video).decode("ascii")}


def _picture_of(inputs: object) -> Any:
    # A posted picture arrives decoded, but neither upright nor cropped; JSON arrives as it was sent.
    if hasattr(inputs, "convert"):
        from PIL import ImageOps

        return ImageOps.exif_transpose(inputs).convert("RGB")
    if not isinstance(inputs, str):
        raise PictureError("inputs must be a picture, or its bytes in base64.")
    try:
        return open_picture(base64.b64decode(inputs, validate=True))
    except binascii.Error as error:
        raise PictureError("inputs is not valid base64.") from error
