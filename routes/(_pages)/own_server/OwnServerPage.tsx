import type { ComponentChildren } from "preact";
import type { ServerCheck } from "../../../contract/server_check.ts";
import { PageHead } from "../../../components/PageHead.tsx";
import { SiteLink } from "../../../components/SiteLink.tsx";

interface OwnServerPageProps {
  /** Whether the operator asks. */
  readonly mayCheck: boolean;
  /** What was found; absent where nobody has looked. */
  readonly checks: readonly ServerCheck[] | undefined;
}

/** The ways to make videos on a server of one's own, and whether those that are set up work. */
export function OwnServerPage({ mayCheck, checks }: OwnServerPageProps) {
  return (
    <>
      <PageHead
        title="A server of your own | AI Lounge After Dark"
        description="Four ways to make the videos on your own GPU or on one that you rent: what each takes, what it costs, and whether it is connected."
        path="/own-server"
      />
      <section
        class="mx-auto max-w-page px-4 pt-12 md:px-8 md:pt-20"
        aria-labelledby="own-server-title"
      >
        <h1 id="own-server-title" class="text-title font-bold md:text-display">The back room</h1>
        <p class="mt-4 max-w-prose text-body text-muted">
          Whoever runs this site can have its videos made on a GPU of their own, or on one that they
          rent by the hour. Each way is one or two settings; restart the site after a change.
        </p>
        <Connection mayCheck={mayCheck} checks={checks} />
        <ul class="mt-8 grid gap-6 lg:grid-cols-2">
          <Way
            name="Stable Video Diffusion on your GPU"
            cost="Your own electricity."
            needs="An NVIDIA GPU with 8 GB or more, and Docker or Python."
          >
            <li>
              Start the server from the folder <code>endpoint</code>{" "}
              of the project, as its README says.
            </li>
            <li>
              Set <code>HF_ENDPOINT_URL=http://localhost:8080/</code>.
            </li>
          </Way>
          <Way
            name="A Hugging Face Inference Endpoint"
            cost="By the hour while it runs, used or not: $0.70 for an L4 to $2.50 for an A100, as of August 2026. Scaled to zero it costs nothing, and wakes slowly."
            needs="An account at Hugging Face with a payment method."
          >
            <li>
              Put the container or the handler of the folder <code>endpoint</code> there.
            </li>
            <li>
              Set <code>HF_ENDPOINT_URL</code> and <code>HF_API_TOKEN</code>, and{" "}
              <code>HF_ENDPOINT_USD_PER_HOUR</code> for the price that visitors read.
            </li>
          </Way>
          <Way
            name="ComfyUI"
            cost="Your own electricity, or what the rented GPU costs."
            needs="A ComfyUI with the model’s files: svd_xt.safetensors among the checkpoints for Stable Video Diffusion XT; for Wan 2.2 5B wan2.2_ti2v_5B_fp16, umt5_xxl_fp8_e4m3fn_scaled and wan2.2_vae."
          >
            <li>
              Set <code>COMFYUI_URL=http://127.0.0.1:8188</code>, and <code>COMFYUI_HEADER</code>
              {" "}
              where a proxy before it asks for a login.
            </li>
            <li>
              For a workflow of your own, mark its nodes, export it for the API and put it into{" "}
              <code>MODELS_DIR</code>.
            </li>
          </Way>
          <Way
            name="A /v1/videos server"
            cost="Your own electricity, or what the rented GPU costs."
            needs="vLLM-Omni or SGLang-Diffusion with a model such as Wan 2.2 5B. SGLang goes on with work that is canceled here."
          >
            <li>
              Set <code>VIDEOS_API_URL</code>, without <code>/v1</code>, and{" "}
              <code>VIDEOS_API_KEY</code> where the server asks for one.
            </li>
            <li>
              For another model than those that are known here, write a model file.
            </li>
          </Way>
        </ul>
        <p class="mt-8 max-w-prose text-note text-muted">
          The weights have licences of their own; each model’s{" "}
          <SiteLink class="link" href="/#models">card</SiteLink> links its licence.
        </p>
      </section>
    </>
  );
}

function Connection({ mayCheck, checks }: OwnServerPageProps) {
  return (
    <form method="post" action="/own-server" class="panel mt-8 max-w-prose p-6">
      <h2 class="text-lead font-semibold">Is it connected?</h2>
      {mayCheck
        ? (
          <>
            <p class="mt-2 text-note text-muted">
              Tries every address that is set, and sends no picture.
            </p>
            <button type="submit" class="button button-strong mt-4">Check connection</button>
          </>
        )
        : (
          <p class="mt-2 text-note text-muted">
            The operator can check that here: from the machine that the site runs on, or with{" "}
            <code>METRICS_TOKEN</code> as a Bearer token.
          </p>
        )}
      {checks && (
        <div role="status" class="mt-4">
          {checks.length === 0
            ? (
              <p class="text-note text-amber">
                No server is set up: set one of the settings below and restart.
              </p>
            )
            : (
              <dl class="text-note">
                {checks.map(({ name, setting, isWell, says }) => (
                  <div key={setting} class="border-t py-3">
                    <dt class={isWell ? "text-green" : "text-amber"}>
                      {name} (<code>{setting}</code>): {isWell ? "connected" : "not ready"}
                    </dt>
                    <dd class="mt-1 min-w-0 break-words">{says}</dd>
                  </div>
                ))}
              </dl>
            )}
        </div>
      )}
    </form>
  );
}

interface WayProps {
  readonly name: string;
  readonly cost: string;
  readonly needs: string;
  /** Its steps. */
  readonly children: ComponentChildren;
}

function Way({ name, cost, needs, children }: WayProps) {
  return (
    <li class="panel min-w-0 p-6">
      <h2 class="text-lead font-semibold">{name}</h2>
      <dl class="mt-3 text-note">
        <dt class="text-muted">Costs</dt>
        <dd>{cost}</dd>
        <dt class="mt-2 text-muted">Needs</dt>
        <dd class="break-words">{needs}</dd>
      </dl>
      <ol class="mt-3 list-decimal pl-5 text-note">{children}</ol>
    </li>
  );
}
