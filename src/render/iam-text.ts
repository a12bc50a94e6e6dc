/** The documents of the `iam` command as they are pasted or attached, and as one JSON result. */
import type { ForAccounts, IamResult } from "../core/iam-policies.ts";
import { jsonText } from "./json-text.ts";

/** The documents alone: one, or one after the other where accounts differ, in the order of the notes. */
export function renderIamText({ policies, trust }: IamResult): string {
  const documents: readonly ForAccounts<unknown>[] = trust ?? policies;
  return documents.map(({ document }) => jsonText(document)).join("");
}

/** Which document is whose, where there are several. */
export function documentOrder({ policies, trust }: IamResult): string | null {
  const documents: readonly ForAccounts<unknown>[] = trust ?? policies;
  if (documents.length < 2) return null;
  const names = documents.map(({ accounts }) => accounts.map(({ id, name }) => name ?? id ?? "?").join(" and "));
  return `${documents.length} documents, in this order: ${names.join(", ")}. --target ACCOUNT/* prints one account's.`;
}

/** The same as JSON (schema/iam.schema.json). */
export function renderIamJson({ role, policies, trust, notes, trustNotes }: IamResult): string {
  const result = { formatVersion: "1.0", role, policies, trust, notes: [...trustNotes, ...notes] };
  return jsonText(result);
}
