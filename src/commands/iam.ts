/** `strata iam`: the policies of the roles around this configuration. Offline; it makes nothing. */
import { type IamResult, iamPolicies, lengthProblems } from "../core/iam-policies.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { renderIamCloudFormation, renderIamTerraform } from "../render/iam-resources.ts";
import { documentOrder, renderIamJson, renderIamText } from "../render/iam-text.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { askedFor, type IamContext, type IamFlags } from "./iam-question.ts";
import { loadConfig } from "./look.ts";

export async function iamCommand(context: IamContext, flags: IamFlags): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, diagnostics, sources } = loaded.value;
  const { view, format } = context;
  const asked = await askedFor(context, flags, desired);
  if (!asked.ok) {
    view.diagnostics([asked.problem], sources);
    return EXIT.usage;
  }
  const made = iamPolicies(asked.declared, asked.scoped, asked.options);
  const text = format === "json" ? renderIamJson(made) : written(flags, made);
  if (typeof text !== "string") {
    view.diagnostics([text], sources);
    return EXIT.usage;
  }
  view.result(text);
  if (format === "text") for (const note of notesOf(flags, made)) view.note(`note: ${note}`);
  view.diagnostics([...diagnostics, ...lengthProblems(made)], sources);
  return EXIT.done;
}

/** Of what is printed: with --trust, documents of trust alone. */
function notesOf({ as, trust }: IamFlags, made: IamResult): readonly string[] {
  if (as !== "json") return [...made.trustNotes, ...made.notes];
  const order = documentOrder(made);
  return [...(order === null ? [] : [order]), ...(trust ? made.trustNotes : made.notes)];
}

function written({ as, entry, roleName }: IamFlags, made: IamResult): string | Diagnostic {
  if (as === "json") return renderIamText(made);
  const { role, policies, trust } = made;
  const [policy, another] = policies;
  if (policy === undefined || another !== undefined || (trust?.length ?? 0) > 1) {
    const detail = `--as ${as} writes the role of one account, and the file has ${policies.length} with documents of their own.`;
    const first = policy?.accounts[0];
    const hint = `Narrow it to one account, as --target '${first?.name ?? first?.id ?? "ACCOUNT"}/*'.`;
    return diagnostic("usage/one-account", { detail, hint });
  }
  const resource = {
    role,
    roleName: entry ? null : (roleName ?? null),
    name: entry ? `strata-${role}-entry` : `strata-${role}`,
    policy: policy.document,
    trust: trust?.[0]?.document ?? null,
  };
  return as === "terraform" ? renderIamTerraform(resource) : renderIamCloudFormation(resource);
}
