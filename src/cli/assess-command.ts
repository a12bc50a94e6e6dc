/** `strata assess`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { AssessContext, AssessOptions } from "../commands/assess.ts";
import { regionProblem } from "../core/init-answers.ts";
import { connectForAssessing } from "./connect.ts";
import { clockOf } from "./deps.ts";
import { envRegion } from "./env-region.ts";
import type { GlobalOptions } from "./global-options.ts";
import { contextOf, outOption, type Registrar } from "./registrar.ts";

const USUAL_DAYS = 90;

interface AssessFlags {
  readonly account: readonly string[];
  readonly organization: boolean;
  readonly region: readonly string[];
  /** Days. */
  readonly expiring: number;
  readonly money: boolean;
}

export function addAssess(registrar: Registrar): void {
  registrar.program
    .command("assess")
    .description("find what is wrong with profiles as they are; no file needed")
    .option(
      "--account <id>",
      "an account to look into, by --role-name (repeatable; default: that of the credentials)",
      everyAccount,
      [],
    )
    .addOption(
      new Option("--organization", "every active account of the organization, by --role-name")
        .default(false)
        .conflicts("account"),
    )
    .option("--region <region>", "a region to look in (repeatable; default: every one with Bedrock)", everyRegion, [])
    .option("--expiring <days>", "tell models that end within so many days, as 90d", days, USUAL_DAYS)
    .option("--no-money", "ask Cost Explorer nothing")
    .addOption(outOption())
    .action(async (own: AssessFlags, command: Command) => {
      refuseScope(command);
      const { assessCommand } = await import("../commands/assess.ts");
      registrar.run.exit = await assessCommand(assessContext(registrar, command), optionsOf(registrar, own, command));
    });
}

function assessContext(registrar: Registrar, command: Command): AssessContext {
  const { edge, cleanup } = registrar;
  const options = command.optsWithGlobals<GlobalOptions>();
  const context = contextOf(registrar, command);
  const { view } = context;
  return {
    ...context,
    assessPorts: (homeRegion) =>
      connectForAssessing({ edge, options, homeRegion, cleanup, view, clock: clockOf(edge) }),
  };
}

function optionsOf({ edge }: Registrar, own: AssessFlags, command: Command): AssessOptions {
  const { format, roleName, billingRoleName, externalId } = command.optsWithGlobals<GlobalOptions>();
  const { env } = edge;
  const { account: accounts, organization, region: regions, expiring: expiringDays, money } = own;
  return {
    ...{ accounts, organization, regions, expiringDays, money },
    homeRegion: regions[0] ?? envRegion(env) ?? "us-east-1",
    format: format as AssessOptions["format"], // `refuseFormat` has let no other through
    roleName: roleName ?? (env.STRATA_ROLE_NAME || null),
    externalId: externalId ?? null,
    again: [
      ...accounts.flatMap((id) => ["--account", id]),
      ...(organization ? ["--organization"] : []),
      ...regions.flatMap((region) => ["--region", region]),
      ...(expiringDays === USUAL_DAYS ? [] : ["--expiring", `${expiringDays}d`]),
      ...(money ? [] : ["--no-money"]),
      ...(roleName === undefined ? [] : ["--role-name", roleName]),
      ...(billingRoleName === undefined ? [] : ["--billing-role-name", billingRoleName]),
      ...(externalId === undefined ? [] : ["--external-id", externalId]),
    ],
  };
}

/** It is about whole accounts and regions, which have options of their own here. */
function refuseScope(command: Command): void {
  const { target, only, exclude } = command.optsWithGlobals<GlobalOptions>();
  if (target.length + only.length + exclude.length === 0) return;
  command.error(
    "error: assess looks at whole accounts: it takes --account and --region, no --target, --only and --exclude",
  );
}

function everyAccount(text: string, earlier: readonly string[]): string[] {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("It takes the id of an account, 12 digits.");
  return [...earlier, text];
}

function everyRegion(text: string, earlier: readonly string[]): string[] {
  const problem = regionProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return [...earlier, text];
}

function days(text: string): number {
  const [, count] = /^([1-9]\d{0,3})d$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError("It takes days, as 90d.");
  return Number(count);
}
