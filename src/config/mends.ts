/** What to write in the place of a value or key that has a wrong shape, as concretely as the wrong one allows. */
import { CODES, type DiagnosticCode } from "../diagnostics/codes.ts";
import type { InstancePath } from "./instance-path.ts";
import { inCode } from "./wording.ts";

/** A suggestion longer than this would be cut where it is shown, and would not work any more. */
const LONGEST_SHOWN = 100;

/** Texts that AWS takes, and how to come near one; the patterns of the schema decide, these only suggest. */
interface TextForm {
  readonly noun: string;
  /** Runs of characters that are not taken. */
  readonly refused: RegExp;
  readonly longest: number;
  /** What it may begin and end with, where that is less than what may stand within. */
  readonly edges?: RegExp;
  /** True where separators stand alone. */
  readonly single?: boolean;
}

const NAME: TextForm = {
  noun: "name",
  refused: /[^0-9a-zA-Z_-]+/g,
  longest: 64,
  edges: /^[-_]+|[-_]+$/g,
  single: true,
};

const FORMS: Readonly<Partial<Record<DiagnosticCode, TextForm>>> = {
  "config/invalid-name": NAME,
  "config/invalid-description": {
    noun: "description",
    refused: /[^0-9a-zA-Z:. _-]+/g,
    longest: 200,
    edges: /^[-_ ]+|[-_ ]+$/g,
    single: true,
  },
  "config/invalid-tag-key": { noun: "key", refused: /[^a-zA-Z0-9 ._:/=+@-]+/g, longest: 128 },
  "config/invalid-tag-value": { noun: "value", refused: /[^a-zA-Z0-9 ._:/=+@-]+/g, longest: 256 },
  "config/invalid-stack": {
    noun: "name",
    refused: /[^a-zA-Z0-9._:/=+@-]+/g,
    longest: 128,
    edges: /^[^a-zA-Z0-9]+|-+$/g,
    single: true,
  },
};

/** An instruction for a value that `code` is about. */
export function mendOfValue(code: DiagnosticCode, value: string): string {
  const form = FORMS[code];
  if (form !== undefined) return mendOfText(form, value) ?? CODES[code].mend;
  if (code === "config/invalid-account-id") return mendOfAccountId(value);
  if (code === "config/invalid-duration") return mendOfDuration(value);
  return CODES[code].mend;
}

/** An instruction for a key; those without a code of their own are names of accounts, models and projects. */
export function mendOfKey(code: DiagnosticCode, key: string): string {
  if (code !== "config/invalid-value") return mendOfValue(code, key);
  return mendOfText(NAME, key) ?? "Write a name of letters, digits, `-` and `_`.";
}

/** An instruction for a value where a map should stand. */
export function mendOfMap(path: InstancePath, value: unknown): string {
  const isProfile = path.length === 2 && path[0] === "profiles";
  if (isProfile && typeof value === "string") return `Write its model as a key: ${inCode(`{ model: ${value} }`)}.`;
  if (isProfile && value === null) return "Write at least its model below it, as `model: us.amazon.nova-lite-v1:0`.";
  return "Write its keys on lines of their own below it, each as `key: value`.";
}

/** An instruction for a value where a list should stand. */
export function mendOfList(value: unknown): string {
  return typeof value === "string" && value !== ""
    ? `Write a list: ${inCode(`[${value}]`)}.`
    : "Write a list, such as `[one, two]`.";
}

function mendOfText(form: TextForm, text: string): string | undefined {
  const { length } = text;
  if (length > 4 * form.longest) return `Shorten it: it has ${length} characters, and ${form.longest} fit.`;
  const better = tidied(form, text);
  const isNews = better !== "" && better !== text.slice(0, form.longest);
  if (isNews && better.length <= LONGEST_SHOWN) return `A ${form.noun} that works: ${inCode(better)}.`;
  if (better === "" && text.trim() !== "") return "Write it with the letters a to z and digits.";
  return length > form.longest ? `Shorten it: it has ${length} characters, and ${form.longest} fit.` : undefined;
}

/** The nearest text of that form, empty where nothing is left of this one. */
function tidied({ refused, longest, edges = /^[- ]+|[- ]+$/g, single = false }: TextForm, text: string): string {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/ +& +/g, " and ")
    .replaceAll(refused, (run) => (run.trim() === "" || /^[,;]/.test(run) ? " " : "-"))
    .replaceAll(refused, "-");
  const joined = plain.replaceAll(/ *- +| +- */g, " ").replaceAll(/ {2,}/g, " ");
  const alone = single ? joined.replaceAll(/[-_ ]{2,}/g, ([first]) => first ?? "") : joined;
  return alone.replaceAll(edges, "").slice(0, longest).replaceAll(edges, "");
}

function mendOfAccountId(text: string): string {
  const digits = text.replaceAll(/[^0-9]/g, "");
  if (digits.length === 12) return `Write only the digits: ${inCode(JSON.stringify(digits))}.`;
  if (digits.length === 0) return CODES["config/invalid-account-id"].mend;
  return `Write all twelve digits in quotes; here are ${digits.length}.`;
}

const LONGER: Readonly<Record<string, number>> = { m: 1, h: 1, d: 1, w: 7 };

function mendOfDuration(text: string): string {
  const [, digits = "", unit = ""] = /^\s*[+-]?(\d{1,4})\s*([a-z]*)\.?\s*$/i.exec(text) ?? [];
  if (digits === "") return CODES["config/invalid-duration"].mend;
  const count = Number(digits);
  if (count === 0) return "Write `0`.";
  if (unit === "") return `Write ${inCode(`${count}h`)} for hours, ${inCode(`${count}d`)} for days.`;
  const letter = unit.charAt(0).toLowerCase();
  const times = /^mo/i.test(unit) ? undefined : LONGER[letter];
  if (times === undefined) return CODES["config/invalid-duration"].mend;
  return `Write ${inCode(`${count * times}${letter === "w" ? "d" : letter}`)}.`;
}
