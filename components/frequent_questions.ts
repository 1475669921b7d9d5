import type { SiteFacts } from "../contract/site_facts.ts";

export interface FrequentQuestion {
  readonly question: string;
  readonly answer: string;
}

/** Questions and answers as they hold for this instance; the page and its structured data share them. */
export function frequentQuestions({ offer }: Pick<SiteFacts, "offer">): FrequentQuestion[] {
  return [
    {
      question: "Is this really AI?",
      answer: offer.isLocal
        ? "Not at the moment. This instance has no AI endpoint set up, so its local engine makes a motion preview: a camera move, no AI video model. Every such film says so. With an endpoint for Stable Video Diffusion, the same button asks the model."
        : `Yes. ${offer.modelName} makes the film, and its label says so. Where no endpoint is set up, a local engine makes a plainly labelled motion preview instead.`,
    },
    {
      question: "Where does my picture go?",
      answer: offer.leavesThisServer
        ? `To this server, which prepares it, and from there to ${offer.whoProcesses}. The prepared copy carries no metadata.`
        : "To this server and no further. It is deleted when the film is made; only the film is kept.",
    },
    {
      question: "Who can see my film?",
      answer:
        "Whoever has its address. The address holds a random identifier that nobody can guess, and search engines are told to leave it alone.",
    },
    {
      question: "Which pictures work best?",
      answer:
        "Sharp ones with a clear subject and some depth: a street, a face in front of a room, a skyline. The film is 16:9 or 9:16, so the edges of other shapes are cropped.",
    },
    {
      question: "How long is a film?",
      answer:
        "A few seconds: about 25 frames, which is what Stable Video Diffusion makes in one go. It loops well.",
    },
    {
      question: "Do I need a key or an account?",
      answer: "No. The operator sets keys on the server; visitors and API clients need none.",
    },
    {
      question: "Can I run it myself?",
      answer:
        "Yes. It is one Deno app: one command starts it, nothing has to be configured, and it works without a network connection.",
    },
  ];
}
