import type { ModelCard } from "../../../contract/model.ts";
import { processorWord } from "../../../components/panel/model_words.ts";

export interface FrequentQuestion {
  readonly question: string;
  readonly answer: string;
}

/** Questions and answers as they hold for this instance; the page and its structured data share them. */
export function frequentQuestions(models: readonly ModelCard[]): FrequentQuestion[] {
  const usable = models.filter(({ needs }) => needs === undefined);
  const [first] = usable;
  return [
    { question: "Is this really AI?", answer: aiAnswer(first) },
    { question: "Where does my picture go?", answer: pictureAnswer(first) },
    { question: "Who pays for a video?", answer: payerAnswer(usable) },
    {
      question: "Do I need a key or an account?",
      answer:
        "No. With a Hugging Face token of your own, or signed in with Hugging Face, more models open and your own credits pay. A token that you enter here stays in an encrypted cookie of your browser for a few hours; it is never stored in our database, pages or logs.",
    },
    {
      question: "Who can see my video?",
      answer:
        "You, until you share its page. The video file opens for whoever has its address, which nobody can guess and which changes when you stop sharing; search engines are told to leave it alone.",
    },
    {
      question: "Which pictures work best?",
      answer:
        "Sharp ones with a clear subject and some depth: a street, a face in front of a room, a skyline. The picture is cropped to a shape that the model can make, never stretched.",
    },
    {
      question: "How long is a video?",
      answer:
        "A few seconds. Each model has its own lengths; where it lets you choose, the studio shows a control for it.",
    },
    {
      question: "Can I run it myself?",
      answer:
        "Yes. It is one Deno app: one command starts it, nothing has to be configured, and it works without a network connection.",
    },
  ];
}

function aiAnswer(first: ModelCard | undefined): string {
  return first === undefined || first.isLocal
    ? "Not unless you choose so. Without a key this instance’s local engine makes a motion preview: a camera move through simulated depth, no AI video model. Every such video says so. The AI models in the list say what they need."
    : `Yes. Unless you choose another, ${first.name} makes the video, and its label says so. The local engine is on the list too; it makes a plainly labelled motion preview without AI.`;
}

function pictureAnswer(first: ModelCard | undefined): string {
  const rule = "Before you press Generate, the studio names who will process it.";
  return first?.leavesThisServer
    ? `To this server, which prepares it, and from there to ${
      processorWord(first)
    }, or whoever runs the model that you choose. ${rule} The prepared copy carries no metadata.`
    : `To this server and, with the local engine, no further. It is deleted when the video is made; when that fails or you cancel it, within hours, if another try can use it, and at once if not. Other models run elsewhere. ${rule}`;
}

function payerAnswer(usable: readonly ModelCard[]): string {
  const payers = new Set(usable.map(({ payer }) => payer));
  const own =
    "A receipt for every video says who paid, what was expected and whether it was charged.";
  if (payers.has("visitor")) {
    return `Your own Hugging Face account, for the models that run through it. ${own}`;
  }
  return payers.has("instance")
    ? `The operator of this instance, within the limits set here. ${own}`
    : `Nobody: the videos are made on this server. ${own}`;
}
