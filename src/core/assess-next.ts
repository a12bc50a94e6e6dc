/** The command to run after an assessment: with the accounts and regions that were found. */
import type { Estate, EstateProfile } from "./assess.ts";
import { STACK_TAG } from "./ownership.ts";
import { compareText } from "./profile.ts";

/** What of the command line the next command has to repeat. */
export interface NextContext {
  /** `--sandbox` and the like. */
  readonly repeatFlags: readonly string[];
  readonly roleName: string | null;
  readonly externalId: string | null;
}

export interface NextStep {
  readonly command: "import" | "init" | "drift";
  /** The words of the command, not quoted for any shell. */
  readonly words: readonly string[];
  /** Profiles that an import writes down. */
  readonly profiles: number;
  /** Accounts of the command that were read with the caller's own credentials, while it assumes the role in each. */
  readonly roleMissingIn: readonly string[];
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

const FILE = "profiles.yaml";

export function nextStep(estate: Estate, context: NextContext): NextStep {
  const importable = estate.profiles.filter(({ manager }) => manager === "nobody" || manager === "terraform");
  if (importable.length > 0) return importStep(estate, importable, context);
  const isStrata = estate.profiles.some(({ manager }) => manager === "strata");
  const command = isStrata ? "drift" : "init";
  // `init` asks nobody.
  const words = ["strata", command, ...(isStrata ? context.repeatFlags : [])];
  return { command, words, profiles: 0, roleMissingIn: [] };
}

function importStep(estate: Estate, profiles: readonly EstateProfile[], context: NextContext): NextStep {
  const { repeatFlags, roleName, externalId } = context;
  const regions = [...new Set(profiles.map(({ region }) => region))].sort(compareText);
  const ids = new Set(profiles.map(({ account }) => account));
  const accounts = estate.accounts.filter(({ id }) => ids.has(id));
  const byCaller = accounts.filter(({ through }) => through === "caller").map(({ id }) => id);
  // Without a name the account is that of the credentials, which no role reaches then.
  const isOwn = accounts.length === 1 && byCaller.length === 1;
  const names = accountNames(accounts);
  const words = [
    ...["strata", "import", ...repeatFlags, "--stack", freshStack(estate)],
    ...(isOwn ? [] : accounts.flatMap(({ id }) => ["--account", `${names.get(id)}=${id}`])),
    ...regions.flatMap((region) => ["--region", region]),
    ...(isOwn || roleName === null ? [] : ["--role-name", roleName]),
    ...(isOwn || externalId === null ? [] : ["--external-id", externalId]),
    ...["--out", FILE],
  ];
  return { command: "import", words, profiles: profiles.length, roleMissingIn: isOwn ? [] : byCaller };
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
