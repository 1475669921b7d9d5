"""Stable Video Diffusion XT behind one function: a picture in, an MP4 out.

The pipeline is `StableVideoDiffusionPipeline` of diffusers. Heavy modules (torch, diffusers, Pillow)
are imported where they are needed, so that everything else runs and is tested without them.
"""

from __future__ import annotations

import io
import math
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Weights on the Hugging Face Hub; a folder that holds them does as well.
MODEL = "stabilityai/stable-video-diffusion-img2vid-xt"

#: A picture that claims to be larger is refused before it is decoded.
MAX_PICTURE_PIXELS = 100_000_000

GIB = 1024**3


class ParameterError(ValueError):
    """A parameter that cannot be used. The text names it, because some callers see only the text."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name = name


class PictureError(ValueError):
    """The bytes are no picture that can be read."""


class OutOfMemory(RuntimeError):
    """The GPU has too little free memory for what was asked."""


class Canceled(RuntimeError):
    """Nobody waits for the video any more."""


@dataclass(frozen=True)
class Range:
    """The legal values of a parameter, both ends included."""

    low: float
    high: float
    #: `None` leaves the choice to this module.
    default: float | None
    #: Values are multiples of it; `None` for any number.
    step: int | None = 1

    def read(self, name: str, value: object) -> Any:
        """The number that `value` stands for; queries bring numbers as text."""
        number = _number(value)
        if number is None or not self.low <= number <= self.high or not self._fits(number):
            raise ParameterError(name, f"must be {self}, not {_shortened(value)}.")
        return number if self.step is None else int(number)

    def _fits(self, number: float) -> bool:
        return self.step is None or number % self.step == 0

    def __str__(self) -> str:
        kind = {None: "a number", 1: "a whole number"}.get(self.step, f"a multiple of {self.step}")
        return f"{kind} from {self.low:g} to {self.high}"


#: What may be set, by the names that diffusers uses. The bounds are those of the model's training
#: (25 frames, 1024x576) and of its documentation; the pipeline itself checks nearly nothing.
RANGES: Mapping[str, Range] = {
    "width": Range(256, 1024, 1024, step=64),
    "height": Range(256, 1024, 576, step=64),
    "num_frames": Range(2, 25, 25),
    "fps": Range(1, 30, 7),
    "motion_bucket_id": Range(1, 255, 127),
    "noise_aug_strength": Range(0, 1, 0.02, step=None),
    "decode_chunk_size": Range(1, 25, None),
    "num_inference_steps": Range(1, 50, 25),
    # The largest whole number that JSON carries exactly everywhere.
    "seed": Range(0, 2**53 - 1, None),
}


@dataclass(frozen=True)
class Parameters:
    """The settings of one video. Sizes are in pixels, `fps` is the rate of the file as well."""

    width: int
    height: int
    num_frames: int
    fps: int
    motion_bucket_id: int
    noise_aug_strength: float
    #: How many frames are decoded at once; `None` goes by the GPU's free memory.
    decode_chunk_size: int | None
    num_inference_steps: int
    #: `None` draws one.
    seed: int | None


def read_parameters(given: Mapping[str, object]) -> Parameters:
    """Checks what was given and fills in the defaults.

    Raises `ParameterError` for the first name that is unknown or value that is out of range.
    """
    for name in given:
        if name not in RANGES:
            known = ", ".join(RANGES)
            raise ParameterError(_shortened(name), f"is not a parameter of this model ({known}).")
    return Parameters(**{
        name: bounds.read(name, given[name]) if name in given else bounds.default
        for name, bounds in RANGES.items()
    })


@dataclass(frozen=True)
class MemoryPlan:
    """How the work is fitted into the GPU's memory."""

    #: Parts of the model wait in the machine's memory until they are needed.
    is_offloaded: bool
    #: The denoiser works in pieces, which is slower and needs far less.
    is_forward_chunked: bool
    decode_chunk_size: int


def plan_memory(free_bytes: int) -> MemoryPlan:
    """The plan for so much free GPU memory.

    Everything resident takes about 22 GB; offloaded, chunked and with two frames decoded at once it
    stays below 8 GB (diffusers, guide "Stable Video Diffusion"). The steps between are cautious
    guesses: 24 GB are known to run out when 14 frames are decoded at once.
    """
    if free_bytes >= 40 * GIB:
        return MemoryPlan(is_offloaded=False, is_forward_chunked=False, decode_chunk_size=14)
    if free_bytes >= 20 * GIB:
        return MemoryPlan(is_offloaded=True, is_forward_chunked=False, decode_chunk_size=8)
    if free_bytes >= 12 * GIB:
        return MemoryPlan(is_offloaded=True, is_forward_chunked=False, decode_chunk_size=4)
    return MemoryPlan(is_offloaded=True, is_forward_chunked=True, decode_chunk_size=2)


#: Called after each denoising step with how many are done, and how many there are.
OnStep = Callable[[int, int], None]


class StableVideo:
    """The loaded model. It makes one video at a time; callers take turns."""

    def __init__(self, pipeline: Any, plan: MemoryPlan) -> None:
        self._pipeline = pipeline
        self._plan = plan

    @classmethod
    def load(cls, model: str = MODEL) -> StableVideo:
        """Loads the weights in half precision, which takes a minute or more.

        Raises `RuntimeError` without an NVIDIA GPU: a CPU cannot compute in half precision.
        """
        _need_ffmpeg()
        import torch
        from diffusers import StableVideoDiffusionPipeline

        if not torch.cuda.is_available():
            raise RuntimeError("Stable Video Diffusion needs an NVIDIA GPU, and torch finds none.")
        free_bytes, _ = torch.cuda.mem_get_info()
        plan = plan_memory(free_bytes)
        pipeline = StableVideoDiffusionPipeline.from_pretrained(
            model, variant="fp16", torch_dtype=torch.float16
        )
        if plan.is_offloaded:
            pipeline.enable_model_cpu_offload()
        else:
            pipeline.to("cuda")
        if plan.is_forward_chunked:
            pipeline.unet.enable_forward_chunking()
        return cls(pipeline, plan)

    def make(
        self,
        picture: Any,
        parameters: Parameters,
        *,
        on_step: OnStep = lambda done, steps: None,
        is_canceled: Callable[[], bool] = lambda: False,
    ) -> bytes:
        """The MP4 of a picture, opened by `open_picture`.

        Raises `Canceled` soon after `is_canceled` answers true, and `OutOfMemory`.
        """
        import torch

        seed = secrets.randbelow(2**32) if parameters.seed is None else parameters.seed

        def after_step(_pipeline: Any, step: int, _timestep: Any, tensors: dict) -> dict:
            # The pipeline has no flag to interrupt it; raising is the way out.
            if is_canceled():
                raise Canceled("The request was canceled.")
            on_step(step + 1, parameters.num_inference_steps)
            return tensors

        try:
            frames = self._pipeline(
                image=cropped(picture, parameters.width, parameters.height),
                width=parameters.width,
                height=parameters.height,
                num_frames=parameters.num_frames,
                num_inference_steps=parameters.num_inference_steps,
                fps=parameters.fps,
                motion_bucket_id=parameters.motion_bucket_id,
                noise_aug_strength=parameters.noise_aug_strength,
                decode_chunk_size=self._decode_chunk_size(parameters),
                generator=torch.Generator("cpu").manual_seed(seed),
                output_type="pil",
                callback_on_step_end=after_step,
            ).frames[0]
        except torch.cuda.OutOfMemoryError as error:
            torch.cuda.empty_cache()
            raise OutOfMemory(
                "The GPU ran out of memory. Lower decode_chunk_size, num_frames or the frame size."
            ) from error
        if is_canceled():
            raise Canceled("The request was canceled.")
        return encode_mp4(frames, parameters)

    def _decode_chunk_size(self, parameters: Parameters) -> int:
        wanted = parameters.decode_chunk_size or self._plan.decode_chunk_size
        return min(wanted, parameters.num_frames)


def open_picture(data: bytes) -> Any:
    """The picture in these bytes, upright and in RGB.

    Raises `PictureError` when it cannot be read or is larger than `MAX_PICTURE_PIXELS`.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise PictureError("The picture has too many pixels.")
            return ImageOps.exif_transpose(picture).convert("RGB")
    except PictureError:
        raise
    except Exception as error:  # Pillow's readers raise whatever their format makes them raise.
        raise PictureError("The picture cannot be read.") from error


def cropped(picture: Any, width: int, height: int) -> Any:
    """The middle of a picture at that size: the pipeline would stretch it."""
    from PIL import Image, ImageOps

    return ImageOps.fit(picture, (width, height), method=Image.Resampling.LANCZOS)


def encode_mp4(frames: list[Any], parameters: Parameters) -> bytes:
    """The frames as H.264 that every browser plays, with its index first and the exact rate."""
    size = f"{parameters.width}x{parameters.height}"
    rate = str(parameters.fps)
    # The index can only be moved to the front of a file, not of a pipe.
    with tempfile.TemporaryDirectory(prefix="svd-") as folder:
        path = Path(folder, "video.mp4")
        done = subprocess.run(
            [
                _need_ffmpeg(), "-nostdin", "-loglevel", "error",
                "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", rate, "-i", "pipe:0",
                "-vf", "scale=out_color_matrix=bt709:out_range=tv",
                "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
                "-c:v", "libx264", "-crf", "17", "-pix_fmt", "yuv420p", "-r", rate,
                "-movflags", "+faststart", str(path),
            ],
            input=b"".join(frame.tobytes() for frame in frames),
            capture_output=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"ffmpeg failed: {done.stderr.decode(errors='replace')[-500:]}")
        return path.read_bytes()


def _need_ffmpeg() -> str:
    path = shutil.which("ffmpeg")
    if path is None:
        raise RuntimeError("ffmpeg is not installed.")
    return path


#: How a number may be written: JSON's way (RFC 8259 section 6), within reason.
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,3})?")


def _number(value: object) -> float | None:
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        # Whole numbers stay whole: a float does not hold every seed.
        value = int(value) if value.lstrip("-").isdigit() else float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None


def _shortened(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 40 else f"{text[:37]}…"
