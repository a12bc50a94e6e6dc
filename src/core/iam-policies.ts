/** The documents of one role, account by account, with what a person has to know about them. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { payerOf } from "./billing.ts";
import type { Desired } from "./desired.ts";
import { callerStatements } from "./iam-caller.ts";
import { characterCount, documentOf, POLICY_LIMITS, type PolicyDocument, type TrustDocument } from "./iam-document.ts";
import { iamNotes, trustNotes } from "./iam-notes.ts";
import type { IamOptions, IamRole } from "./iam-options.ts";
import { type IamPlace, iamPlaces } from "./iam-place.ts";
import {
  adoptStatements,
  billingStatements,
  costTagReads,
  entryStatements,
  type IamContext,
  readStatements,
  writeStatements,
} from "./iam-statements.ts";
import { type Trust, trustDocument } from "./iam-trust.ts";
import { CALLER } from "./profile.ts";

/** A document, and the accounts that it is for; an account that is not known has no id. */
export interface ForAccounts<D> {
  readonly accounts: readonly { readonly id: string | null; readonly name: string | null }[];
  readonly document: D;
  /** As IAM counts them. */
  readonly characters: number;
}

export interface IamResult {
  readonly role: IamRole;
  readonly policies: readonly ForAccounts<PolicyDocument>[];
  /** Null where none is wanted. */
  readonly trust: readonly ForAccounts<TrustDocument>[] | null;
  /** About the policies. */
  readonly notes: readonly string[];
  readonly trustNotes: readonly string[];
}

/** `declared` is the whole file; `scoped` what of it the run is narrowed to. */
export function iamPolicies(declared: Desired, scoped: Desired, options: IamOptions): IamResult {
  const places = roleContexts(declared, scoped, options);
  const { trust } = options;
  return {
    role: options.role,
    policies: group(
      places.map((context) => ({
        place: context.place,
        document: documentOf(statementsOf(context, declared, options)),
      })),
    ).filter(({ document }) => document.Statement.length > 0),
    trust: trust === null ? null : group(places.map(({ place }) => ({ place, document: trusting(place, trust) }))),
    notes: iamNotes(places, options),
    trustNotes: trustNotes(options),
  };
}

function trusting(place: IamPlace, trust: Trust): TrustDocument {
  return trustDocument(place, place.account ?? "*", trust);
}

/** True where it takes an account to say whose identity provider a role trusts. */
export function lacksAccount(declared: Desired, scoped: Desired, options: IamOptions): boolean {
  return roleContexts(declared, scoped, options).some(({ place }) => place.account === null);
}

/** Where the role is made: in each account, in the payer's alone, or in the one that is entered first. */
function roleContexts(declared: Desired, scoped: Desired, { role, entry, account }: IamOptions): IamContext[] {
  const payer = payerOf(declared);
  const all = iamPlaces(scoped).map((place) => ({ desired: scoped, place, payer }));
  const [first] = all;
  if (first === undefined) return [];
  const inAccount = (id: string | null): IamContext => ({
    ...first,
    place: { ...first.place, account: id, name: null },
  });
  if (entry !== null) return [inAccount(account)];
  if (role !== "billing") return all;
  const own = all.filter(({ place }) => place.account === payer);
  return own.length > 0 ? own : [inAccount(payer === null || payer === CALLER ? account : payer)];
}

function statementsOf(context: IamContext, declared: Desired, options: IamOptions) {
  const { desired, place } = context;
  const { role, adopt, entry } = options;
  if (entry !== null) {
    const isPerhapsPayer = payerOf(declared) === null && declared.costAllocationTags.length > 0;
    return [...entryStatements(iamPlaces(desired), entry), ...(isPerhapsPayer ? [costTagReads()] : [])];
  }
  switch (role) {
    case "plan":
      return readStatements(context);
    case "apply":
      return [...readStatements(context), ...writeStatements(context), ...(adopt ? adoptStatements(context) : [])];
    case "billing":
      return billingStatements();
    case "caller":
      return callerStatements(desired, place, options);
  }
}

interface Placed<D> {
  readonly place: IamPlace;
  readonly document: D;
}

/** Accounts with the same document share it. */
function group<D extends PolicyDocument<unknown>>(placed: readonly Placed<D>[]): ForAccounts<D>[] {
  const groups = new Map<string, ForAccounts<D>>();
  for (const { place, document } of placed) {
    const id = JSON.stringify(document);
    const earlier = groups.get(id)?.accounts ?? [];
    const accounts = [...earlier, { id: place.account, name: place.name }];
    groups.set(id, { accounts, document, characters: characterCount(document) });
  }
  return [...groups.values()];
}

/** Warnings about documents that IAM would refuse in one place or another. */
export function lengthProblems({ role, policies, trust }: IamResult): Diagnostic[] {
  const isRole = role !== "caller";
  return [
    ...policies.flatMap((policy) => tooLong(policy, "managed", isRole ? " Attach it inline." : "")),
    ...(isRole ? policies.flatMap((policy) => tooLong(policy, "inline", "")) : []),
    ...(trust ?? []).flatMap((policy) => tooLong(policy, "trust", "")),
  ];
}

function tooLong(
  { accounts, characters }: ForAccounts<unknown>,
  kind: keyof typeof POLICY_LIMITS,
  then: string,
): Diagnostic[] {
  const limit = POLICY_LIMITS[kind];
  if (characters <= limit) return [];
  const [first] = accounts;
  const where = first?.name ?? first?.id ?? "the account";
  const what =
    kind === "trust" ? "The trust policy" : `The policy, as ${kind === "managed" ? "a managed" : "an inline"} one,`;
  const detail = `${what} of ${where} has ${characters} characters, and IAM takes ${limit}.${then}`;
  return [diagnostic("iam/policy-too-long", { detail })];
}
