import io
import json
import shutil
import subprocess
import unittest
from unittest import mock

import diffusers
import svd
import torch
from tests import needs

FAST = {"num_inference_steps": 2, "width": 256, "height": 256, "num_frames": 3}


def picture_bytes(width=640, height=480, kind="JPEG", **options) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def loaded(free_bytes=24 * svd.GIB, is_there=True) -> svd.StableVideo:
    with (
        mock.patch.multiple(torch.cuda, free_bytes=free_bytes, is_there=is_there),
        mock.patch.object(shutil, "which", lambda name: f"/usr/bin/{name}"),
    ):
        return svd.StableVideo.load()


class ParametersTest(unittest.TestCase):
    def test_nothing_given_means_the_models_own_defaults(self):
        parameters = svd.read_parameters({})
        self.assertEqual(
            (parameters.width, parameters.height, parameters.num_frames, parameters.fps),
            (1024, 576, 25, 7),
        )
        self.assertEqual((parameters.motion_bucket_id, parameters.noise_aug_strength), (127, 0.02))
        self.assertIsNone(parameters.decode_chunk_size)
        self.assertIsNone(parameters.seed)

    def test_numbers_may_come_as_text_as_a_query_brings_them(self):
        parameters = svd.read_parameters({"fps": "12", "noise_aug_strength": "0.1", "seed": "0"})
        self.assertEqual((parameters.fps, parameters.noise_aug_strength, parameters.seed), (12, 0.1, 0))
        self.assertIsInstance(parameters.fps, int)

    def test_the_largest_seed_stays_exact(self):
        self.assertEqual(svd.read_parameters({"seed": str(2**53 - 1)}).seed, 2**53 - 1)

    def test_a_whole_number_may_be_written_with_a_point(self):
        parameters = svd.read_parameters({"num_frames": 14.0})
        self.assertEqual(parameters.num_frames, 14)
        self.assertIsInstance(parameters.num_frames, int)

    def test_every_value_that_cannot_be_used_is_refused_by_name(self):
        bad = {
            "width": [0, 200, 1000, 1088, "wide"],
            "height": [8, 577, None],
            "num_frames": [1, 26, 2.5, True, "", "NaN", "1_0"],
            "fps": [0, 31, -7, [7], "७", 10**400, "9" * 9999],
            "motion_bucket_id": [0, 256],
            "noise_aug_strength": [-0.01, 1.01, float("nan"), float("inf"), "inf"],
            "decode_chunk_size": [0, 26],
            "num_inference_steps": [0, 51],
            "seed": [-1, 2**53, 0.5],
        }
        for name, values in bad.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    with self.assertRaises(svd.ParameterError) as caught:
                        svd.read_parameters({name: value})
                    self.assertEqual(caught.exception.name, name)
                    self.assertIn(name, str(caught.exception))

    def test_both_ends_of_every_range_are_legal(self):
        for name, bounds in svd.RANGES.items():
            for value in (bounds.low, bounds.high):
                self.assertEqual(getattr(svd.read_parameters({name: value}), name), value)

    def test_an_unknown_name_is_refused_and_a_long_one_is_not_repeated_whole(self):
        with self.assertRaisesRegex(svd.ParameterError, "frames is not a parameter"):
            svd.read_parameters({"frames": 25})
        with self.assertRaises(svd.ParameterError) as caught:
            svd.read_parameters({"x" * 9999: 1})
        self.assertLess(len(str(caught.exception)), 300)


class LoadingTest(unittest.TestCase):
    def test_the_weights_are_loaded_in_half_precision(self):
        loaded()
        pipeline = diffusers.StableVideoDiffusionPipeline.latest
        self.assertEqual(pipeline.model, svd.MODEL)
        self.assertEqual(pipeline.options, {"variant": "fp16", "torch_dtype": torch.float16})

    def test_the_less_memory_there_is_the_more_is_offloaded(self):
        moves = {}
        for gib in (48, 24, 16, 8):
            loaded(free_bytes=gib * svd.GIB)
            moves[gib] = diffusers.StableVideoDiffusionPipeline.latest.moves
        self.assertEqual(
            moves, {48: ["cuda"], 24: ["offload"], 16: ["offload"], 8: ["offload", "chunking"]}
        )

    def test_fewer_frames_are_decoded_at_once_with_less_memory(self):
        sizes = [svd.plan_memory(gib * svd.GIB).decode_chunk_size for gib in (80, 24, 16, 8, 4)]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertGreaterEqual(min(sizes), 1)

    def test_without_a_gpu_it_says_so(self):
        with self.assertRaisesRegex(RuntimeError, "NVIDIA GPU"):
            loaded(is_there=False)

    def test_without_ffmpeg_it_says_so_before_anything_is_loaded(self):
        with mock.patch.object(shutil, "which", return_value=None):
            with self.assertRaisesRegex(RuntimeError, "ffmpeg is not installed"):
                svd.StableVideo.load()


@needs.pillow
class PictureTest(unittest.TestCase):
    def test_a_picture_is_turned_upright(self):
        from PIL import Image

        exif = Image.Exif()
        exif[0x0112] = 6
        self.assertEqual(svd.open_picture(picture_bytes(exif=exif)).size, (480, 640))

    def test_transparency_palettes_and_grey_become_rgb(self):
        from PIL import Image

        for mode in ("RGBA", "P", "L", "CMYK"):
            buffer = io.BytesIO()
            Image.new(mode, (64, 64)).save(buffer, "TIFF")
            self.assertEqual(svd.open_picture(buffer.getvalue()).mode, "RGB")

    def test_what_is_no_picture_is_refused(self):
        for data in (b"", b"text", picture_bytes()[:200]):
            with self.assertRaises(svd.PictureError):
                svd.open_picture(data)

    def test_a_picture_of_too_many_pixels_is_refused_undecoded(self):
        with mock.patch.object(svd, "MAX_PICTURE_PIXELS", 1000):
            with self.assertRaisesRegex(svd.PictureError, "too many pixels"):
                svd.open_picture(picture_bytes())

    def test_the_middle_is_cut_out_and_nothing_is_stretched(self):
        from PIL import Image

        wide = Image.new("RGB", (3000, 1000), "red")
        wide.paste("blue", (1000, 0, 2000, 1000))
        square = svd.cropped(wide, 256, 256)
        self.assertEqual(square.size, (256, 256))
        self.assertEqual({square.getpixel((x, 128)) for x in (8, 128, 247)}, {(0, 0, 255)})


@needs.pillow
class MakingTest(unittest.TestCase):
    def setUp(self):
        self.model = loaded()
        self.pipeline = diffusers.StableVideoDiffusionPipeline.latest
        self.picture = svd.open_picture(picture_bytes())

    def make(self, given, **options):
        with mock.patch.object(svd, "encode_mp4", lambda frames, _parameters: frames):
            return self.model.make(self.picture, svd.read_parameters({**FAST, **given}), **options)

    def test_every_parameter_reaches_the_pipeline_with_its_value_and_type(self):
        given = {
            "width": "576", "height": "1024", "num_frames": "14", "fps": "12",
            "motion_bucket_id": "30", "noise_aug_strength": "0.1", "decode_chunk_size": "3",
            "num_inference_steps": "5", "seed": "7",
        }
        self.assertEqual(len(self.make(given)), 14)
        self.assertEqual(self.pipeline.calls, [{
            "size": (576, 1024), "height": 1024, "width": 576, "num_frames": 14,
            "num_inference_steps": 5, "fps": 12, "motion_bucket_id": 30,
            "noise_aug_strength": 0.1, "decode_chunk_size": 3, "seed": 7,
        }])
        types = {name: type(value) for name, value in self.pipeline.calls[0].items()}
        self.assertEqual(types.pop("noise_aug_strength"), float)
        self.assertEqual(types.pop("size"), tuple)
        self.assertEqual(set(types.values()), {int})

    def test_without_a_seed_each_video_has_another(self):
        for _ in range(2):
            self.make({})
        first, second = (call["seed"] for call in self.pipeline.calls)
        self.assertNotEqual(first, second)

    def test_no_more_frames_are_decoded_at_once_than_there_are(self):
        self.make({"num_frames": 2})
        self.assertEqual(self.pipeline.calls[0]["decode_chunk_size"], 2)

    def test_progress_counts_the_steps(self):
        steps = []
        self.make({"num_inference_steps": 3}, on_step=lambda *step: steps.append(step))
        self.assertEqual(steps, [(1, 3), (2, 3), (3, 3)])

    def test_a_cancel_ends_the_work_at_the_next_step(self):
        steps = []
        with self.assertRaises(svd.Canceled):
            self.make(
                {"num_inference_steps": 50},
                on_step=lambda *step: steps.append(step),
                is_canceled=lambda: len(steps) == 2,
            )
        self.assertEqual(len(steps), 2)

    def test_running_out_of_memory_says_what_to_lower(self):
        self.pipeline.before_step = mock.Mock(side_effect=torch.cuda.OutOfMemoryError("CUDA"))
        with self.assertRaisesRegex(svd.OutOfMemory, "Lower decode_chunk_size"):
            self.make({})


@needs.pillow
@needs.ffmpeg
class EncodingTest(unittest.TestCase):
    def test_the_video_has_the_asked_frames_rate_and_size_and_its_index_first(self):
        parameters = svd.read_parameters({"num_frames": 14, "fps": 12, "width": 576, "height": 320,
                                          "num_inference_steps": 1})
        video = loaded().make(svd.open_picture(picture_bytes()), parameters)
        self.assertLess(video.index(b"moov"), video.index(b"mdat"))
        asked = "codec_name,profile,pix_fmt,width,height,r_frame_rate,nb_frames,color_space"
        found = subprocess.run(
            ["ffprobe", "-v", "error", "-of", "json", "-show_entries", f"stream={asked}", "-"],
            input=video, capture_output=True, check=True,
        )
        [stream] = json.loads(found.stdout)["streams"]
        self.assertEqual(
            {name: stream[name] for name in ("codec_name", "pix_fmt", "width", "height")},
            {"codec_name": "h264", "pix_fmt": "yuv420p", "width": 576, "height": 320},
        )
        self.assertEqual((stream["r_frame_rate"], stream["nb_frames"]), ("12/1", "14"))
        self.assertEqual(stream["color_space"], "bt709")

    def test_a_failing_ffmpeg_is_an_error_and_leaves_no_file(self):
        from PIL import Image

        parameters = svd.read_parameters(FAST)
        with self.assertRaisesRegex(RuntimeError, "ffmpeg failed"):
            svd.encode_mp4([Image.new("RGB", (10, 10))], parameters)


if __name__ == "__main__":
    unittest.main()
