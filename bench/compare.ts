/** Median times of both sides, in milliseconds. */
export interface Compared {
  readonly oursMs: number;
  readonly theirsMs: number;
}

/** Runs both sides in turn and prints the ratio of their median times: what a machine's mood can't change. */
export async function compare(
  name: string,
  ours: () => unknown,
  theirs: () => unknown,
  against: string,
  rounds = 15,
): Promise<Compared> {
  const times: [number[], number[]] = [[], []];
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, side] of [ours, theirs].entries()) {
      const started = performance.now();
      await side();
      if (round > 0) times[index as 0 | 1].push(performance.now() - started);
    }
  }
  const [a, b] = times.map(list => list.toSorted((x, y) => x - y)[Math.floor(rounds / 2)] ?? 0) as [
    number,
    number,
  ];
  console.log(
    `${name}: ${(a / b).toFixed(2)} times ${against} (${a.toFixed(1)} ms against ${b.toFixed(1)} ms)`,
  );
  return { oursMs: a, theirsMs: b };
}
