import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that replace modules, or what modules read as they are loaded: each has a process of its own. */
const ALONE = ["test/sandbox/group-commit.test.ts", "test/ui/live-view.test.ts"];

/** Files that take long, longest first: begun last, one of them would keep everybody waiting in the end. */
const LONGEST = [
  "import/handover",
  "engine/dangers",
  "sandbox/terraform",
  "chaos/model",
  "sandbox/aws-cli",
  "chaos/kill",
  "e2e/saved-plans",
  "e2e/live-progress",
  "e2e/frame-resize",
  "e2e/call-budgets",
  "e2e/shards",
  "chaos/together",
  "chaos/load",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return project.name === "alone" ? LONGEST.length + 1 : place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Half of the time goes by waiting for commands that tests start.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    projects: [
      // Loading modules once a worker, and not once a file, is a tenth of the whole.
      { extends: true, test: { name: "shared", include: ["test/**/*.test.ts"], exclude: ALONE, isolate: false } },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
  },
});
