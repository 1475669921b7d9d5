/** Sends requests over several connections for a while; returns how many a second were answered. */
export async function measureRate(
  request: () => Promise<unknown>,
  { seconds = 3, connections = 8 } = {},
): Promise<number> {
  await request();
  const end = performance.now() + seconds * 1000;
  let answered = 0;
  const work = async () => {
    for (; performance.now() < end; answered++) await request();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return answered / seconds;
}

/**
 * Median durations of two calls, in milliseconds, made in turn so that both meet the same noise.
 */
export async function measurePair(
  calls: readonly [() => Promise<unknown>, () => Promise<unknown>],
  { rounds = 60 } = {},
): Promise<[number, number]> {
  const durations: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const index of [0, 1] as const) {
      const startedAt = performance.now();
      await calls[index]();
      durations[index].push(performance.now() - startedAt);
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
  return [median(durations[0]), median(durations[1])];
}

/** Fetches an address to its last byte; throws unless the answer is good. */
export async function read(url: string, init?: RequestInit): Promise<void> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  await response.body?.pipeTo(new WritableStream());
}

const TICK_MS = 5;

/** Watches how late timers of this thread are; `stop` tells the 99th percentile, in milliseconds. */
export function watchLongestDelay(): { stop(): number } {
  const lateness: number[] = [];
  let due = performance.now() + TICK_MS;
  let timer = setTimeout(tick, TICK_MS);
  function tick() {
    lateness.push(Math.max(performance.now() - due, 0));
    due = performance.now() + TICK_MS;
    timer = setTimeout(tick, TICK_MS);
  }
  return {
    stop() {
      clearTimeout(timer);
      return lateness.sort((a, b) => a - b)[Math.floor(lateness.length * 0.99)] ?? NaN;
    },
  };
}
