/** `comment.js N WORK` prints a `Run` of the comment on a plan of N changes. */

import { buildPlan } from "../../src/core/build-plan.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import { checkGuards, withGuards } from "../../src/core/guards.ts";
import { WHOLE_SCOPE } from "../../src/core/plan.ts";
import { COMMENT_BYTES, NO_ORIGIN } from "../../src/render/markdown-options.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { estateOf, type Fate } from "./estate.ts";

const NOW = "2026-11-23T09:00:00Z";

/** One in fifty ends an ARN; or all do. */
const FATES: Readonly<Record<string, (number: number) => Fate>> = {
  "2 % deletes": (number) => (number % 50 === 7 ? "delete" : number % 2 === 0 ? "create" : "update"),
  "all deletes": () => "delete",
};

const [n = 0, work = ""] = [Number(process.argv[2]), process.argv[3]];
const fateOf = FATES[work];
if (fateOf === undefined) throw new Error(`There is no ${work}.`);

const { desired, observation } = estateOf(n, fateOf);
const diff = diffProfiles(desired, observation, NOW);
const found = buildPlan({ stacks: desired, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics: [] });
const desiredCount = desired.profiles.length;
const guards = checkGuards({ plan: found, limits: desired.guards, desiredCount, serving: n, now: NOW });
const report = { plan: withGuards(found, guards), guards, configFiles: [] };

const began = performance.now();
const text = renderPlanMarkdown(report, { maxBytes: COMMENT_BYTES, origin: NO_ORIGIN, hasMarker: true });
const seconds = (performance.now() - began) / 1000;

const deleted = report.plan.changes.flatMap(({ action, key }) => (action === "delete" ? [key.name] : []));
const named = deleted.filter((name) => text.includes(name)).length;
if (report.plan.changes.length !== n) throw new Error(`${report.plan.changes.length} changes instead of ${n}`);
const peakBytes = process.resourceUsage().maxRSS * 1024;
const textBytes = Buffer.byteLength(text);
process.stdout.write(JSON.stringify({ seconds, peakBytes, textBytes, named, toName: deleted.length }));
