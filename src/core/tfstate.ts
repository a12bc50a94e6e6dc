/**
 * Terraform and OpenTofu state, version 4 → the inference profiles in it. Everything else in a state is nobody's
 * business here: states hold secrets, so no other part of one is kept, and no value of it gets into a message.
 */
import type { Tags } from "./profile.ts";
import { instanceAddress, withoutKeys } from "./tfstate-address.ts";

export type TfTool = "terraform" | "tofu";

/** One instance of an `aws_bedrock_inference_profile`. */
export interface TfProfile {
  /** As `state rm` takes it. */
  readonly address: string;
  /** As a `removed` block takes it: without instance keys. */
  readonly resource: string;
  readonly arn: string;
  /** What it was made from, as an ARN: the exact source, which AWS itself never tells (AWS.md section 1.3). */
  readonly copyFrom: string | null;
  /** With the provider's default tags. */
  readonly tags: Tags;
}

/** An instance that cannot be handed over, and why. */
export interface TfUnusable {
  readonly address: string;
  readonly resource: string;
  readonly why: string;
}

export interface TfState {
  readonly tool: TfTool;
  /** Version of the program that wrote the state; null where it does not say. */
  readonly version: readonly [major: number, minor: number] | null;
  readonly profiles: readonly TfProfile[];
  readonly unusable: readonly TfUnusable[];
}

export type TfStateParse =
  | { readonly ok: true; readonly state: TfState }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

const TYPE = "aws_bedrock_inference_profile";
const PULL = "Write the state to a file with `terraform state pull` (or `tofu state pull`), and name that file.";

type Json = Readonly<Record<string, unknown>>;

/** Reads a state. All that can be wrong with one as a whole is told in `problem`, without any of its content. */
export function parseTfState(text: string): TfStateParse {
  const value = parseJson(text);
  if (!isObject(value)) return { ok: false, problem: "It is not JSON, and a state is.", hint: PULL };
  if ("encrypted_data" in value) return { ok: false, problem: "It is an encrypted OpenTofu state.", hint: PULL };
  if ("format_version" in value)
    return { ok: false, problem: "It is what `show -json` prints, not a state.", hint: PULL };
  const { version, resources } = value;
  if (typeof version !== "number") return { ok: false, problem: "It is JSON, but has no state version.", hint: PULL };
  if (version !== 4 || !Array.isArray(resources)) {
    const hint = "Run a current Terraform or OpenTofu on it once, which brings a state to version 4.";
    return { ok: false, problem: `It is a state of version ${version}; only version 4 can be read.`, hint };
  }
  const ours = resources.filter(isObject).filter(({ type, mode }) => type === TYPE && mode === "managed");
  const read = ours.flatMap(readResource);
  return {
    ok: true,
    state: {
      tool: ours.some(({ provider }) => textOf(provider).includes("registry.opentofu.org")) ? "tofu" : "terraform",
      version: versionOf(value.terraform_version),
      profiles: read.filter((one): one is TfProfile => "arn" in one),
      unusable: read.filter((one): one is TfUnusable => "why" in one),
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function versionOf(text: unknown): TfState["version"] {
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})\./.exec(textOf(text)) ?? [];
  return major === undefined ? null : [Number(major), Number(minor)];
}

function readResource({ module, name, instances }: Json): (TfProfile | TfUnusable)[] {
  const whole = `${typeof module === "string" ? `${module}.` : ""}${TYPE}.${textOf(name)}`;
  const resource = withoutKeys(whole);
  if (!Array.isArray(instances)) return [];
  return instances.filter(isObject).map((instance) => {
    const { index_key: key } = instance;
    const address = instanceAddress(whole, typeof key === "string" || typeof key === "number" ? key : undefined);
    return readInstance(instance, address, resource);
  });
}

function readInstance(instance: Json, address: string, resource: string): TfProfile | TfUnusable {
  const { attributes, deposed, status } = instance;
  if (deposed !== undefined) return { address, resource, why: "it is deposed: Terraform is about to delete it" };
  if (status === "tainted") return { address, resource, why: "it is tainted: Terraform is about to replace it" };
  if (!isObject(attributes) || typeof attributes.arn !== "string") {
    return { address, resource, why: "its ARN is not in the state" };
  }
  const { arn, model_source: source, tags_all: all, tags } = attributes;
  const first: unknown = Array.isArray(source) ? source[0] : undefined;
  const copyFrom = isObject(first) && typeof first.copy_from === "string" ? first.copy_from : null;
  return { address, resource, arn, copyFrom, tags: toTags(isObject(all) ? all : tags) };
}

function toTags(value: unknown): Tags {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
