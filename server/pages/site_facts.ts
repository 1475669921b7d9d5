import type { SiteFacts } from "../../contract/site_facts.ts";
import { DEFAULT_MAX_IMAGE_BYTES } from "../../contract/image_limits.ts";
import type { Config } from "../config.ts";

const DOCUMENTATION = [
  {
    title: "Model card of Stable Video Diffusion XT",
    url: "https://huggingface.co/stabilityai/stable-video-diffusion-img2vid-xt",
  },
  {
    title: "Inference Endpoints: run the model on hardware of your own choice",
    url: "https://huggingface.co/docs/inference-endpoints",
  },
  { title: "Image-to-video at Hugging Face", url: "https://huggingface.co/tasks/image-to-video" },
] as const;
const WHITEPAPERS = [
  {
    title: "Stable Video Diffusion: Scaling Latent Video Diffusion Models to Large Datasets",
    url: "https://arxiv.org/abs/2311.15127",
  },
  {
    title: "Align your Latents: High-Resolution Video Synthesis with Latent Diffusion Models",
    url: "https://arxiv.org/abs/2304.08818",
  },
];

/** What the pages say about this instance, as far as its settings are known. */
export function describeSite(
  config: Partial<Config>,
  instance: { readonly origin: string },
): SiteFacts {
  const { CONTACT_EMAIL: email, CONTACT_PHONE: phone } = config;
  return {
    siteUrl: config.SITE_URL ?? instance.origin,
    instanceName: "AI Lounge After Dark",
    maxImageBytes: config.MAX_IMAGE_BYTES ?? DEFAULT_MAX_IMAGE_BYTES,
    ...(email !== undefined || phone !== undefined ? { contact: { email, phone } } : {}),
    pricing: { configured: config.STRIPE_SECRET_KEY !== undefined },
    links: {
      documentation: DOCUMENTATION,
      ...(config.SOURCE_URL ? { source: config.SOURCE_URL } : {}),
      whitepapers: WHITEPAPERS,
    },
  };
}
