/** An import without AWS or a disk: gateways over arrays of live profiles, files in memory, a view that remembers. */
import type { CommandContext } from "../../src/commands/context.ts";
import type { Catalogue, CatalogueSource } from "../../src/core/catalogue.ts";
import { CALLER, type LiveProfile, type Tags, type Target } from "../../src/core/profile.ts";
import { geoPrefixes, partitionOf } from "../../src/core/source-id.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { ReadPorts } from "../../src/engine/ports.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { NO_BILLING } from "../fakes/billing.ts";
import { NO_PARAMETERS } from "../fakes/no-parameters.ts";

export const ACCOUNT = "111122223333";
export const NOW = "2026-11-23T09:00:00Z";
export const WEST: Target = { account: ACCOUNT, region: "us-west-2" };
export const EU: Target = { account: ACCOUNT, region: "eu-central-1" };
export const LITE = "us.amazon.nova-lite-v1:0";

const MODEL = "amazon.nova-lite-v1:0";
const REGIONS_OF: Readonly<Record<string, readonly string[]>> = {
  us: ["us-east-1", "us-west-2"],
  eu: ["eu-central-1", "eu-west-1"],
  jp: ["ap-northeast-1", "ap-northeast-3"],
  apac: ["ap-northeast-1", "ap-south-1"],
};

/** Two ids that route alike in every region: nobody can tell their copies apart. */
export const ALIKE = ["global.acme.alike", "global.acme.alike-too"] as const;

function routes(source: string, { region }: Target): string[] {
  const arn = (where: string, model: string): string =>
    `arn:${partitionOf(region)}:bedrock:${where}::foundation-model/${model}`;
  if ((ALIKE as readonly string[]).includes(source)) return [arn("", "acme.alike"), arn(region, "acme.alike")];
  const prefix = source.split(".")[0] ?? "";
  if (prefix === "global") return [arn("", source.slice(7)), arn(region, source.slice(7))];
  const places = REGIONS_OF[prefix];
  return places === undefined ? [arn(region, source)] : places.map((one) => arn(one, source.slice(prefix.length + 1)));
}

/** Ids that a copy can be made of in a region. */
export function sourcesIn(region: string): string[] {
  return [...geoPrefixes(region).map((prefix) => `${prefix}.${MODEL}`), `global.${MODEL}`, MODEL];
}

export function aCatalogue(target: Target): Required<Catalogue> {
  const ids = [...sourcesIn(target.region).filter((id) => id !== MODEL), ...ALIKE];
  const toSource = (id: string): [string, CatalogueSource] => [
    id,
    { id, arn: `arn:${id}`, name: id, modelArns: routes(id, target), onDemand: true },
  ];
  return { system: new Map(ids.map(toSource)), foundation: new Map([toSource(MODEL)]) };
}

export interface LiveParts {
  readonly name: string;
  readonly target?: Target;
  readonly source?: string;
  readonly tags?: Tags;
  readonly description?: string;
  readonly id?: string;
  readonly modelArns?: readonly string[];
}

let made = 0;

export function aLive({ name, target = WEST, source = LITE, tags = {}, ...over }: LiveParts): LiveProfile {
  made += 1;
  const id = over.id ?? `p${String(made).padStart(11, "0")}`;
  return {
    target,
    awsName: name,
    arn: `arn:aws:bedrock:${target.region}:${target.account}:application-inference-profile/${id}`,
    id,
    modelArns: over.modelArns ?? routes(source, target),
    ...(over.description === undefined ? {} : { description: over.description }),
    tags,
    exact: true,
    createdAt: "2026-01-01T00:00:00.000Z",
  };
}

export interface Given {
  /** `profiles.yaml`, or null for none. */
  readonly config: string | null;
  readonly live: readonly LiveProfile[];
  /** Files that the command line names. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly format?: "text" | "json";
  readonly scope?: Partial<CommandContext["scope"]>;
  /** Targets that do not answer, as `account/region`. */
  readonly silent?: readonly string[];
  readonly withoutCatalogue?: boolean;
  /** What GetResources says instead of the truth, by ARN. */
  readonly stale?: ReadonlyMap<string, Tags>;
}

export interface Told {
  readonly context: CommandContext;
  readonly result: () => string;
  readonly notes: () => string;
  readonly diagnostics: () => readonly Diagnostic[];
  readonly codes: () => string[];
}

export function aContext(given: Given): Told {
  const results: string[] = [];
  const notes: string[] = [];
  const found: Diagnostic[] = [];
  const { texts = {}, scope = {} } = given;
  const context: CommandContext = {
    version: "1.2.3",
    configFile: "profiles.yaml",
    files: memoryFiles(given.config === null ? {} : { "profiles.yaml": given.config }),
    filesAt: async () => ({ ok: false, reason: "no git here" }),
    readText: async (file) => {
      const text = texts[file];
      return text === undefined ? { ok: false, reason: "no such file" } : { ok: true, text };
    },
    view: {
      result: (text) => results.push(text),
      save: () => undefined,
      note: (text) => notes.push(text),
      told: (rendered) => notes.push(rendered),
      diagnostics: (more) => found.push(...more),
      progress: () => undefined,
    },
    style: { width: 100, color: false },
    windowRows: null,
    format: given.format ?? "text",
    ci: null,
    scope: { targets: [], only: [], exclude: [], ...scope },
    clock: { now: () => NOW, sleep: async () => undefined, elapsedMs: () => 0 },
    repeatFlags: [],
    readPorts: async () => portsOf(given),
  };
  return {
    context,
    result: () => results.join(""),
    notes: () => notes.join("\n"),
    diagnostics: () => found,
    codes: () => [...new Set(found.map(({ code }) => code))].sort(),
  };
}

const ok = <T>(value: T) => ({ ok: true, value, attempts: 1 }) as const;
const ROLE = `arn:aws:sts::${ACCOUNT}:assumed-role/strata-plan/ci`;
const no = (operation: string) => {
  const message = `User: ${ROLE} is not authorized to perform: ${operation}`;
  return { ok: false, fault: { kind: "denied", retryable: false, operation, message }, attempts: 1 } as const;
};

function portsOf({ live, silent = [], stale = new Map(), withoutCatalogue = false }: Given): ReadPorts {
  return {
    ...NO_BILLING,
    ...NO_PARAMETERS,
    assumesRoles: true,
    identity: { callerAccount: async () => ok(ACCOUNT) },
    usage: () => {
      throw new Error("import asks for no use");
    },
    reader: ({ account, region }) => {
      const target = { account: account === CALLER ? ACCOUNT : account, region };
      const mine = live.filter((one) => one.target.account === target.account && one.target.region === region);
      const isSilent = silent.includes(`${target.account}/${region}`);
      return {
        listProfiles: async () =>
          isSilent
            ? no("bedrock:ListInferenceProfiles")
            : ok(mine.map((one) => ({ ...one, tags: null, exact: false }))),
        listTags: async () =>
          ok(
            new Map(
              mine
                .filter(({ tags }) => Object.keys(tags ?? {}).length > 0)
                .map((one) => [one.arn, stale.get(one.arn) ?? one.tags ?? {}]),
            ),
          ),
        readTags: async (arn) => ok(mine.find((one) => one.arn === arn)?.tags ?? {}),
        readCatalogue: async (half) =>
          withoutCatalogue ? no("bedrock:ListInferenceProfiles") : ok(aCatalogue(target)[half] ?? new Map()),
      };
    },
  };
}

/** The YAML without its comments. */
export function bare(yaml: string): string {
  return yaml.replace(/^\s*#.*\n/gm, "").replace(/^\n/gm, "");
}
