"""Serves Stable Video Diffusion XT over HTTP: a picture is posted, an MP4 comes back.

Also the custom container of a Hugging Face Inference Endpoint. The protocol is written down in
`docs/raw_endpoint.md`. Settings come from the environment: `HOST`, `PORT`, `MODEL`, `QUEUE_LENGTH`
and `ENDPOINT_TOKEN`.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import queue
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import svd

#: Largest picture in bytes.
MAX_PICTURE_BYTES = 20 * 1024**2
#: Base64 makes a picture a third longer; the rest is for the parameters.
MAX_JSON_BYTES = MAX_PICTURE_BYTES * 4 // 3 + 64 * 1024
#: How long a client may be silent while it sends, in seconds.
SEND_TIMEOUT_SECONDS = 30
#: How long what is left of a refused request is read and thrown away, in seconds.
DRAIN_SECONDS = 2
#: How often a waiting request looks whether its client is still there, in seconds.
LOOK_SECONDS = 0.5
#: What a full queue suggests as a pause before the first video has told how long one takes.
FIRST_GUESS_SECONDS = 60


class Model(Protocol):
    """What the server needs of `svd.StableVideo`."""

    def make(
        self, picture: Any, parameters: svd.Parameters, *, is_canceled: Callable[[], bool]
    ) -> bytes: ...


class Refusal(Exception):
    """A request that is answered with an error. Nothing was made."""

    def __init__(self, status: int, text: str, *, headers: Mapping[str, str] | None = None,
                 parameter: str | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.headers = dict(headers or {})
        self.body = {"error": text, **({} if parameter is None else {"parameter": parameter})}


@dataclass
class Job:
    """One video that is wanted, and what became of it."""

    picture: Any
    parameters: svd.Parameters
    is_over: threading.Event = field(default_factory=threading.Event)
    is_canceled: threading.Event = field(default_factory=threading.Event)
    video: bytes | None = None
    failure: Exception | None = None


class Studio:
    """Makes one video at a time, in a thread of its own, and lets a few requests wait."""

    def __init__(self, load: Callable[[], Model], queue_length: int) -> None:
        self._load = load
        self._jobs: queue.Queue[Job | None] = queue.Queue(maxsize=queue_length)
        self._seconds = float(FIRST_GUESS_SECONDS)
        self._current: Job | None = None
        self._thread = threading.Thread(target=self._work, name="studio", daemon=True)
        self.is_loaded = threading.Event()
        #: Set when the model could not be loaded.
        self.load_failure: Exception | None = None
        self.is_over = threading.Event()

    def start(self) -> None:
        self._thread.start()

    def add(self, job: Job) -> None:
        """Puts a job in line. Raises `Refusal` (429) while there is no room or no model."""
        if self.is_over.is_set() or not self.is_loaded.is_set():
            problem = "The server restarts." if self.is_over.is_set() else "The model is loading."
            raise Refusal(429, problem, headers={"Retry-After": "20"})
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            pause = str(max(1, round(self._seconds)))
            raise Refusal(429, "Too many requests are waiting.", headers={"Retry-After": pause}) from None

    def stop(self) -> None:
        """Cancels what is being made and what waits."""
        self.is_over.set()
        while True:
            try:
                waiting = self._jobs.get_nowait()
            except queue.Empty:
                break
            if waiting is not None:
                waiting.is_canceled.set()
                self._end(waiting, svd.Canceled("The server is being stopped."))
        if (current := self._current) is not None:
            current.is_canceled.set()
        self._jobs.put(None)
        self._thread.join(timeout=30)

    def _work(self) -> None:
        try:
            model = self._load()
        except Exception as error:  # Whatever torch, diffusers or the disk says ends the server.
            self.load_failure = error
            self.is_over.set()
            return
        self.is_loaded.set()
        while (job := self._jobs.get()) is not None:
            self._current = job
            self._make(model, job)
            self._current = None

    def _make(self, model: Model, job: Job) -> None:
        if job.is_canceled.is_set():
            return self._end(job, svd.Canceled("The client left."))
        started = time.monotonic()
        try:
            job.video = model.make(job.picture, job.parameters, is_canceled=job.is_canceled.is_set)
        except Exception as error:  # The request's thread tells which of them the client may read.
            return self._end(job, error)
        self._seconds = time.monotonic() - started
        self._end(job, None)

    @staticmethod
    def _end(job: Job, failure: Exception | None) -> None:
        job.failure = failure
        job.is_over.set()


class Handler(BaseHTTPRequestHandler):
    """One connection. `server` carries the studio and the token."""

    protocol_version = "HTTP/1.1"
    server_version = "svd-endpoint"
    sys_version = ""
    timeout = SEND_TIMEOUT_SECONDS
    server: Server

    def do_GET(self) -> None:
        if urlsplit(self.path).path not in ("/", "/health"):
            return self._send_json(404, {"error": "There is nothing at this address."})
        if self.server.studio.is_loaded.is_set():
            return self._send_json(200, {"status": "ready"})
        self._send_json(503, {"status": "loading"})

    def do_POST(self) -> None:
        try:
            self._check_address()
            job = self._read_job()
            self.server.studio.add(job)
            self._wait(job)
        except Refusal as refusal:
            self._send_json(refusal.status, refusal.body, refusal.headers)
            return self._drain()
        except TimeoutError:
            return self._send_json(408, {"error": "The request took too long to arrive."})
        if job.video is not None:
            self._send(200, "video/mp4", job.video)

    def _drain(self) -> None:
        """Reads on for a moment: closed over an unread body, a connection loses the answer too."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(DRAIN_SECONDS)
            left = MAX_JSON_BYTES
            while left > 0 and (piece := self.connection.recv(64 * 1024)):
                left -= len(piece)
        except OSError:
            pass

    def _check_address(self) -> None:
        token = self.server.token
        given = self.headers.get("Authorization", "")
        if token is not None and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise Refusal(401, "The Bearer token is missing or wrong.",
                          headers={"WWW-Authenticate": "Bearer"})
        if urlsplit(self.path).path != "/":
            raise Refusal(404, "Pictures are posted to /.")

    def _read_job(self) -> Job:
        kind = self.headers.get_content_type()
        try:
            if kind == "application/json":
                data, given = _from_json(self._read_body(MAX_JSON_BYTES))
            elif kind.startswith("image/") or kind == "application/octet-stream":
                given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
                data = self._read_body(MAX_PICTURE_BYTES)
            else:
                raise Refusal(415, "Post a picture as image/…, or JSON as application/json.")
            parameters = svd.read_parameters(given)
            return Job(svd.open_picture(data), parameters)
        except svd.ParameterError as error:
            raise Refusal(422, str(error), parameter=error.name) from error
        except svd.PictureError as error:
            raise Refusal(422, str(error), parameter="inputs") from error

    def _read_body(self, limit: int) -> bytes:
        too_large = Refusal(413, f"The body is larger than {limit} bytes.")
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._read_chunks(limit, too_large)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refusal(411, "The request needs a Content-Length.")
        if len(length) > 12 or int(length) > limit:
            raise too_large
        return self._read_exactly(int(length))

    def _read_chunks(self, limit: int, too_large: Refusal) -> bytes:
        """A chunked body (RFC 9112 section 7.1), which `http.server` leaves to its user."""
        body = bytearray()
        while True:
            line = self.rfile.readline(1024)
            try:
                size = int(line.split(b";", 1)[0].strip() or b"?", 16)
            except ValueError:
                raise Refusal(400, "The chunked body is malformed.") from None
            if size < 0 or len(body) + size > limit:
                raise too_large
            body += self._read_exactly(size)
            if self.rfile.readline(1024) not in (b"\r\n", b"\n"):
                raise Refusal(400, "The chunked body is malformed.")
            if size == 0:
                return bytes(body)

    def _read_exactly(self, size: int) -> bytes:
        data = self.rfile.read(size)
        if len(data) != size:
            raise Refusal(400, "The body ended early.")
        return data

    def _wait(self, job: Job) -> None:
        """Until the job is over; a client that leaves cancels it. Raises `Refusal` for failures."""
        while not job.is_over.wait(LOOK_SECONDS):
            if self._has_client_left():
                job.is_canceled.set()
        failure = job.failure
        if isinstance(failure, svd.Canceled):
            # Nobody reads it unless it is the server that stops.
            raise Refusal(500, "The server is being stopped. Nothing was made.")
        if isinstance(failure, svd.OutOfMemory):
            raise Refusal(500, str(failure), parameter="decode_chunk_size")
        if failure is not None:
            print(f"making a video failed: {failure!r}", file=sys.stderr, flush=True)
            raise Refusal(500, "Making the video failed. The server's log says why.")

    def _has_client_left(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        if not readable:
            return False
        try:
            return self.connection.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True

    def _send_json(self, status: int, body: Mapping[str, object],
                   headers: Mapping[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), headers)

    def _send(self, status: int, kind: str, body: bytes,
              headers: Mapping[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            # One request a connection: a body that was refused unread would look like the next one.
            for name, value in {"Connection": "close", **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # The client has left.

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        # Without the query: what somebody asked for is theirs.
        print(f"{self.command} {urlsplit(self.path).path} {int(code)}", file=sys.stderr, flush=True)


class Server(ThreadingHTTPServer):
    """Serves a studio. The threads of open connections do not keep the process alive."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], studio: Studio, token: str | None) -> None:
        super().__init__(address, Handler)
        self.studio = studio
        self.token = token


def _from_json(body: bytes) -> tuple[bytes, Mapping[str, object]]:
    """The picture's bytes and the parameters. Raises `Refusal` (400) or `svd.PictureError`."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is not valid JSON.") from None
    if not isinstance(content, dict) or not isinstance(content.get("inputs"), str):
        raise Refusal(422, "inputs must be the picture in base64.", parameter="inputs")
    parameters = content.get("parameters", {})
    if not isinstance(parameters, dict):
        raise Refusal(422, "parameters must be an object.", parameter="parameters")
    try:
        return base64.b64decode(content["inputs"], validate=True), parameters
    except binascii.Error:
        raise svd.PictureError("inputs is not valid base64.") from None


def main(load: Callable[[], Model] | None = None) -> int:
    """Serves until it is told to stop; answers the process's exit code."""
    host = os.environ.get("HOST", "127.0.0.1")
    port = int(os.environ.get("PORT", "8080"))
    token = os.environ.get("ENDPOINT_TOKEN") or None
    name = os.environ.get("MODEL", svd.MODEL)
    studio = Studio(load or (lambda: svd.StableVideo.load(name)),
                    int(os.environ.get("QUEUE_LENGTH", "4")))
    server = Server((host, port), studio, token)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: studio.is_over.set())
    studio.start()
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    guard = "with a token" if token else "open to whoever reaches it"
    print(f"listening on http://{host}:{server.server_port}, {guard}", file=sys.stderr, flush=True)
    studio.is_over.wait()
    failure = studio.load_failure
    if failure is not None:
        print(f"The model was not loaded: {failure}", file=sys.stderr, flush=True)
    studio.stop()
    server.shutdown()
    return 0 if failure is None else 1


if __name__ == "__main__":
    sys.exit(main())
