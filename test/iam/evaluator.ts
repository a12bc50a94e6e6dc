/**
 * Decides whether policies allow a call, as IAM's documentation says it does
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and
 * reference_policies_elements_condition_operators.html). Knows what Strata's policies use, and throws at the rest.
 */

/** A call about one resource: IAM decides each resource of a call by itself. */
export interface Request {
  readonly action: string;
  /** `*` for actions that know no resources. */
  readonly resource: string;
  /** Condition keys that the call has; tags as `aws:ResourceTag/KEY` and `aws:RequestTag/KEY`. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface Trusting {
  readonly action: string;
  readonly principal: { readonly Federated: string } | { readonly AWS: string };
  readonly context: Request["context"];
}

interface RawStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Keys that exist (the part after `/` of tag keys left out), in lower case. A slip in a key would else never show. */
const KEYS = [
  "aws:resourcetag/",
  "aws:requesttag/",
  "aws:tagkeys",
  "aws:requestedregion",
  "bedrock:inferenceprofilearn",
  "sts:externalid",
  "token.actions.githubusercontent.com:aud",
  "token.actions.githubusercontent.com:sub",
  "token.actions.githubusercontent.com:job_workflow_ref",
];

/** An explicit deny wins; else one allowing statement is enough. */
export function isAllowed(documents: readonly object[], request: Request): boolean {
  const fits = (statement: RawStatement): boolean =>
    anyOf(texts(statement.Action), (pattern) => matches(pattern.toLowerCase(), request.action.toLowerCase())) &&
    anyOf(texts(statement.Resource), (pattern) => matches(pattern, request.resource)) &&
    conditionsHold(statement.Condition, request.context);
  const found = documents.flatMap(statementsOf).filter(fits);
  return !found.some(({ Effect }) => Effect === "Deny") && found.some(({ Effect }) => Effect === "Allow");
}

/** The same for a trust policy. */
export function trusts(document: object, { action, principal, context }: Trusting): boolean {
  return statementsOf(document).some(
    (statement) =>
      texts(statement.Action).includes(action) &&
      JSON.stringify(statement.Principal) === JSON.stringify(principal) &&
      conditionsHold(statement.Condition, context),
  );
}

function statementsOf(document: object): RawStatement[] {
  const { Version, Statement, ...others } = document as { Version?: unknown; Statement?: unknown };
  if (Version !== "2012-10-17" || !Array.isArray(Statement)) throw new Error("not a policy of this language");
  refuseOthers(others);
  return Statement.map((statement: RawStatement) => {
    const { Sid, Effect, Action, Resource, Principal, Condition, ...unknown } = statement;
    refuseOthers(unknown);
    if (Effect !== "Allow" && Effect !== "Deny") throw new Error(`Effect ${String(Effect)}`);
    if (Sid !== undefined && !/^[A-Za-z0-9]+$/.test(Sid)) throw new Error(`Sid ${Sid}`);
    if ((Resource === undefined) === (Principal === undefined)) throw new Error("Resource or Principal, not both");
    return { Effect, Action, Resource, Principal, Condition };
  });
}

function refuseOthers(others: object): void {
  const [first] = Object.keys(others);
  if (first !== undefined) throw new Error(`unknown element ${first}`);
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  for (const item of list) {
    if (typeof item !== "string") throw new Error(`not a text: ${JSON.stringify(item)}`);
    if (item.includes("$")) throw new Error(`a policy variable: ${item}`);
  }
  if (list.length === 0) throw new Error("an empty list");
  return list as string[];
}

/** Every operator and every key has to hold; of a key's values one. */
function conditionsHold(condition: unknown, context: Request["context"]): boolean {
  const operators = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>);
  return operators.every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, texts(values), told(key, context))),
  );
}

/** What the call says about a key, whose case does not count; undefined where it has none. */
function told(key: string, context: Request["context"]): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  const isKnown = KEYS.some((known) => (known.endsWith("/") ? wanted.startsWith(known) : wanted === known));
  if (!isKnown || wanted.endsWith("/")) throw new Error(`unknown condition key ${key}`);
  const found = Object.entries(context).filter(([name]) => name.toLowerCase() === wanted);
  if (found.length > 1) throw new Error(`${key} twice, apart by case alone`);
  const value = found[0]?.[1];
  return value === undefined ? undefined : typeof value === "string" ? [value] : value;
}

function holds(operator: string, values: readonly string[], own: readonly string[] | undefined): boolean {
  const qualified = /^(ForAllValues|ForAnyValue):(.+)$/.exec(operator);
  if (qualified !== null) {
    const one = (value: string): boolean => holds(qualified[2] ?? "", values, [value]);
    return qualified[1] === "ForAllValues" ? (own ?? []).every(one) : (own ?? []).some(one);
  }
  if (operator === "Null") return anyOf(values, (value) => (value === "true") === (own === undefined));
  if (operator.endsWith("IfExists")) return own === undefined || holds(operator.slice(0, -8), values, own);
  if (own !== undefined && own.length !== 1) throw new Error(`${operator} on a key with ${own.length} values`);
  const [text] = own ?? [];
  const equal = (value: string): boolean => text !== undefined && value === text;
  const like = (value: string): boolean => text !== undefined && matches(value, text);
  switch (operator) {
    case "StringEquals":
      return anyOf(values, equal);
    case "StringNotEquals":
      return !anyOf(values, equal);
    case "StringLike":
      return anyOf(values, like);
    case "StringNotLike":
      return !anyOf(values, like);
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function anyOf(values: readonly string[], test: (value: string) => boolean): boolean {
  return values.some(test);
}

/** `*` any text, also none; `?` one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}
