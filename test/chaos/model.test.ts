/** Random stories under faults: `npm run chaos -- --seed S --runs 1` replays one. */
import { expect, test } from "vitest";
import { playStory } from "./model/story.ts";

const RUNS = 300;

test("300 random stories end as they must", async () => {
  const wrong: string[] = [];
  let applies = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const { violations, applies: count } = await playStory(seed);
    applies += count;
    if (violations.length > 0) wrong.push(`seed ${seed}: ${violations.join("; ")}`);
  }
  expect(wrong).toEqual([]);
  expect(applies).toBeGreaterThan(RUNS);
}, 240_000);
