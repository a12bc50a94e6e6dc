/** `strata assess`: what is wrong with whatever inference profiles there are. Needs no file, and only reads. */
import { type EstateSpend, type EstateTarget, isWhole } from "../core/assess.ts";
import { billableKeys } from "../core/assess-keys.ts";
import { USUAL_FILE } from "../core/assess-next.ts";
import { type Assessment, assessmentOf } from "../core/assess-report.ts";
import { unreadAccounts, unreadTargets } from "../core/assess-unread.ts";
import { costExplorerFor } from "../core/billing.ts";
import { knownRegionsLike } from "../core/known-regions.ts";
import { CALLER, compareText, targetId } from "../core/profile.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { assessSpend } from "../engine/assess-spend.ts";
import type { CostPorts } from "../engine/ports/costs.ts";
import type { OrganizationReader } from "../engine/ports/organization.ts";
import { type EstateRead, readEstate } from "../engine/read-estate.ts";
import { renderAssessCsv } from "../render/assess-csv.ts";
import { renderAssessJson } from "../render/assess-json.ts";
import { renderAssessMarkdown } from "../render/assess-markdown.ts";
import { renderAssessText } from "../render/assess-text.ts";
import { faultText } from "../render/fault-text.ts";
import { countOf } from "../render/plan-words.ts";
import { type AssessedAccounts, findAccounts } from "./assess-accounts.ts";
import type { CommandContext, Connect } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { tellReading } from "./look.ts";

export interface AssessPorts extends CostPorts {
  readonly organization: OrganizationReader;
}

/** What only `assess` is handed. */
export interface AssessContext extends CommandContext {
  readonly assessPorts: Connect<AssessPorts>;
}

export interface AssessOptions {
  /** Ids; none stands for the caller's own account. */
  readonly accounts: readonly string[];
  /** Every active account of the organization instead. */
  readonly organization: boolean;
  /** None stands for every known one of the home region's partition. */
  readonly regions: readonly string[];
  /** Where calls go that belong to no target. */
  readonly homeRegion: string;
  /** Models that end within so many days are told. */
  readonly expiringDays: number;
  /** False asks Cost Explorer nothing. */
  readonly money: boolean;
  readonly format: "text" | "json" | "csv" | "markdown" | "html";
  /** What the next command has to repeat. */
  readonly roleName: string | null;
  readonly externalId: string | null;
  /** All options that say what is looked into, and how: another assessment repeats them. */
  readonly again: readonly string[];
}

export async function assessCommand(context: AssessContext, options: AssessOptions): Promise<ExitCode> {
  const ports = await context.assessPorts(options.homeRegion);
  const found = await findAccounts(context, ports, options);
  if (!found.ok) return found.exit;
  const read = await readAll(context, ports, options, found.value);
  const at = context.clock.now();
  const estate = { ...read, at, expiringDays: options.expiringDays };
  const spend = await spendOf(context, ports, options, found.value, read);
  const { repeatFlags } = context;
  const { roleName, externalId, again } = options;
  const next = { repeatFlags: withoutConfig(repeatFlags), roleName, externalId, again, file: await freeFile(context) };
  const assessment = assessmentOf(estate, spend, next);
  context.view.result(await render(context, assessment, options.format));
  context.view.diagnostics(unreadDiagnostics(read), new Map());
  return isWhole(estate) && assessment.verdict !== "unreadable" ? EXIT.done : EXIT.unreadable;
}

/** The file that an assessment never reads is not named by what it suggests either. */
function withoutConfig(flags: readonly string[]): string[] {
  const at = flags.indexOf("--config");
  return at < 0 ? [...flags] : [...flags.slice(0, at), ...flags.slice(at + 2)];
}

/** The usual file is not read, but an import cannot begin it where it is there. */
async function freeFile({ files }: CommandContext): Promise<string> {
  let file: string = USUAL_FILE;
  for (let number = 2; (await files.read(file)).status !== "missing"; number += 1) file = `profiles-${number}.yaml`;
  return file;
}

async function readAll(
  context: AssessContext,
  ports: AssessPorts,
  { regions, homeRegion, expiringDays }: AssessOptions,
  { accounts, caller, byRole }: AssessedAccounts,
): Promise<EstateRead> {
  const wanted = regions.length > 0 ? [...new Set(regions)] : knownRegionsLike(homeRegion).sort(compareText);
  const told = tellReading(context.view);
  told.onTargets(accounts.flatMap(({ id: account }) => wanted.map((region) => ({ target: { account, region } }))));
  return readEstate({ accounts, regions: wanted, caller, byRole, expiringDays }, ports, context.clock, {
    begun: told.onBegin,
    ended: ({ account, region, fault }: EstateTarget) => {
      const target = { account, region };
      if (fault === null) told.onTarget({ target, status: "read", live: [], catalogue: {} });
      else told.onTarget({ target, status: "unreadable", fault });
    },
  });
}

/** The caller's own account is asked, or the role for billing in it: what it may see is what can be told. */
async function spendOf(
  context: AssessContext,
  ports: AssessPorts,
  { money, homeRegion, regions }: AssessOptions,
  { accounts, caller, isOrganization }: AssessedAccounts,
  read: EstateRead,
): Promise<EstateSpend> {
  if (!money) return { status: "not-asked", reason: "no-money" };
  if (read.profiles.length === 0) return { status: "not-asked", reason: "no-profiles" };
  const region = costExplorerFor(homeRegion);
  if (region === null) return { status: "not-asked", reason: "no-cost-explorer" };
  const payer = { account: ports.billing.hasOwnRole ? caller : CALLER, region };
  const asked = { costs: ports.costs(payer), billing: ports.billing.reader(payer) };
  const month = { now: context.clock.now(), accounts: isOrganization ? null : accounts.map(({ id }) => id) };
  // A region that is closed now may hold profiles of that month.
  const isAll = regions.length === 0 && isWhole(read) && read.targets.every(({ status }) => status !== "closed");
  const carried = billableKeys(read.profiles).map(({ key }) => key);
  return assessSpend(asked, { carried, isAll }, month);
}

async function render(
  { style }: AssessContext,
  assessment: Assessment,
  format: AssessOptions["format"],
): Promise<string> {
  switch (format) {
    case "json":
      return renderAssessJson(assessment);
    case "csv":
      return renderAssessCsv(assessment);
    case "markdown":
      return renderAssessMarkdown(assessment);
    case "html": {
      // Brings a chart library with it.
      const { renderAssessHtml } = await import("../render/assess-html.ts");
      return renderAssessHtml(assessment);
    }
    case "text":
      return renderAssessText(assessment, style);
  }
}

/** One for each cause, however many places it kept from being read. */
function unreadDiagnostics(read: EstateRead): Diagnostic[] {
  return [
    ...unreadAccounts(read).map(({ first: { id, name }, all, fault }) => {
      const who = `${name === null ? id : `${id} ${name}`}${moreText(all.length - 1, "account")}`;
      return diagnostic("aws/account-unreachable", { detail: `${who}: ${faultText(fault)}` });
    }),
    ...unreadTargets(read).map(({ first: { account, region }, all, fault }) => {
      const target = { account, region };
      const where = `${targetId(target)}${moreText(all.length - 1, "target")}`;
      const detail = `${fault.operation} in ${where}: ${fault.message}`;
      return diagnostic("aws/target-unreadable", { detail, ...(all.length === 1 ? { target } : {}) });
    }),
  ];
}

function moreText(count: number, what: string): string {
  return count === 0 ? "" : ` and ${countOf(count, `more ${what}`, `more ${what}s`)}`;
}
