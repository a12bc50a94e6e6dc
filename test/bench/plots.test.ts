import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filesOf, resultsFile } from "../../bench/outputs.ts";
import { COLOURS, drawPlot, plotsOf, THEMES } from "../../bench/plots.ts";
import type { Results } from "../../bench/results.ts";
import { contrast } from "../docs/contrast.ts";
import { aCase } from "./figures.ts";

const CALLS = { calls: { Any: 12 } };
const MEASURED = [0, 50].flatMap((latencyMs) =>
  ["first apply", "no-op plan", "one tag on all", "destroy"].flatMap((work) => [
    aCase({ work, latencyMs, n: 10 }, [0.3], CALLS),
    aCase({ work, latencyMs, n: 100 }, [0.4], CALLS),
    aCase({ work, latencyMs, n: 10, tool: "AWS CLI loop" }, [5], CALLS),
    { ...aCase({ work, latencyMs, n: 100, tool: "AWS CLI loop" }, []), notRun: { seconds: 50, from: [10] } },
  ]),
);

const [time] = plotsOf({ measured: MEASURED, quick: false });
if (time === undefined) throw new Error("no plot");

describe("a plot", () => {
  const svg = drawPlot(time, "light");

  test("is the same in every drawing, and holds nothing that runs or is fetched", () => {
    expect(drawPlot(time, "light")).toBe(svg);
    const elements = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, name]) => name));
    expect([...elements].toSorted()).toEqual(["desc", "g", "path", "rect", "svg", "text", "title"]);
    expect(svg).not.toMatch(/href=|url\(|@import|<!|<\?| on\w+=/);
  });

  test("names every tool and work once, and says in words what it shows", () => {
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    for (const text of ["Strata", "AWS CLI loop", "first apply", "no-op plan", "one tag on all", "destroy"])
      expect(texts.filter((one) => one === text)).toEqual([text]);
    expect(svg).toContain("A no-op plan of 100 profiles: Strata 0.40 s, AWS CLI loop about 50.0 s.");
  });

  test("what was not run is hollow, dashed, and told", () => {
    expect(svg.match(/stroke-dasharray/g)?.length).toBeGreaterThanOrEqual(4);
    expect(svg).toContain("Hollow points: not run");
    const allRun = plotsOf({ measured: MEASURED.filter(({ tool }) => tool === "Strata"), quick: true })[0];
    expect(allRun && drawPlot(allRun, "light")).not.toContain("Hollow points");
    expect(allRun && drawPlot(allRun, "light")).toContain("A quick run");
    expect(svg).not.toContain("A quick run");
  });

  test("draws each figure where it belongs: ten times as much is one step of the scale", () => {
    const heights = (n: number) =>
      plotsOf({ measured: [aCase({ n: 10 }, [1]), aCase({ n: 100 }, [n]), aCase({ n: 1000 }, [100])], quick: false })
        .slice(0, 1)
        .map((plot) => {
          const [, points = ""] =
            /<path d="(M64 [^"]*)" fill="none"[^>]* stroke="#0550ae" stroke-width="3"/.exec(
              drawPlot(plot, "light").replaceAll("M490", "M64"),
            ) ?? [];
          return points
            .split(/[ML]/)
            .filter(Boolean)
            .map((point) => Number(point.split(" ")[1]));
        })[0] ?? [];
    expect(heights(10)).toEqual([296, 196, 96]);
  });
});

test("text stands out from its ground: 4.5 to 1 (WCAG AA); lines of tools 3 to 1", () => {
  for (const theme of THEMES) {
    const { back, text, tools } = COLOURS[theme];
    expect(contrast(text, back)).toBeGreaterThan(4.5);
    for (const tool of tools) expect(contrast(tool, back), tool).toBeGreaterThan(3);
  }
});

test("what lies in the repository follows from bench/results.json; `npm run bench -- --render` draws it anew", () => {
  const results = JSON.parse(readFileSync(resultsFile(null), "utf8")) as Results;
  for (const [path, text] of Object.entries(filesOf(results, null)))
    expect(readFileSync(path, "utf8"), path).toBe(text);
});
