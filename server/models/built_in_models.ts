import framepack from "./catalogue/framepack.json" with { type: "json" };
import hunyuanVideo from "./catalogue/hunyuan_video.json" with { type: "json" };
import hunyuanVideo15 from "./catalogue/hunyuan_video_1_5.json" with { type: "json" };
import localMotion from "./catalogue/local_motion.json" with { type: "json" };
import ltx2 from "./catalogue/ltx_2.json" with { type: "json" };
import ltxVideo13b from "./catalogue/ltx_video_13b.json" with { type: "json" };
import stableVideoDiffusionXt from "./catalogue/stable_video_diffusion_xt.json" with {
  type: "json",
};
import wan21 from "./catalogue/wan_2_1.json" with { type: "json" };
import wan225b from "./catalogue/wan_2_2_5b.json" with { type: "json" };
import wan22a14b from "./catalogue/wan_2_2_a14b.json" with { type: "json" };

/** The built-in models' files by name, the best model first and the engine built in last. */
export const BUILT_IN_FILES: readonly (readonly [file: string, json: unknown])[] = [
  ["wan_2_2_a14b.json", wan22a14b],
  ["ltx_2.json", ltx2],
  ["wan_2_2_5b.json", wan225b],
  ["hunyuan_video_1_5.json", hunyuanVideo15],
  ["wan_2_1.json", wan21],
  ["ltx_video_13b.json", ltxVideo13b],
  ["framepack.json", framepack],
  ["hunyuan_video.json", hunyuanVideo],
  ["stable_video_diffusion_xt.json", stableVideoDiffusionXt],
  ["local_motion.json", localMotion],
];
