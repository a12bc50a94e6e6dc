/** Accounts and stacks: what the main file names must exist, and once. */
import { entriesOf, items } from "../config-part.ts";
import { inCode, suggestion } from "../wording.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

/** Two names for one account would declare each profile twice there. */
export const accountIdsAreDistinct: Rule = ({ parts: { main } }, report) => {
  const seen = new Map<string, string>();
  for (const [name, account] of entriesOf(main.value.accounts)) {
    if (account.id === undefined) continue;
    const first = seen.get(account.id);
    if (first === undefined) {
      seen.set(account.id, name);
      continue;
    }
    report("config/duplicate-account-id", {
      detail: `${inCode(name)} and ${inCode(first)} both have the id ${inCode(account.id)}.`,
      hint: "Correct one of the ids, or remove one of the accounts.",
      subject: main.source.valueRange(["accounts", name, "id"]),
      related: [{ message: "first used here", range: main.source.valueRange(["accounts", first, "id"]) }],
    });
  }
};

/** A stack that was renamed has another name now. */
export const formerStacksDiffer: Rule = ({ parts: { main } }, report) => {
  for (const [index, former] of items(main.value.formerStacks)) {
    if (former !== main.value.stack) continue;
    report("config/former-stack-is-stack", {
      detail: `${inCode(former)} is the present name of the stack.`,
      hint: "Remove it here, or change `stack`.",
      subject: main.source.valueRange(["formerStacks", index]),
      related: [{ message: "the stack is named here", range: main.source.valueRange(["stack"]) }],
    });
  }
};

/** Accounts that profiles, fences and billing name must be declared. */
export const accountsAreDeclared: Rule = (context, report) => {
  const { parts, entries } = context;
  const { main } = parts;
  for (const { part, path, written } of entries) {
    for (const [index, name] of items(written.accounts)) {
      checkName(context, report, name, () => part.source.valueRange([...path, "accounts", index]));
    }
  }
  for (const [index, include] of items(main.value.include)) {
    if (typeof include === "string") continue;
    for (const [at, name] of items(include.owns?.accounts)) {
      checkName(context, report, name, () => main.source.valueRange(["include", index, "owns", "accounts", at]));
    }
  }
  const payer = main.value.billing?.account;
  if (payer !== undefined && !/^[0-9]{12}$/.test(payer)) {
    checkName(context, report, payer, () => main.source.valueRange(["billing", "account"]));
  }
};

function checkName(
  { scope, parts }: RuleContext,
  report: Report,
  name: string,
  subject: () => ReturnType<typeof parts.main.source.valueRange>,
): void {
  if (scope.byName.has(name) || parts.main.broken.covers(["accounts"]) || parts.main.broken.covers(["accounts", name]))
    return;
  const sameId = scope.accounts.find((account) => account.id === name)?.name;
  const otherwise =
    scope.byName.size === 0
      ? `Add ${inCode(`accounts: { ${name}: { id: "…" } }`)} to the main file, or remove the name.`
      : "Add it to `accounts` in the main file.";
  report("config/undeclared-account", {
    detail: `${inCode(name)} is not a name under ${inCode("accounts")}.`,
    hint:
      sameId === undefined ? suggestion(name, scope.byName.keys(), otherwise) : `Write its name: ${inCode(sameId)}.`,
    subject: subject(),
  });
}
