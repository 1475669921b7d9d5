"""The image-to-video pipeline's face, by the signatures of diffusers 0.40; it draws no new pixels.

The frames that it "makes" are the picture, shifted by a little more each time, so that a test can
tell them apart in the video.
"""

import json
import os
from types import SimpleNamespace

import torch


class StableVideoDiffusionPipeline:
    #: Everything that was asked of the latest instance, for tests.
    latest: "StableVideoDiffusionPipeline"

    def __init__(self, model, options) -> None:
        self.model = model
        self.options = options
        self.moves: list[str] = []
        self.calls: list[dict] = []
        #: Called before each step; tests put failures and pauses here.
        self.before_step = lambda step: None
        self.unet = SimpleNamespace(enable_forward_chunking=lambda: self.moves.append("chunking"))
        StableVideoDiffusionPipeline.latest = self

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, **kwargs):
        return cls(pretrained_model_name_or_path, kwargs)

    def to(self, device):
        self.moves.append(device)
        return self

    def enable_model_cpu_offload(self):
        self.moves.append("offload")

    def __call__(
        self,
        image,
        height: int = 576,
        width: int = 1024,
        num_frames: int | None = None,
        num_inference_steps: int = 25,
        sigmas: list[float] | None = None,
        min_guidance_scale: float = 1.0,
        max_guidance_scale: float = 3.0,
        fps: int = 7,
        motion_bucket_id: int = 127,
        noise_aug_strength: float = 0.02,
        decode_chunk_size: int | None = None,
        num_videos_per_prompt: int | None = 1,
        generator: torch.Generator | None = None,
        latents=None,
        output_type: str | None = "pil",
        callback_on_step_end=None,
        callback_on_step_end_tensor_inputs: list[str] = ["latents"],
        return_dict: bool = True,
    ):
        self.calls.append({
            "size": getattr(image, "size", None),
            "height": height,
            "width": width,
            "num_frames": num_frames,
            "num_inference_steps": num_inference_steps,
            "fps": fps,
            "motion_bucket_id": motion_bucket_id,
            "noise_aug_strength": noise_aug_strength,
            "decode_chunk_size": decode_chunk_size,
            "seed": generator.seed if generator else None,
        })
        # For tests that run the server as a process of its own.
        if path := os.environ.get("STUB_CALLS"):
            with open(path, "a", encoding="utf-8") as file:
                print(json.dumps(self.calls[-1]), file=file)
        if height % 8 != 0 or width % 8 != 0:
            raise ValueError("`height` and `width` have to be divisible by 8")
        for step in range(num_inference_steps):
            self.before_step(step)
            tensors = callback_on_step_end(self, step, 0, {"latents": None})
            if "latents" not in tensors:
                raise TypeError("the callback must return the tensors")
        frames = [image.rotate(0, translate=(4 * index, 0)) for index in range(num_frames)]
        return SimpleNamespace(frames=[frames])
