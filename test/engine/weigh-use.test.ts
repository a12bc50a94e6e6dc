/** When calls are asked for, how often, and what becomes of an answer that does not come. Against the sandbox. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { diffProfiles } from "../../src/core/diff.ts";
import type { Observation } from "../../src/core/observation.ts";
import { observe } from "../../src/engine/observe.ts";
import { weighUse } from "../../src/engine/weigh-use.ts";
import { aDesired, aState, LITE, NOW, PRO } from "../fakes/values.ts";
import { actionsOf, aWorld, type World } from "./world.ts";

const app = (source = LITE, name = "app") => aDesired({ name, candidates: [source] });
const LATER = "2026-11-24T10:00:00Z";

let world: World;
beforeEach(async () => {
  world = await aWorld({ now: () => new Date(NOW) });
  await world.apply(aState([app()]));
  world.operations();
});
afterEach(() => world.sandbox.close());

async function call(name = "app", at = NOW, invocations = 1): Promise<void> {
  const { account, region, id, tags } = world.sandbox.profiles().find((one) => one.name === name) ?? never();
  const place = { account, region, modelId: id, foundationModel: "amazon.nova-lite-v1:0", tags };
  await world.sandbox.recordUse(place, new Date(at), { invocations });
}

function never(): never {
  throw new Error("no such profile");
}

test("a plan in which nothing ends makes no call, one in which something ends a single one", async () => {
  await world.plan(aState([app()]));
  await world.plan(aState([app(), app(LITE, "another")]));
  expect(world.operations()).not.toContain("GetMetricData");
  await world.plan(aState([]));
  expect(world.operations().filter((name) => name === "GetMetricData")).toHaveLength(1);
});

test("called within the days: blocked; the hour before them does not count", async () => {
  await call("app", "2026-11-16T08:59:00Z");
  expect(actionsOf(await world.plan(aState([])))).toEqual(["delete app"]);
  await call("app", "2026-11-16T09:00:00Z");
  expect(actionsOf(await world.plan(aState([])))).toEqual(["blocked app"]);
});

test("a call of this very minute counts", async () => {
  await call("app", NOW);
  expect(actionsOf(await world.plan(aState([])))).toEqual(["blocked app"]);
});

test("a retirement waits for its last caller, then ends", async () => {
  const replaced = aState([app(PRO)]);
  await call();
  expect((await world.apply(replaced)).map(({ status }) => status)).toEqual(["applied"]);
  const waits = await world.plan(replaced, LATER);
  expect(actionsOf(waits)).toEqual(["retiring app"]);
  expect(waits.changes[0]?.because.map(({ code }) => code)).toEqual(["retire-due", "retire-in-use"]);
  expect(actionsOf(await world.plan(replaced, "2026-12-01T09:00:00Z"))).toEqual(["retire app"]);
});

test("denied: said once, and the other guards have to do", async () => {
  world.sandbox.behaviour.deniedOperations = ["GetMetricData"];
  await call();
  const plan = await world.plan(aState([]));
  expect([actionsOf(plan), plan.diagnostics.map(({ code }) => code), plan.changes[0]?.calls]).toEqual([
    ["delete app"],
    ["aws/use-unknown"],
    null,
  ]);
});

test("no usable answer: nothing ends", async () => {
  const { usage } = world.ports;
  const fault = { kind: "invalid", retryable: false, operation: "cloudwatch:GetMetricData", message: "no" } as const;
  Object.assign(world.ports, { usage: () => ({ readUse: async () => ({ ok: false, fault, attempts: 1 }) }) });
  const plan = await world.plan(aState([]));
  Object.assign(world.ports, { usage });
  expect([actionsOf(plan), plan.diagnostics.map(({ code }) => code)]).toEqual([
    ["blocked app"],
    ["aws/use-unread", "plan/use-unread"],
  ]);
});

test("a base is judged by its own guards, and asks no second time", async () => {
  await call();
  world.operations();
  const gone = diffProfiles(aState([]), await observed(), NOW);
  const limits = aState([]).guards;
  const allow = { deletes: 0, inUse: ["app"], until: "2026-12-01" };
  const clock = { now: (laterMs = 0) => new Date(Date.parse(NOW) + laterMs).toISOString().replace(".000Z", "Z") };
  const weighed = [
    { diff: gone, limits: { ...limits, allow } },
    { diff: gone, limits },
  ];
  const { diffs } = await weighUse(weighed, world.ports, { clock, days: 7 });
  expect(diffs.map(({ changes }) => changes.map(({ action }) => action))).toEqual([["delete"], ["blocked"]]);
  expect(world.operations().filter((name) => name === "GetMetricData")).toHaveLength(1);
});

async function observed(): Promise<Observation> {
  const seen = await observe(aState([]), world.ports, { now: NOW, exact: true });
  if (!seen.ok) throw new Error("not seen");
  return seen.value.observation;
}
