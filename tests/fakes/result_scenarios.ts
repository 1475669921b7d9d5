import { type Deviation, fails, failsInMinutes, SUCCEEDS } from "./queue_scenario.ts";
import {
  completed,
  type FakeJob,
  type QueueStep,
  result,
  videoAddress,
  working,
} from "./queue_steps.ts";
import {
  answer,
  chunkedVideo,
  close,
  endless,
  halfVideo,
  hang,
  html,
  video,
  videoSaidToBeHuge,
} from "./scripted_steps.ts";

const OCTETS = "application/octet-stream";

/** The video is at that address, whichever way the provider tells it. */
function at(address: string | null): Pick<Deviation, "status" | "result"> {
  return { status: [working, completed(address)], result: [result(address)] };
}

function refusedAt(address: string, says: string): Deviation {
  return { says, ...failsInMinutes("result-refused", "yes"), ...at(address) };
}

function fromCdn(says: string, ...steps: readonly QueueStep[]): Deviation {
  return { says, expected: SUCCEEDS, video: steps };
}

function neverFromCdn(says: string, ...steps: readonly QueueStep[]): Deviation {
  return { says, ...failsInMinutes("bad-output", "yes"), video: steps };
}

/** Twice is enough; another look finds the video. */
function tooLarge(says: string, step: QueueStep): Deviation {
  return { says, expected: fails("bad-output", "yes"), video: [step, step, video(OCTETS)] };
}

function redirectTo(target: (job: FakeJob) => string): QueueStep {
  return ({ exchange, job }) => exchange.answer(302, { headers: { location: target(job) } });
}

/** The video in the answer itself, under that type. */
function inlineAs(type: string, step: (address: string) => QueueStep): QueueStep {
  return (context) => step(`${type};base64,${context.video.toBase64()}`)(context);
}

/** What can be wrong with a finished video, at any provider. */
export const RESULT_SCENARIOS: Readonly<Record<string, Deviation>> = {
  "no-address": {
    says: "Done, without an address.",
    ...failsInMinutes("bad-output", "yes"),
    ...at(null),
  },
  "no-address-yet": {
    says: "Done, at first without an address.",
    expected: SUCCEEDS,
    status: [completed(null), completed(null), completed()],
    result: [result(null), result()],
  },
  "private-address": refusedAt("https://10.0.0.7/video.mp4", "The video is in a private network."),
  "loopback-address": refusedAt("https://[::1]/video.mp4", "The video is on the server itself."),
  "metadata-address": refusedAt("http://169.254.169.254/latest/meta-data", "A cloud's inner door."),
  "mapped-address": refusedAt("https://[::ffff:10.0.0.7]/video.mp4", "IPv4 in IPv6 clothes."),
  "octal-address": refusedAt("https://012.0.0.7/video.mp4", "A private address in octal."),
  "plain-http": refusedAt(
    "http://videos.example.com/video.mp4",
    "The video is at an http address.",
  ),
  "file-address": refusedAt("file:///etc/passwd", "The video is a file."),
  "no-url": refusedAt("video.mp4", "The address is not one."),
  "redirect-to-private": {
    says: "The CDN redirects into a private network.",
    ...failsInMinutes("result-refused", "yes"),
    video: [redirectTo(() => "https://192.168.1.1/video.mp4")],
  },
  "redirect-loop": {
    says: "The CDN redirects for ever.",
    ...failsInMinutes("result-refused", "yes"),
    video: [redirectTo(videoAddress)],
  },
  "redirected": fromCdn(
    "The CDN redirects once.",
    redirectTo(({ origin }) => `${origin}/cdn/video.mp4`),
  ),
  "inline": {
    says: "The video is in the answer.",
    expected: SUCCEEDS,
    status: [working, inlineAs("data:video/mp4", completed)],
    result: [inlineAs("data:video/mp4", result)],
  },
  "inline-codecs": {
    says: "The video is in the answer, and its type names codecs.",
    expected: SUCCEEDS,
    status: [working, inlineAs('data:video/mp4;codecs="avc1.64001f, mp4a.40.2"', completed)],
    result: [inlineAs("data:video/mp4;codecs=avc1.64001f", result)],
  },
  "inline-broken": {
    says: "What is in the answer is no base64.",
    ...failsInMinutes("bad-output", "yes"),
    ...at("data:video/mp4;base64,%%%"),
  },
  "chunked": fromCdn("The video in chunks.", chunkedVideo({ cut: false })),
  "expired-once": fromCdn(
    "The address is out of date; the next one is good.",
    html(403, "Forbidden"),
    video(OCTETS),
  ),
  "expired-forever": neverFromCdn("All addresses are out of date.", html(403, "Forbidden")),
  "refused-for-a-while": fromCdn(
    "403, 404, 416, a web page, nothing and half of the video, then the video.",
    html(403, "Forbidden"),
    html(404, "Not Found"),
    html(416, "Range Not Satisfiable"),
    html(200, "Welcome"),
    answer(200, OCTETS),
    halfVideo(() => Promise.resolve()),
    video(OCTETS),
  ),
  "cdn-busy": fromCdn(
    "The CDN fails twice.",
    html(503, "Service Unavailable"),
    close(),
    video(OCTETS),
  ),
  "cut-once": fromCdn(
    "The video breaks off once.",
    halfVideo(() => Promise.resolve()),
    video(OCTETS),
  ),
  "cut-forever": {
    says: "The video breaks off each time.",
    expected: fails("deadline-exceeded", "yes"),
    outlastsDeadline: true,
    video: [halfVideo(() => Promise.resolve())],
  },
  "cdn-silent-once": {
    ...fromCdn("The CDN says nothing for two minutes.", hang(), video(OCTETS)),
    needsManualClock: true,
  },
  "web-page": neverFromCdn("A web page where the video should be.", html(200, "Welcome")),
  "jpeg": neverFromCdn("A JPEG.", answer(200, OCTETS, Uint8Array.of(255, 216, 255, 224, 0, 16))),
  "empty-video": neverFromCdn("Nothing.", answer(200, OCTETS)),
  "giant": tooLarge("A video that does not end.", endless(200, OCTETS)),
  "giant-declared": tooLarge("A Content-Length of a terabyte.", videoSaidToBeHuge()),
};
