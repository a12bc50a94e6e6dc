/** Makes the diagnostics of the examples of `report`. */
import { proofProblems } from "../../../src/commands/report-problems.ts";
import { aClose, HAIKU, NATIVE } from "../../fakes/closes.ts";
import type { Scenes } from "./scene.ts";

export const REPORT_SCENES: Scenes = {
  "costs/not-equal": () =>
    proofProblems(
      aClose({
        used: [
          { value: "search", now: ["4000.5", "12001.50"] },
          { value: "", service: HAIKU, now: ["310", "310"] },
          { value: "", service: NATIVE, now: ["0.2", "0.2"] },
        ],
        total: "12318.04",
      }),
    ),
};
