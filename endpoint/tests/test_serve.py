import base64
import http.client
import json
import re
import socket
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

import serve
import svd
from tests import needs

#: What a picture is here: the tests of `open_picture` know more.
PICTURE = b"\xff\xd8 a picture"
VIDEO = b"\0\0\0\x20ftypisom a video"
TOKEN = "a-secret"
PROTOCOL = Path(__file__).parents[2] / "docs" / "raw_endpoint.md"


def open_picture(data: bytes) -> bytes:
    if not data.startswith(b"\xff\xd8"):
        raise svd.PictureError("The picture cannot be read.")
    return data


class ScriptedModel:
    """Makes `VIDEO`, after `go` is set, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, svd.Parameters]] = []
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        self.go.set()
        self.failure: Exception | None = None

    def make(self, picture, parameters, *, is_canceled):
        self.asked.append((picture, parameters))
        self.begun.release()
        while not self.go.wait(0.01):
            if is_canceled():
                raise svd.Canceled("The request was canceled.")
        if self.failure:
            raise self.failure
        return VIDEO


class ServerTest(unittest.TestCase):
    token: str | None = None
    queue_length = 1

    def setUp(self):
        for patch in (
            mock.patch.object(svd, "open_picture", open_picture),
            mock.patch.object(serve, "LOOK_SECONDS", 0.01),
            mock.patch.object(serve, "DRAIN_SECONDS", 0.2),
            mock.patch.object(serve.Handler, "timeout", 0.5),
            mock.patch("sys.stderr"),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.model = ScriptedModel()
        self.may_load = threading.Event()
        self.may_load.set()
        self.studio = serve.Studio(self.load, self.queue_length)
        self.server = serve.Server(("127.0.0.1", 0), self.studio, self.token)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.close)
        self.studio.start()
        self.assertTrue(self.studio.is_loaded.wait(10))

    def load(self):
        self.may_load.wait()
        return self.model

    def close(self):
        self.studio.stop()
        self.server.shutdown()
        self.server.server_close()

    def connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        self.addCleanup(connection.close)
        return connection

    def ask(self, method="POST", path="/", body=PICTURE, **headers):
        connection = self.connect()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST":
            headers.setdefault("Content-Type", "image/jpeg")
        connection.request(method, path, body if method == "POST" else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def refused(self, *args, **kwargs) -> tuple[int, dict]:
        status, headers, body = self.ask(*args, **kwargs)
        self.assertEqual(headers["Content-Type"], "application/json")
        return status, json.loads(body)

    def in_background(self, **kwargs):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(self.ask(**kwargs)))
        thread.start()
        return thread, answers


class AnswersTest(ServerTest):
    def test_a_posted_picture_comes_back_as_a_video(self):
        status, headers, body = self.ask()
        self.assertEqual((status, headers["Content-Type"], body), (200, "video/mp4", VIDEO))
        [(picture, parameters)] = self.model.asked
        self.assertEqual((picture, parameters.num_frames), (PICTURE, 25))

    def test_parameters_stand_in_the_query(self):
        self.ask(path="/?num_frames=14&noise_aug_strength=0.1&seed=7")
        [(_, parameters)] = self.model.asked
        self.assertEqual((parameters.num_frames, parameters.noise_aug_strength, parameters.seed),
                         (14, 0.1, 7))

    def test_json_carries_picture_and_parameters(self):
        content = {"inputs": base64.b64encode(PICTURE).decode(), "parameters": {"fps": 12}}
        status, _, body = self.ask(body=json.dumps(content),
                                   Content_Type="application/json; charset=utf-8")
        self.assertEqual((status, body), (200, VIDEO))
        [(picture, parameters)] = self.model.asked
        self.assertEqual((picture, parameters.fps), (PICTURE, 12))

    def test_a_chunked_body_is_read(self):
        connection = self.connect()
        connection.request("POST", "/", iter([PICTURE[:3], PICTURE[3:]]),
                           {"Content-Type": "image/jpeg"}, encode_chunked=True)
        self.assertEqual(connection.getresponse().status, 200)
        self.assertEqual(self.model.asked[0][0], PICTURE)

    def test_health_is_true_only_when_the_model_is_there(self):
        self.assertEqual(self.ask("GET", "/health")[0], 200)
        self.studio.is_loaded.clear()
        self.assertEqual(self.ask("GET", "/health")[0], 503)
        status, headers, _ = self.ask()
        self.assertEqual((status, headers["Retry-After"]), (429, "20"))

    def test_the_examples_of_the_protocols_page_are_answered_as_it_says(self):
        examples = re.findall(r"```http\n(POST .*?)\n```\n\n```http\nHTTP/1.1 (\d+) .*?\n(.*?)```",
                              PROTOCOL.read_text(encoding="utf-8"), re.DOTALL)
        self.assertGreaterEqual(len(examples), 4)
        for request, status, answer in examples:
            with self.subTest(request=request.splitlines()[0]):
                head, _, body = request.partition("\n\n")
                [line, *lines] = head.splitlines()
                headers = dict(line.split(": ", 1) for line in lines)
                headers.pop("Content-Length", None)
                method, path, _version = line.split(" ")
                sent = PICTURE if body.startswith("…") else body.replace(
                    "/9j/…", base64.b64encode(PICTURE).decode())
                connection = self.connect()
                connection.request(method, path, sent, headers)
                found = connection.getresponse()
                content = found.read()
                self.assertEqual(found.status, int(status))
                for line in answer.partition("\n\n")[0].splitlines():
                    name, value = line.split(": ", 1)
                    if name != "Content-Length":
                        self.assertEqual(found.headers[name], value)
                if found.status != 200:
                    self.assertEqual(json.loads(content), json.loads(answer.partition("\n\n")[2]))


class RefusalsTest(ServerTest):
    def test_a_bad_parameter_is_named(self):
        status, body = self.refused(path="/?num_frames=26")
        self.assertEqual((status, body["parameter"]), (422, "num_frames"))
        self.assertIn("num_frames must be a whole number from 2 to 25", body["error"])
        self.assertEqual(self.model.asked, [])

    def test_what_is_no_picture_is_named(self):
        self.assertEqual(self.refused(body=b"text")[1]["parameter"], "inputs")

    def test_bad_json_is_told_apart(self):
        for body, status in (
            ("{", 400), ("[" * 100_000, 400), ("[]", 422), ("{}", 422), ('{"inputs": 1}', 422),
            ('{"inputs": "?"}', 422), ('{"inputs": "", "parameters": []}', 422),
        ):
            with self.subTest(body=body[:40]):
                found = self.refused(body=body, Content_Type="application/json")[0]
                self.assertEqual(found, status)

    def test_other_types_addresses_and_methods_are_refused(self):
        self.assertEqual(self.refused(Content_Type="text/plain")[0], 415)
        self.assertEqual(self.refused(path="/generate")[0], 404)
        self.assertEqual(self.refused("GET", "/metrics")[0], 404)
        self.assertEqual(self.ask("DELETE")[0], 501)

    def test_a_picture_that_is_too_large_is_refused_with_or_without_its_length(self):
        with mock.patch.object(serve, "MAX_PICTURE_BYTES", 1000):
            self.assertEqual(self.refused(body=PICTURE * 1000)[0], 413)
            connection = self.connect()
            connection.request("POST", "/", iter([PICTURE * 1000]),
                               {"Content-Type": "image/jpeg"}, encode_chunked=True)
            self.assertEqual(connection.getresponse().status, 413)

    def test_malformed_bodies_are_refused(self):
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\n"
        for rest, status in (
            (b"\r\n", 411),
            (b"Content-Length: -1\r\n\r\n", 411),
            (b"Content-Length: 9\r\n\r\n123", 400),
            (b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
            (b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", 413),
            (b"Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n", 400),
        ):
            with self.subTest(rest=rest):
                with socket.create_connection(("127.0.0.1", self.server.server_port)) as client:
                    client.sendall(head + rest)
                    client.shutdown(socket.SHUT_WR)
                    self.assertIn(f" {status} ".encode(), client.recv(1024).splitlines()[0])

    def test_a_client_that_stalls_is_told_so(self):
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\n"
                           b"Content-Length: 9\r\n\r\n123")
            self.assertIn(b" 408 ", client.recv(1024))

    def test_running_out_of_memory_is_told_and_other_failures_stay_in_the_log(self):
        self.model.failure = svd.OutOfMemory("The GPU ran out of memory. Lower it.")
        status, body = self.refused()
        self.assertEqual((status, body["parameter"]), (500, "decode_chunk_size"))
        self.model.failure = RuntimeError("/a/path and a secret")
        status, body = self.refused()
        self.assertEqual(status, 500)
        self.assertNotIn("secret", body["error"])
        self.model.failure = None
        self.assertEqual(self.ask()[0], 200)


class QueueTest(ServerTest):
    def test_one_video_at_a_time_one_waits_and_the_next_is_asked_to_come_back(self):
        self.model.go.clear()
        first, first_answers = self.in_background()
        self.assertTrue(self.model.begun.acquire(timeout=10))
        second, second_answers = self.in_background()
        deadline = time.monotonic() + 10
        while not self.studio._jobs.full() and time.monotonic() < deadline:
            time.sleep(0.001)
        status, headers, _ = self.ask()
        self.assertEqual(status, 429)
        self.assertGreaterEqual(int(headers["Retry-After"]), 1)
        self.assertEqual(len(self.model.asked), 1)
        self.model.go.set()
        first.join(10)
        second.join(10)
        self.assertEqual([first_answers[0][0], second_answers[0][0]], [200, 200])

    def test_when_the_client_leaves_the_work_ends(self):
        self.model.go.clear()
        client = socket.create_connection(("127.0.0.1", self.server.server_port))
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\n"
                       b"Content-Length: 2\r\n\r\n\xff\xd8")
        self.assertTrue(self.model.begun.acquire(timeout=10))
        client.close()
        deadline = time.monotonic() + 10
        while self.studio._current is not None and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertIsNone(self.studio._current)
        self.model.go.set()
        self.assertEqual(self.ask()[0], 200)

    def test_when_the_server_stops_nobody_is_left_waiting(self):
        self.model.go.clear()
        thread, answers = self.in_background()
        self.assertTrue(self.model.begun.acquire(timeout=10))
        self.studio.stop()
        thread.join(10)
        self.assertEqual(answers[0][0], 500)
        self.assertEqual(self.ask()[0], 429)


class TokenTest(ServerTest):
    token = TOKEN

    def test_without_the_token_nothing_is_made(self):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
            status, found, _ = self.ask(**headers)
            self.assertEqual((status, found["WWW-Authenticate"]), (401, "Bearer"))
        self.assertEqual(self.model.asked, [])
        self.assertEqual(self.ask(Authorization=f"Bearer {TOKEN}")[0], 200)

    def test_health_needs_no_token(self):
        self.assertEqual(self.ask("GET", "/health")[0], 200)


class LoadingTest(unittest.TestCase):
    def test_a_model_that_cannot_be_loaded_ends_the_process_with_the_reason(self):
        def load():
            raise RuntimeError("there is no GPU")

        environment = {"HOST": "127.0.0.1", "PORT": "0"}
        with (
            mock.patch.dict("os.environ", environment),
            mock.patch("signal.signal"),
            mock.patch("sys.stderr") as log,
        ):
            self.assertEqual(serve.main(load), 1)
        written = "".join(call.args[0] for call in log.write.call_args_list)
        self.assertIn("there is no GPU", written)


if __name__ == "__main__":
    unittest.main()
