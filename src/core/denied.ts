/** What could not be asked in several targets: said once, however many they are. Pure. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { compareTargets, type Target, targetId } from "./profile.ts";

const DETAILS = {
  "aws/tags-read-one-by-one": (where: string) => `tag:GetResources is denied in ${where}.`,
  "aws/lifecycles-unread": (where: string) =>
    `bedrock:ListFoundationModels in ${where} gave no answer: which models end there is not known.`,
  "aws/use-unknown": (where: string) =>
    `cloudwatch:GetMetricData is denied in ${where}: what ends there may still be called.`,
} as const;

export type DeniedCode = keyof typeof DETAILS;
const CODES = Object.keys(DETAILS) as DeniedCode[];

/** Targets that are named; the others are counted. */
const NAMED = 3;

/** None where there are no targets. Their order does not matter. */
export function deniedIn(code: DeniedCode, targets: readonly Target[]): Diagnostic[] {
  if (targets.length === 0) return [];
  const sorted = [...targets].sort(compareTargets);
  const named = sorted.slice(0, NAMED).map(targetId).join(", ");
  const more = sorted.length - NAMED;
  const where = more > 0 ? `${named} and ${more} more targets` : named;
  const all = sorted.map(({ account, region }) => ({ account, region }));
  return [diagnostic(code, { detail: DETAILS[code](where), targets: all })];
}

/** The same warnings of several runs as one of each, with the targets of all. */
export function joinDenied(found: readonly Diagnostic[]): Diagnostic[] {
  const others = found.filter(({ targets }) => targets === undefined);
  const joined = CODES.flatMap((code) =>
    deniedIn(
      code,
      found.filter((one) => one.code === code).flatMap(({ targets = [] }) => targets),
    ),
  );
  return [...others, ...joined];
}
