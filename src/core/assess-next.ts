/** The command to run after an assessment: with the accounts and regions that were found. */
import { type Estate, type EstateProfile, isAnyRead, isWhole } from "./assess.ts";
import { STACK_TAG } from "./ownership.ts";
import { compareTargets, compareText, type Target, targetId } from "./profile.ts";

/** What of the command line the next command has to repeat. */
export interface NextContext {
  /** `--sandbox` and the like. */
  readonly repeatFlags: readonly string[];
  readonly roleName: string | null;
  readonly externalId: string | null;
  /** A file that is not there yet, for an import to begin. */
  readonly file: string;
  /** The options of this assessment, for another one of the same. */
  readonly again: readonly string[];
}

export interface NextStep {
  /** `assess` where too little could be read to tell. */
  readonly command: "import" | "init" | "drift" | "assess";
  /** The words of the command, not quoted for any shell. */
  readonly words: readonly string[];
  /** Profiles that an import writes down. */
  readonly profiles: number;
  /** Accounts of the command that were read with the caller's own credentials, while it assumes the role in each. */
  readonly roleMissingIn: readonly string[];
  /** What an import begins, where that is not the usual file, since there is one already. */
  readonly ownFile: string | null;
}

/** Only a name to begin with: whoever runs the command may choose another. */
const STACK = "genai";

/** With the mark of a stack that is there, its profiles would count as ours, and as not declared. */
function freshStack({ profiles }: Estate): string {
  const taken = new Set(profiles.map(({ tags }) => tags?.[STACK_TAG]));
  let name = STACK;
  for (let number = 2; taken.has(name); number += 1) name = `${STACK}-${number}`;
  return name;
}

/** Where a configuration is by default. */
export const USUAL_FILE = "profiles.yaml";

export function nextStep(estate: Estate, context: NextContext): NextStep {
  const importable = estate.profiles.filter(({ manager }) => manager === "nobody" || manager === "terraform");
  if (importable.length > 0) return importStep(estate, importable, context);
  const command = commandOf(estate);
  // `init` asks nobody.
  const flags = { drift: context.repeatFlags, init: [], assess: [...context.repeatFlags, ...context.again] };
  return { command, words: ["strata", command, ...flags[command]], profiles: 0, roleMissingIn: [], ownFile: null };
}

/** Where nothing is known to want an import. What nobody could read may want one all the same. */
function commandOf(estate: Estate): "drift" | "init" | "assess" {
  const { profiles } = estate;
  const isUnknown = profiles.some(({ manager }) => manager === "unknown");
  if (!isUnknown && profiles.some(({ manager }) => manager === "strata")) return "drift";
  return isWhole(estate) && isAnyRead(estate) ? "init" : "assess";
}

function importStep(estate: Estate, profiles: readonly EstateProfile[], context: NextContext): NextStep {
  const { repeatFlags, roleName, externalId, file } = context;
  const regions = [...new Set(profiles.map(({ region }) => region))].sort(compareText);
  const ids = new Set(profiles.map(({ account }) => account));
  const accounts = estate.accounts.filter(({ id }) => ids.has(id));
  const byCaller = accounts.filter(({ through }) => through === "caller").map(({ id }) => id);
  // Without a name the account is that of the credentials, which no role reaches then.
  const isOwn = accounts.length === 1 && byCaller.length === 1;
  const names = accountNames(accounts);
  const ownFile = file === USUAL_FILE ? null : file;
  const words = [
    ...["strata", "import", ...repeatFlags, ...(ownFile === null ? [] : ["--config", ownFile])],
    ...["--stack", freshStack(estate)],
    ...(isOwn ? [] : accounts.flatMap(({ id }) => ["--account", `${names.get(id)}=${id}`])),
    ...regions.flatMap((region) => ["--region", region]),
    ...targetsOf(estate, profiles, { accounts, regions }).flatMap((target) => ["--target", targetId(target)]),
    ...(isOwn || roleName === null ? [] : ["--role-name", roleName]),
    ...(isOwn || externalId === null ? [] : ["--external-id", externalId]),
    ...["--out", file],
  ];
  const roleMissingIn = isOwn ? [] : byCaller;
  return { command: "import", words, profiles: profiles.length, roleMissingIn, ownFile };
}

/** The import looks into every region of every account; where one of these cannot be read, only those with profiles. */
function targetsOf(
  { targets }: Estate,
  profiles: readonly EstateProfile[],
  asked: { readonly accounts: Estate["accounts"]; readonly regions: readonly string[] },
): Target[] {
  const ids = new Set(asked.accounts.map(({ id }) => id));
  const isAsked = ({ account, region }: Target): boolean => ids.has(account) && asked.regions.includes(region);
  if (targets.every((target) => target.status === "read" || !isAsked(target))) return [];
  const byId = new Map(profiles.map(({ account, region }) => [targetId({ account, region }), { account, region }]));
  return [...byId.values()].sort(compareTargets);
}

/** A name that the file may give each account: the organization's where it can be one and is the only one. */
function accountNames(accounts: Estate["accounts"]): ReadonlyMap<string, string> {
  const slugs = accounts.map(({ name }) => slugOf(name ?? ""));
  return new Map(
    accounts.map(({ id }, at) => {
      const slug = slugs[at] ?? "";
      const isOnly = slug !== "" && slugs.filter((one) => one === slug).length === 1;
      return [id, isOnly ? slug : `account-${id}`];
    }),
  );
}

/** `Search & Discovery (prod)` → `search-discovery-prod`. */
function slugOf(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, 40).replace(/-$/, "");
}
