/** Plays scenarios, so many at a time; each is told as its own step, in their order. */
export async function tellEach<Told>(
  t: Deno.TestContext,
  names: readonly string[],
  { atOnce, play, judge }: {
    readonly atOnce: number;
    /** Done in the dark: several at once. */
    readonly play: (name: string) => Promise<Told>;
    readonly judge: (told: Told, name: string) => void;
  },
): Promise<void> {
  const outcomes = new Map<string, PromiseSettledResult<Told>>();
  const waiting = names.values();
  const work = async () => {
    for (const name of waiting) {
      const [outcome] = await Promise.allSettled([play(name)]);
      outcomes.set(name, outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  for (const name of names) {
    await t.step(name, () => {
      const outcome = outcomes.get(name);
      if (outcome?.status !== "fulfilled") throw outcome?.reason;
      judge(outcome.value, name);
    });
  }
}
