/** A sandbox with the real gateways in front of it, and an apply as a function: what engine tests are played in. */
import { setTimeout as sleep } from "node:timers/promises";
import { readGateway, writeGateway } from "../../src/aws/bedrock-gateway.ts";
import { AwsClients } from "../../src/aws/clients.ts";
import { parameterReader, parameterWriter } from "../../src/aws/parameter-gateway.ts";
import { identityGateway } from "../../src/aws/sts-gateway.ts";
import { usageGateway } from "../../src/aws/usage-gateway.ts";
import { buildPlan } from "../../src/core/build-plan.ts";
import type { Desired } from "../../src/core/desired.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { executables, type Plan, WHOLE_SCOPE } from "../../src/core/plan.ts";
import { type Executed, type ExecuteOptions, execute } from "../../src/engine/execute.ts";
import { observe } from "../../src/engine/observe.ts";
import { makePacer } from "../../src/engine/pace.ts";
import type { WritePorts } from "../../src/engine/ports.ts";
import { weighUse } from "../../src/engine/weigh-use.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { NO_BILLING } from "../fakes/billing.ts";
import { NOW } from "../fakes/values.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

interface ApplyOptions {
  readonly now?: string;
  readonly between?: (plan: Plan) => Promise<void>;
  readonly watch?: Pick<ExecuteOptions, "isStopping" | "onStart" | "onOutcome" | "readAtMs">;
}

export interface World {
  readonly sandbox: Sandbox;
  readonly ports: WritePorts;
  plan(desired: Desired, now?: string): Promise<Plan>;
  /** Plans and executes; `between` runs after the plan and before the first write. */
  apply(desired: Desired, options?: ApplyOptions): Promise<readonly Outcome[]>;
  /** The same, with what the closing list showed. */
  applyAll(desired: Desired, options?: ApplyOptions): Promise<Executed>;
  /** Operations served since the last call of this function. */
  operations(): string[];
}

export async function aWorld(behaviour: Parameters<typeof startSandbox>[0] = {}): Promise<World> {
  const sandbox = await startSandbox(behaviour);
  const clients = new AwsClients({
    endpoint: sandbox.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: "us-west-2",
    sessionName: "test",
    pace: makePacer({ clock: { elapsedMs: () => performance.now(), sleep }, random: Math.random }).pace,
  });
  const ports: WritePorts = {
    ...NO_BILLING,
    assumesRoles: false,
    // A gateway asks once: each plan is a run of its own.
    identity: { callerAccount: () => identityGateway(clients).callerAccount() },
    reader: (target) => readGateway(clients, target),
    usage: (target) => usageGateway(clients, target),
    parameters: (target) => parameterReader(clients, target),
    writer: (target) => writeGateway(clients, target),
    parameterWriter: (target) => parameterWriter(clients, target),
  };
  const look = async (desired: Desired, now: string) => {
    const seen = await observe(desired, ports, { now, exact: false });
    if (!seen.ok) throw new Error(seen.fault?.message ?? "no role");
    const { observation, diagnostics } = seen.value;
    const clock = { now: (laterMs = 0) => momentAfter(now, laterMs) };
    const { guards } = desired;
    const use = await weighUse([{ diff: seen.value.diff, limits: guards }], ports, { clock, days: guards.inUseDays });
    const [diff = seen.value.diff] = use.diffs;
    const plan = buildPlan({
      stacks: seen.value.desired,
      scope: WHOLE_SCOPE,
      observation,
      diff,
      billing: [],
      diagnostics: [...diagnostics, ...use.diagnostics],
    });
    return { plan, observation };
  };
  let tokens = 0;
  const applyAll: World["applyAll"] = async (desired, { now = NOW, between, watch } = {}) => {
    const { plan, observation } = await look(desired, now);
    await between?.(plan);
    return execute(executables(plan), {
      ...watch,
      ports,
      clock: {
        now: (laterMs = 0) => momentAfter(now, laterMs),
        sleep: async () => {},
        elapsedMs: () => 0,
      },
      newToken: () => `token-${++tokens}`,
      stack: plan.stack,
      formerStacks: desired.formerStacks,
      knownArns: new Set(observation.targets.flatMap((t) => (t.status === "read" ? t.live.map(({ arn }) => arn) : []))),
    });
  };
  return {
    sandbox,
    ports,
    plan: async (desired, now = NOW) => (await look(desired, now)).plan,
    apply: async (desired, options) => (await applyAll(desired, options)).outcomes,
    applyAll,
    operations: () => {
      const names = sandbox.calls.map(({ operation }) => operation);
      sandbox.clearCalls();
      return names;
    },
  };
}

function momentAfter(now: string, laterMs: number): string {
  return new Date(Date.parse(now) + laterMs).toISOString().replace(".000Z", "Z");
}

export function actionsOf(plan: Plan): string[] {
  return plan.changes.map(({ action, key }) => `${action} ${key.name}`);
}
