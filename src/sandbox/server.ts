// The sandbox: a stand-in for AWS on loopback. This file only puts the parts together (docs/sandbox.md says what it does).
import { type Behaviour, checkBehaviour, DEFAULT_BEHAVIOUR, isDeniedBy } from "./behaviour.ts";
import { CallLog, type SandboxCall } from "./call-log.ts";
import { answerControl, CONTROL_PREFIX } from "./control.ts";
import { CostTags } from "./cost-tags.ts";
import { type DispatchParts, dispatch } from "./dispatch.ts";
import { type FaultCounts, FaultEngine } from "./faults.ts";
import { type Listener, listen } from "./http-listener.ts";
import { Ledger, type UseCounts, type UsePlace } from "./ledger.ts";
import { SandboxError } from "./sandbox-error.ts";
import { type ProfileSeed, putProfile, recordOf, type SandboxProfile, toSandboxProfile } from "./seed.ts";
import type { ServiceContext } from "./service.ts";
import { buildServices } from "./services.ts";
import { ParameterStore } from "./ssm-store.ts";
import { StateFile } from "./state-file.ts";
import { ProfileStore } from "./store.ts";

export interface SandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. Anything that is not loopback is refused. */
  readonly host?: "127.0.0.1" | "::1";
  /** Where the state is kept; absent = in memory only. Its folder is made if need be. */
  readonly stateFile?: string;
  /** The clock of lags, buckets and timestamps. */
  readonly now?: () => Date;
  /** 0 ≤ n < 1: source of profile ids, microseconds and key ids; seed it for repeatable runs. */
  readonly random?: () => number;
  readonly behaviour?: Partial<Behaviour>;
  /** ms to wait for a state file that another live process holds; default 3,000. */
  readonly lockWaitMs?: number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`: the endpoint URL for every service. */
  readonly url: string;
  readonly port: number;
  /** The switches in force; assign to its members at any time. */
  readonly behaviour: Behaviour;
  /** Requests served, oldest first; the newest 50,000 at least. Control requests are not among them. */
  readonly calls: readonly SandboxCall[];
  readonly clearCalls: () => void;
  /** How many requests each kind of fault has hit since the start. */
  readonly faults: () => FaultCounts;
  /** Live application profiles of every account and region, in order of creation, exact whatever the lags. */
  readonly profiles: () => readonly SandboxProfile[];
  /** Creates a profile behind the API's back. @throws SandboxError `bad-profile`. */
  readonly put: (seed: ProfileSeed) => Promise<SandboxProfile>;
  /** Creates many with one write of the state file. @throws SandboxError `bad-profile`; those before it stay. */
  readonly putAll: (seeds: readonly ProfileSeed[]) => Promise<readonly SandboxProfile[]>;
  /** Replaces all tags of a profile behind the API's back; `tagLagMs` applies. @throws SandboxError `unknown-profile`. */
  readonly setTags: (arn: string, tags: Readonly<Record<string, string>>) => Promise<SandboxProfile>;
  /** Deletes a profile behind the API's back. @throws SandboxError `unknown-profile`. */
  readonly remove: (arn: string) => Promise<void>;
  /** Says that a model was used, behind the API's back: CloudWatch and Cost Explorer tell of it. */
  readonly recordUse: (place: UsePlace, at: Date, counts: Partial<UseCounts>) => Promise<void>;
  /** Stops listening, writes what is left of the state, and releases its lock. Calling it twice does no harm. */
  readonly close: () => Promise<void>;
}

interface Core {
  readonly context: ServiceContext;
  readonly random: () => number;
  readonly state: StateFile | undefined;
  readonly log: CallLog;
  readonly engine: FaultEngine;
}

const LOCK_WAIT = 3000;

async function openCore(options: SandboxOptions): Promise<Core> {
  const { now = () => new Date(), random = Math.random } = options;
  const behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...checkBehaviour(options.behaviour ?? {}) };
  const store = new ProfileStore({ behaviour, now, random });
  const isDenied: ServiceContext["isDenied"] = (action, account, region) =>
    isDeniedBy(behaviour, action, account, region);
  const ledger = new Ledger(() => store.touch());
  const costTags = new CostTags({ behaviour, ledger, now, onChange: () => store.touch() });
  const { stateFile, lockWaitMs = LOCK_WAIT } = options;
  const parameters = new ParameterStore({ behaviour, now, onChange: () => store.touch() });
  const held = { store, sections: [ledger, costTags, parameters] };
  const state = stateFile === undefined ? undefined : await StateFile.open(stateFile, held, lockWaitMs);
  const engine = new FaultEngine(behaviour, now);
  const shareFault: ServiceContext["shareFault"] = (operation, account, region) => {
    const { fault } = engine.decide({ operation, account, region, isShare: true });
    if (fault !== undefined) engine.count(fault.kind);
    return fault;
  };
  const context = { store, ledger, costTags, parameters, behaviour, now, isDenied, shareFault };
  return { context, random, state, log: new CallLog(), engine };
}

/** What can be done to a running sandbox besides calling its API. */
function toolsOf({ context, state, log }: Core) {
  const { store, ledger, now } = context;
  const commit = async () => await state?.commit();
  const profiles = () => {
    const live = [...store.records()].filter((record) => record.deleted === undefined);
    return live.sort((left, right) => left.order - right.order).map(toSandboxProfile);
  };
  const put = async (seed: ProfileSeed) => {
    const profile = putProfile(store, seed, now());
    await commit();
    return profile;
  };
  const putAll = async (seeds: readonly ProfileSeed[]) => {
    const made = seeds.map((seed) => putProfile(store, seed, now()));
    await commit();
    return made;
  };
  const setTags = async (arn: string, tags: Readonly<Record<string, string>>) => {
    const profile = toSandboxProfile(store.setTags(recordOf(store, arn), { ...tags }));
    await commit();
    return profile;
  };
  const remove = async (arn: string) => {
    store.delete(recordOf(store, arn));
    await commit();
  };
  const recordUse = async (place: UsePlace, at: Date, counts: Partial<UseCounts>) => {
    ledger.add(place, at, counts);
    await commit();
  };
  return { commit, profiles, put, putAll, setTags, remove, recordUse, clearCalls: () => log.clear() };
}

/**
 * Starts a sandbox.
 * @throws SandboxError with a code: `host-refused`, `port-unavailable`, `bad-behaviour`, or `state-…` for its file.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host: string = options.host ?? "127.0.0.1";
  if (host !== "127.0.0.1" && host !== "::1") {
    throw new SandboxError("host-refused", `The sandbox listens on loopback only, not on ${host}.`);
  }
  const core = await openCore(options);
  const { context, random, state, log, engine } = core;
  const { behaviour, isDenied } = context;
  const startBehaviour = { ...behaviour };
  const tools = { ...toolsOf(core), faults: () => engine.counts() };
  let closing: Promise<void> | undefined;
  const parts: DispatchParts = {
    services: buildServices(context, random),
    behaviour,
    isDenied,
    faults: engine,
    commit: tools.commit,
    record: (call) => log.add(call),
    isClosing: () => closing !== undefined,
  };
  const control = { behaviour, startBehaviour, calls: log.calls, now: context.now, ...tools };
  let listener: Listener;
  try {
    listener = await listen(host, options.port ?? 0, (request) =>
      request.path.startsWith(CONTROL_PREFIX) ? answerControl(control, request) : dispatch(parts, request),
    );
  } catch (error) {
    await state?.close();
    throw error;
  }
  const close = () => {
    closing ??= listener.close().finally(() => state?.close());
    return closing;
  };
  const { port } = listener;
  const url = `http://${host === "::1" ? "[::1]" : host}:${port}`;
  return { url, port, behaviour, calls: log.calls, ...tools, close };
}
