/** IAM policy documents as data: what the `iam` command builds, and what its renderers write. */
import { compareText } from "./profile.ts";

/** Operator → condition key → values, of which one has to fit. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Spelled as in IAM's JSON. Strata only ever allows: what it does not name stays denied. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** A statement of a trust policy: who may become the role. */
export interface TrustStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly Federated: string } | { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Condition?: Conditions;
}

export interface PolicyDocument<S = Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly S[];
}

export type TrustDocument = PolicyDocument<TrustStatement>;

/** IAM's quotas in characters, of which blanks do not count. The one for trust policies can be raised. */
export const POLICY_LIMITS = { managed: 6_144, inline: 10_240, trust: 2_048 } as const;

export function documentOf<S>(statements: readonly S[]): PolicyDocument<S> {
  return { Version: "2012-10-17", Statement: statements };
}

export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  ...conditions: readonly Conditions[]
): Statement {
  const condition = mergeConditions(conditions);
  return {
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

/** All of them have to hold; operators and keys in code-unit order, so that a document never changes by chance. */
export function mergeConditions(conditions: readonly Conditions[]): Conditions {
  const merged = new Map<string, Map<string, readonly string[]>>();
  for (const [operator, keys] of conditions.flatMap((condition) => Object.entries(condition))) {
    const known = merged.get(operator) ?? new Map<string, readonly string[]>();
    for (const [key, values] of Object.entries(keys)) known.set(key, values);
    merged.set(operator, known);
  }
  const inOrder = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(inOrder(merged).map(([operator, keys]) => [operator, Object.fromEntries(inOrder(keys))]));
}

/** As IAM counts a document's length. */
export function characterCount(document: PolicyDocument<unknown>): number {
  return JSON.stringify(document).replace(/\s/g, "").length;
}
