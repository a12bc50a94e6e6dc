/** Whether saved plans are all the parts of one plan, and why not: each reason by itself. Pure. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Plan } from "./plan.ts";
import { targetId } from "./profile.ts";

/** A saved plan, and the file that it is from. */
export interface SavedPart {
  readonly file: string;
  readonly plan: Plan;
}

/** A saved plan where only a whole one will do; undefined for a whole one. */
export function partAlone({ file, plan: { shard } }: SavedPart): Diagnostic | undefined {
  if (shard === undefined) return undefined;
  return problem("approval/part-alone", `${file} is the part of shard ${shard.index}/${shard.count}.`);
}

/** Empty where they are. */
export function partProblems(saved: readonly SavedPart[]): Diagnostic[] {
  const whole = saved.filter(({ plan }) => plan.shard === undefined);
  if (whole.length > 0)
    return whole.map(({ file }) => problem("merge/not-a-part", `${file} is a whole plan, or drift.`));
  // What comes of one problem is no other.
  const found = [differences, indexProblems, overlaps].map((problems) => problems(saved));
  return found.find((problems) => problems.length > 0) ?? [];
}

function problem(code: Diagnostic["code"], detail: string): Diagnostic {
  return diagnostic(code, { detail });
}

/** What all parts of one plan agree in, by the words for it. */
const AGREED: Readonly<Record<string, (plan: Plan) => unknown>> = {
  stack: ({ stack }) => stack,
  "number of shards": ({ shard }) => shard?.count,
  "version of Strata": ({ shard }) => shard?.version,
  "configuration or account of the credentials": ({ shard }) => shard?.configuration,
  scope: ({ scope }) => scope,
  base: ({ base }) => base,
};

function differences(saved: readonly SavedPart[]): Diagnostic[] {
  const [first, ...others] = saved;
  if (first === undefined) return [];
  return others.flatMap(({ file, plan }) => {
    const differing = Object.entries(AGREED).filter(
      ([, of]) => JSON.stringify(of(plan)) !== JSON.stringify(of(first.plan)),
    );
    const words = differing.map(([word, of]) => `${word}${valuesText(of(first.plan), of(plan))}`);
    if (words.length === 0) return [];
    return [problem("merge/other-plan", `${first.file} and ${file} differ in ${words.join(", ")}.`)];
  });
}

/** Digests and whole scopes say nothing to anybody. */
function valuesText(one: unknown, other: unknown): string {
  const isShort = (value: unknown): boolean =>
    typeof value === "number" || (typeof value === "string" && value.length < 64);
  return isShort(one) && isShort(other) ? ` (${one}, ${other})` : "";
}

function indexProblems(saved: readonly SavedPart[]): Diagnostic[] {
  const count = saved[0]?.plan.shard?.count ?? 0;
  const files = new Map<number, string[]>();
  for (const { file, plan } of saved) {
    const index = plan.shard?.index ?? 0;
    files.set(index, [...(files.get(index) ?? []), file]);
  }
  const all = Array.from({ length: count }, (_, at) => at + 1);
  const missing = all.filter((index) => !files.has(index)).map((index) => `${index}/${count}`);
  const twice = [...files].filter(([, named]) => named.length > 1);
  return [
    ...(missing.length === 0
      ? []
      : [problem("merge/not-whole", `No file is the part of shard ${missing.join(", ")}.`)]),
    ...twice.map(([index, named]) =>
      problem("merge/not-whole", `${named.join(" and ")} are both the part of shard ${index}/${count}.`),
    ),
  ];
}

function overlaps(saved: readonly SavedPart[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return saved.flatMap(({ file, plan }) =>
    plan.targets.map(targetId).flatMap((id) => {
      const owner = owners.get(id);
      owners.set(id, file);
      if (owner === undefined || owner === file) return [];
      return [problem("merge/not-whole", `The target ${id} is in ${owner} and in ${file}.`)];
    }),
  );
}
