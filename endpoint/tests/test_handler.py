import base64
import shutil
import unittest
from unittest import mock

import diffusers
import handler
import svd
from tests import needs
from tests.test_svd import FAST, picture_bytes


@needs.pillow
class HandlerTest(unittest.TestCase):
    def setUp(self):
        with mock.patch.object(shutil, "which", lambda name: f"/usr/bin/{name}"):
            self.handler = handler.EndpointHandler("/repository")
        patch = mock.patch.object(svd, "encode_mp4", lambda frames, _parameters: b"a video")
        patch.start()
        self.addCleanup(patch.stop)

    def test_the_weights_come_from_the_folder_that_it_is_given(self):
        self.assertEqual(diffusers.StableVideoDiffusionPipeline.latest.model, "/repository")

    def test_a_decoded_picture_with_parameters_as_text_becomes_base64(self):
        from PIL import Image

        parameters = {name: str(value) for name, value in FAST.items()}
        answer = self.handler({"inputs": Image.new("RGB", (64, 64)), "parameters": parameters})
        self.assertEqual(answer, {"video": base64.b64encode(b"a video").decode()})
        self.assertEqual(diffusers.StableVideoDiffusionPipeline.latest.calls[0]["num_frames"], 3)

    def test_a_picture_in_base64_without_parameters_does_as_well(self):
        inputs = base64.b64encode(picture_bytes()).decode()
        self.assertIn("video", self.handler({"inputs": inputs}))

    def test_the_text_of_a_failure_names_what_is_wrong(self):
        inputs = base64.b64encode(picture_bytes()).decode()
        for data, name in (
            ({"inputs": inputs, "parameters": {"fps": 99}}, "fps must be"),
            ({"inputs": "?"}, "inputs is not valid base64"),
            ({"inputs": base64.b64encode(b"text").decode()}, "picture cannot be read"),
            ({}, "inputs must be"),
        ):
            with self.assertRaisesRegex(ValueError, name):
                self.handler(data)


if __name__ == "__main__":
    unittest.main()
