/** The options that every command takes, and how they are parsed. */
import { type Command, Option } from "commander";
import type { Behaviour } from "../sandbox/behaviour.ts";
import type { Fault } from "../sandbox/faults.ts";
import { behaviourOption, faultOption, refuseFaultsOnAws } from "./fault-option.ts";
import { type AnyFormat, FORMATS } from "./formats.ts";
import { everyOne, externalId, roleName } from "./option-values.ts";

/** Their values. */
export interface GlobalOptions {
  readonly config: string;
  readonly target: readonly string[];
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly sandbox: boolean;
  readonly sandboxState: string;
  readonly fault: readonly Fault[];
  readonly behaviour: Partial<Behaviour>;
  readonly format: AnyFormat;
  readonly color: "auto" | "always" | "never";
  readonly progress: boolean;
  readonly out?: string;
  readonly roleName?: string;
  readonly billingRoleName?: string;
  readonly externalId?: string;
  readonly debug: boolean;
}

export const DEFAULTS = { config: "profiles.yaml", sandboxState: ".strata/sandbox.json" } as const;

export function addGlobalOptions(program: Command): void {
  program
    .option("--config <file>", "the configuration file", DEFAULTS.config)
    .option("--target <account/region>", "only this target (repeatable; * stands for any)", everyOne, [])
    .option("--only <glob>", "only profiles of these names (repeatable)", everyOne, [])
    .option("--exclude <glob>", "no profiles of these names (repeatable)", everyOne, [])
    .option("--sandbox", "use the built-in AWS stand-in instead of AWS", false)
    .option("--sandbox-state <file>", "its state", DEFAULTS.sandboxState)
    .option("--fault <spec>", "a fault of it, as error:probability=0.05 (repeatable)", faultOption, [])
    .option("--behaviour <name=value>", "a switch of it, as listLagMs=2000 (repeatable)", behaviourOption, {})
    .addOption(formatOption())
    .addOption(new Option("--color <when>", "colour the text").choices(["auto", "always", "never"]).default("auto"))
    .option("--no-progress", "lines instead of progress that moves")
    .option("--role-name <name>", "role to assume in each account (STRATA_ROLE_NAME)", roleName)
    .option("--billing-role-name <name>", "role of the account that pays (STRATA_BILLING_ROLE_NAME)", roleName)
    .option("--external-id <id>", "external id that the role asks for", externalId)
    .option("--debug", "show the stack of an internal error", false)
    .hook("preAction", (_, command) => refuseFaultsOnAws(command));
}

/** Help and completion know all formats; `refuseFormat` takes those of the command that runs, and names no others. */
function formatOption(): Option {
  const option = new Option("--format <format>", "how the result is written").choices(FORMATS).default("text");
  return option.argParser((text) => text);
}
