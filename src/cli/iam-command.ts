/** `strata iam plan|apply|billing|caller`: prints policies, and knows neither AWS nor the network. */
import { dirname } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { IamFlags, IamForm } from "../commands/iam-question.ts";
import type { IamRole } from "../core/iam-options.ts";
import {
  environmentProblem,
  principalProblem,
  subjectPrefixProblem,
  subjectProblem,
  workflowRefProblem,
} from "../core/iam-trust.ts";
import { repositoryProblem } from "../core/init-answers.ts";
import { isPlainBranch } from "../core/init-repository.ts";
import type { GlobalOptions } from "./global-options.ts";
import { contextOf, outOption, type Registrar } from "./registrar.ts";

/** As commander parses them; those that a role does not take are missing. */
interface OwnOptions {
  readonly as: IamForm;
  readonly account?: string;
  readonly adopt?: boolean;
  readonly anyModel?: boolean;
  readonly entry?: boolean;
  readonly trust?: boolean;
  readonly repository?: string;
  readonly branch?: string;
  readonly environment?: string;
  readonly subjectPrefix?: string;
  readonly subject?: readonly string[];
  readonly workflowRef?: string;
  readonly principal?: string;
}

const USUAL_ENVIRONMENT = "bedrock-apply";

export function addIam(registrar: Registrar): void {
  const iam = registrar.program
    .command("iam")
    .description("print the least-privilege policies of the roles around this file");
  const plan = addRole(registrar, iam, "plan", "policy of the role that reads, for plans and drift");
  addEntry(addTrust(plan));
  const apply = addRole(registrar, iam, "apply", "policy of the role that applies: profiles of this stack alone");
  addEntry(addTrust(apply)).option("--adopt", "may mark profiles that no stack owns, for entries with adopt:", false);
  addTrust(addRole(registrar, iam, "billing", "policy of the role in the account that pays"));
  const caller = addRole(registrar, iam, "caller", "policy of an application that calls its profiles (--only)");
  caller.option("--any-model", "any model behind its profiles, not only those that the file names", false);
}

function addRole(registrar: Registrar, iam: Command, role: IamRole, description: string): Command {
  return iam
    .command(role)
    .description(description)
    .addOption(
      new Option("--as <form>", "documents, or the role as a template")
        .choices(["json", "cloudformation", "terraform"])
        .default("json"),
    )
    .option("--account <id>", "account that the role is in, where the file does not tell it", checked(accountProblem))
    .addOption(outOption())
    .action(async (own: OwnOptions, command: Command) => {
      const { iamCommand } = await import("../commands/iam.ts");
      const { gitPlace } = await import("./init-ports.ts");
      const options = command.optsWithGlobals<GlobalOptions>();
      const context = { ...contextOf(registrar, command), git: () => gitPlace(dirname(options.config)) };
      registrar.run.exit = await iamCommand(context, toFlags(role, own, options));
    });
}

function toFlags(role: IamRole, own: OwnOptions, { roleName, externalId }: GlobalOptions): IamFlags {
  const { subject: subjects = [], adopt = false, anyModel = false, entry = false, trust = false, ...others } = own;
  const environment = own.environment ?? USUAL_ENVIRONMENT;
  const names = {
    ...(roleName === undefined ? {} : { roleName }),
    ...(externalId === undefined ? {} : { externalId }),
  };
  return { role, ...others, ...names, environment, subjects, adopt, anyModel, entry, trust };
}

function addTrust(command: Command): Command {
  const subject = checked(subjectProblem);
  return command
    .option("--trust", "print the trust policy instead: GitHub Actions by OpenID Connect", false)
    .option("--repository <owner/name>", "repository on GitHub; by default that of origin", checked(repositoryProblem))
    .option(
      "--branch <name>",
      "the branch that is applied; by default that of origin, else main",
      checked(branchProblem),
    )
    .option("--environment <name>", "the environment that may write", checked(environmentProblem), USUAL_ENVIRONMENT)
    .option(
      "--subject-prefix <text>",
      "sub_claim_prefix of the repository, with its ids",
      checked(subjectPrefixProblem),
    )
    .option(
      "--subject <text>",
      "a whole subject instead (repeatable)",
      (text: string, earlier: readonly string[] = []) => [...earlier, subject(text)],
    )
    .option("--workflow-ref <ref>", "pin the workflow: its job_workflow_ref", checked(workflowRefProblem))
    .option("--principal <arn>", "trust this role instead of GitHub (with --external-id)", checked(principalProblem));
}

function addEntry(command: Command): Command {
  return command.option("--entry", "the role that assumes --role-name in every account of the file", false);
}

function checked(problemOf: (text: string) => string | undefined): (text: string) => string {
  return (text) => {
    const problem = problemOf(text);
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    return text;
  };
}

function accountProblem(text: string): string | undefined {
  return /^\d{12}$/.test(text) ? undefined : "An account is a number of 12 digits.";
}

function branchProblem(text: string): string | undefined {
  return isPlainBranch(text) ? undefined : "A branch's name has letters, digits and . _ / - here.";
}
