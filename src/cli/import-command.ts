/** `strata import`: reads AWS and Terraform states, writes YAML. */
import { type Command, InvalidArgumentError } from "commander";
import { everyOne } from "./option-values.ts";
import { contextOf, outOption, type Registrar } from "./registrar.ts";

interface ImportFlags {
  readonly stack?: string;
  readonly region: readonly string[];
  readonly account: readonly NamedAccount[];
  readonly fromTfstate: readonly string[];
  /** True without files. */
  readonly verify: boolean | readonly string[];
}

interface NamedAccount {
  readonly name: string;
  readonly id: string;
}

export function addImport(registrar: Registrar): void {
  registrar.program
    .command("import")
    .description("write YAML that takes over unmanaged profiles with their ARNs")
    .option("--from-tfstate <files...>", "take over those of Terraform or OpenTofu states, with exact sources", [])
    .option("--verify [files...]", "prove that the ARNs of these states or JSON results are the same, and ours", false)
    .option("--stack <name>", "the stack of the file that is begun")
    .option("--region <region>", "a region to look in (repeatable)", everyOne, [])
    .option("--account <name=id>", "an account to look in (repeatable)", everyAccount, [])
    .addOption(outOption())
    .action(async (own: ImportFlags, command: Command) => {
      const context = contextOf(registrar, command);
      const { fromTfstate: states, stack, region: regions, account: accounts } = own;
      if (own.verify !== false) {
        refuseBeginning(own, command);
        const { verifyCommand } = await import("../commands/import-verify.ts");
        const files = own.verify === true ? states : [...own.verify, ...states];
        registrar.run.exit = await verifyCommand(context, files);
        return;
      }
      const { importCommand } = await import("../commands/import.ts");
      const fresh = { regions, accounts, ...(stack === undefined ? {} : { stack }) };
      registrar.run.exit = await importCommand(context, { fresh, states });
    });
}

/** A proof is about a configuration that is there. */
function refuseBeginning({ stack, region, account }: ImportFlags, command: Command): void {
  if (stack === undefined && region.length + account.length === 0) return;
  command.error("error: --verify takes no --stack, --region or --account: it reads the configuration");
}

function everyAccount(text: string, earlier: readonly NamedAccount[]): NamedAccount[] {
  const [, name, id] = /^([^=]+)=(\d{12})$/.exec(text) ?? [];
  if (name === undefined || id === undefined) throw new InvalidArgumentError("It takes NAME=ID, the id of 12 digits.");
  return [...earlier, { name, id }];
}
