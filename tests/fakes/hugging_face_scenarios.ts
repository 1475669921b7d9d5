import {
  answer,
  chunkedVideo,
  close,
  drippingVideo,
  endless,
  forToken,
  garbage,
  halfVideo,
  hang,
  html,
  json,
  redirect,
  type Step,
  toolkit,
  video,
  videoInJson,
  videoSaidToBeHuge,
} from "./scripted_steps.ts";

export type { Step } from "./scripted_steps.ts";

/** A named way of answering. */
export interface Scenario {
  readonly says: string;
  /** Played in turn, one for each request, then from the start again. */
  readonly steps: readonly [Step, ...Step[]];
  /** Closing a connection with unread bytes makes the system send a reset. */
  readonly leavesBodyUnread?: boolean;
}

const MP4 = "video/mp4";
const TEXT = "text/plain; charset=utf-8";
const MODEL = "stabilityai/stable-video-diffusion-img2vid-xt";

const loading = (seconds: number) =>
  json(503, { error: `Model ${MODEL} is currently loading`, estimated_time: seconds });
const busy = json(429, { error: "Rate limit reached. Please log in or use a HF access token" }, {
  "retry-after": "7",
});
const error = (status: number, body: unknown) => json(status, { error: body });

const VIDEOS: Record<string, [says: string, ...steps: [Step, ...Step[]]]> = {
  "video": ["The MP4 as video/mp4.", video(MP4)],
  "video-octet-stream": [
    "The MP4 under a type that says nothing.",
    video("application/octet-stream"),
  ],
  "video-chunked": ["The MP4 in chunks, without Content-Length.", chunkedVideo({ cut: false })],
  "video-for-token": ["The MP4, but 401 without a token.", forToken(video(MP4))],
  "video-slow-drip": ["The MP4 in twenty pieces, a moment apart.", drippingVideo(10)],
  "json-string": ["The MP4 as one base64 string.", videoInJson((base64) => base64)],
  "json-video": [
    "The MP4 as base64 under video.",
    videoInJson((base64) => ({ seed: 7, video: base64, fps: 7 })),
  ],
  "json-list": ["A list of objects.", videoInJson((base64) => [{ generated_video: base64 }])],
  "json-data-url": [
    "The MP4 as a data URL.",
    videoInJson((base64) => ({ video: `data:video/mp4;base64,${base64}` })),
  ],
  "json-outputs": [
    "A GIF and an MP4, deep in an object.",
    videoInJson((mp4) => ({ outputs: { gif: { data: "R0lGODlhAQ" }, mp4: { data: mp4 } } })),
  ],
  "json-lines": [
    "Base64 in lines of 76 characters.",
    videoInJson((base64) => ({ video: base64.replace(/.{76}/g, "$&\n") })),
  ],
  "toolkit": ["The default container with a custom handler.", toolkit((video) => ({ video }))],
};

const WAITS: typeof VIDEOS = {
  "loading-once": ["503 with an estimate, then the MP4.", loading(20), video(MP4)],
  "loading-twice": ["503 twice, then the MP4.", loading(53.3741569519043), loading(4), video(MP4)],
  "loading-forever": ["503 with an estimate, always.", loading(20)],
  "loading-very-long": ["503 with an estimate of 39 minutes.", loading(2315.18603515625)],
  "loading-without-estimate": [
    "503 without an estimate, then the MP4.",
    error(503, `Model ${MODEL} is currently loading`),
    video(MP4),
  ],
  "busy-once": ["429 with Retry-After, then the MP4.", busy, video(MP4)],
  "busy-twice": ["429 with Retry-After twice, then the MP4.", busy, busy, video(MP4)],
  "busy-forever": ["429 with Retry-After, always.", busy],
  "busy-ratelimit": [
    "429 with a RateLimit header, then the MP4.",
    json(429, { error: "Too many requests" }, { ratelimit: '"api";r=0;t=12' }),
    video(MP4),
  ],
  "busy-for-an-hour": [
    "429 with Retry-After of an hour.",
    json(429, { error: "Too many requests" }, { "retry-after": "3600" }),
  ],
  "busy-unknown": [
    "429 that names no time, then the MP4.",
    error(429, "Please log in or use a HF access token"),
    video(MP4),
  ],
  "overloaded-once": ["503 overloaded, then the MP4.", error(503, "overloaded"), video(MP4)],
  "overloaded-forever": ["503 overloaded, always.", error(503, "overloaded")],
  "scaled-to-zero": ["503 of a sleeping endpoint.", error(503, "503 Service Unavailable")],
  "asked-back-once": [
    "503 as HTML with Retry-After, then the MP4.",
    answer(503, "text/html", "<html>", { "retry-after": "2" }),
    video(MP4),
  ],
  "bad-gateway": ["502 as HTML, then the MP4.", html(502, "Bad Gateway"), video(MP4)],
  "unavailable": ["503 as HTML, then the MP4.", html(503, "Service Unavailable"), video(MP4)],
  "conflict": ["409, then the MP4.", error(409, "Already there"), video(MP4)],
};

const REFUSALS: typeof VIDEOS = {
  "bad-request": ["400, error as a string.", error(400, "num_frames must be at most 25")],
  "bad-request-list": [
    "400, error as a list.",
    error(400, ["Error in `inputs.fps`: field required"]),
  ],
  "bad-request-object": [
    "400, error as an object.",
    error(400, { message: "Invalid request", type: "invalid_request_error", code: null }),
  ],
  "invalid-image": [
    "400, the picture cannot be read.",
    error(400, ["Error in `inputs`: Invalid image: {}"]),
  ],
  "unknown-task": [
    "400 of the open serverless container.",
    error(400, "The task `image-to-video` is not recognized by api-inference-community"),
  ],
  "model-not-supported": [
    "400, error as an object with a code.",
    error(400, {
      message: `The requested model '${MODEL}' is not supported by any provider you have enabled.`,
      type: "invalid_request_error",
      param: "model",
      code: "model_not_supported",
    }),
  ],
  "paused": ["400 of a paused endpoint.", error(400, "Bad Request: Invalid state")],
  "out-of-memory": [
    "400 of the default container when the GPU is full.",
    error(400, "CUDA out of memory. Tried to allocate 4.50 GiB. GPU 0 has 1.2 GiB free."),
  ],
  "content-type-refused": [
    "400 of the default container.",
    error(400, 'Content type "None" not supported.'),
  ],
  "dict-refused": [
    "400 of the default container.",
    error(400, "Can only serialize PIL.Image.Image, got <class 'dict'>"),
  ],
  "content-policy": [
    "400, the picture is refused.",
    error(400, "The image was flagged as NSFW content"),
  ],
  "unauthorized": ["401.", error(401, "Invalid username or password.")],
  "credits-used-up": [
    "402.",
    error(402, "You have exceeded your monthly included credits for Inference Providers."),
  ],
  "forbidden": [
    "403.",
    error(
      403,
      "This authentication method does not have sufficient permissions to call Inference Providers on behalf of user NAME",
    ),
  ],
  "not-found": ["404 as JSON.", error(404, `Model ${MODEL} does not exist`)],
  "not-found-text": ["404 as plain text.", answer(404, TEXT, "Not Found")],
  "method-refused": ["405.", answer(405, TEXT, "Method Not Allowed")],
  "request-timeout": ["408.", answer(408, TEXT, "Request Timeout")],
  "host-gone": [
    "410 of the old host.",
    error(410, "https://api-inference.huggingface.co is no longer supported."),
  ],
  "moved-permanently": ["301 to the video.", redirect(301)],
  "found": ["302 to the video.", redirect(302)],
  "see-other": ["303 to the video.", redirect(303)],
  "temporary-redirect": ["307 to the video.", redirect(307)],
  "too-large": [
    "413 as plain text.",
    answer(413, TEXT, "Failed to buffer the request body: length limit exceeded"),
  ],
  "media-type-refused": ["415.", answer(415, TEXT, "Content-Type must be multipart/form-data")],
  "unprocessable-text": [
    "422 as plain text.",
    answer(422, TEXT, "Failed to deserialize the JSON body into the target type: inputs"),
  ],
  "unprocessable-json": [
    "422 as JSON.",
    json(422, { error: "Input validation error: `fps` must be <= 30", error_type: "validation" }),
  ],
};

const FAILURES: typeof VIDEOS = {
  "echo": [
    "400 that repeats the request's token.",
    ({ exchange, headers }) =>
      exchange.answer(400, { body: `Bad header: ${headers.get("authorization")}` }),
  ],
  "server-error": [
    "500 as JSON.",
    json(500, { error: "unknown error", warnings: ["There was an inference error: unknown"] }),
  ],
  "server-error-html": ["500 as HTML.", html(500, "Internal Server Error")],
  "endless-error": ["500 with words that do not end.", endless(500, "text/plain")],
  "gateway-timeout": ["504 as HTML.", html(504, "Gateway Time-out")],
  "gateway-timeout-empty": ["504 with nothing in it.", answer(504, TEXT)],
  "empty": ["200 with nothing in it.", answer(200, MP4)],
  "no-content": ["204.", ({ exchange }) => exchange.open(204, {})],
  "html": ["200 with a web page.", html(200, "Welcome")],
  "jpeg": ["200 with a JPEG.", answer(200, "image/jpeg", Uint8Array.of(255, 216, 255, 224, 0, 16))],
  "json-error": ["200 with an error in JSON.", error(200, "CUDA error: device-side assert")],
  "json-without-video": ["200 with JSON that holds no video.", json(200, { video: "aGVsbG8=" })],
  "json-cut": [
    "JSON that ends inside the video.",
    ({ exchange, video }) =>
      exchange.answer(200, { body: `{"video":"${video.toBase64().slice(0, video.length)}` }),
  ],
  "json-broken": [
    "Base64 with a foreign character in it.",
    videoInJson((base64) => ({ video: `${base64.slice(0, 400)}!${base64.slice(400)}` })),
  ],
  "truncated": ["Half of what Content-Length says.", halfVideo(() => Promise.resolve())],
  "chunks-cut": ["Chunks without their end.", chunkedVideo({ cut: true })],
  "hang-mid-body": ["Half of the video, then silence.", halfVideo((exchange) => exchange.hang())],
  "hang": ["Silence.", hang()],
  "closed": ["The connection closed without an answer.", close()],
  "garbage": ["Something that is not HTTP.", garbage()],
  "oversized": ["A video that does not end.", endless(200, MP4)],
  "oversized-declared": ["A Content-Length of a terabyte.", videoSaidToBeHuge()],
};

/** Every scenario of the fake by its name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ...Object.entries({ ...VIDEOS, ...WAITS, ...REFUSALS, ...FAILURES })
    .map(([name, [says, ...steps]]) => [name, { says, steps }] as const),
  [
    "reset",
    { says: "The connection reset without an answer.", steps: [close()], leavesBodyUnread: true },
  ],
]);
