/** Options that every command takes. */
import { type Command, Option } from "commander";
import { DEFAULTS } from "./deps.ts";
import { everyOne } from "./option-values.ts";

export function addGlobalOptions(program: Command): void {
  program
    .option("--config <file>", "the configuration file", DEFAULTS.config)
    .option("--target <account/region>", "only this target (repeatable; * stands for any)", everyOne, [])
    .option("--only <glob>", "only profiles of these names (repeatable)", everyOne, [])
    .option("--exclude <glob>", "no profiles of these names (repeatable)", everyOne, [])
    .option("--sandbox", "use the built-in AWS stand-in instead of AWS", false)
    .option("--sandbox-state <file>", "where the sandbox keeps its state", DEFAULTS.sandboxState)
    .addOption(new Option("--format <format>", "how the result is written").choices(["text", "json"]).default("text"))
    .addOption(new Option("--color <when>", "colour the text").choices(["auto", "always", "never"]).default("auto"))
    .option("--role-name <name>", "role to assume in every account (or STRATA_ROLE_NAME)")
    .option("--external-id <id>", "external id that the role asks for")
    .option("--debug", "show the stack of an internal error", false);
}
