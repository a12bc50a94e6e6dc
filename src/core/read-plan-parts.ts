/** The parts of a saved plan: targets, changes, diagnostics. */
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import type { Calls } from "./calls.ts";
import type { Action, Change, ProfileSpec, Reason } from "./change.ts";
import { readMoney } from "./change-money.ts";
import type { Fault } from "./fault.ts";
import type { PlannedChange, PlanTarget } from "./plan.ts";
import type { ProfileKey, Tags } from "./profile.ts";
import {
  membersOf,
  type Reader,
  readCount,
  readFlag,
  readList,
  readNull,
  readNullable,
  readOne,
  readRecord,
  readText,
  ShapeError,
} from "./shape.ts";
import type { TagEdits } from "./tag-edits.ts";

export const readTarget: Reader<PlanTarget> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  return {
    account: get("account", readText),
    accountName: get("accountName", readNullable(readText)),
    region: get("region", readText),
    status: get("status", readOne(["read", "unreadable", "pending"] as const)),
    managed: get("managed", readCount),
    unmanaged: get("unmanaged", readCount),
    fault: maybe("fault", readFault) ?? null,
  };
};

const FAULT_KINDS = [
  "denied",
  "throttled",
  "conflict",
  "quota",
  "not-found",
  "invalid",
  "unavailable",
  "credentials",
  "unknown",
] as const satisfies readonly Fault["kind"][];

const readFault: Reader<Fault> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const code = maybe("code", readText);
  const requestId = maybe("requestId", readText);
  return {
    kind: get("kind", readOne(FAULT_KINDS)),
    retryable: get("retryable", readFlag),
    operation: get("operation", readText),
    message: get("message", readText),
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
  };
};

/** Only the beginning of a range is saved: enough to name it, not to show a code frame. */
export const readPlace: Reader<SourceRange> = (value, at) => {
  const { get } = membersOf(value, at);
  const start = { line: get("line", readCount), column: get("column", readCount), offset: 0 };
  return { file: get("file", readText), start, end: start };
};

export const readDiagnostic: Reader<Diagnostic> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const hint = get("hint", readNullable(readText));
  const subject = get("subject", readNullable(readPlace));
  const target = get("target", readNullable(readDiagnosticTarget));
  const targets = maybe("targets", readList(readDiagnosticTarget));
  return {
    // A code that this version does not know is shown all the same.
    code: get("code", readText) as Diagnostic["code"],
    severity: get("severity", readOne(["error", "warning"] as const)),
    summary: get("summary", readText),
    detail: get("detail", readText),
    ...(hint === null ? {} : { hint }),
    ...(subject === null ? {} : { subject }),
    ...(target === null ? {} : { target }),
    ...(targets === undefined ? {} : { targets }),
  };
};

const readDiagnosticTarget: Reader<NonNullable<Diagnostic["target"]>> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const name = maybe("name", readText);
  return {
    account: get("account", readText),
    region: get("region", readText),
    ...(name === undefined ? {} : { name }),
  };
};

const readTags: Reader<Tags> = readRecord(readText);

const readSpec: Reader<ProfileSpec> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    source: get("source", readNullable(readText)),
    description: get("description", readNullable(readText)),
    tags: get("tags", readTags),
  };
};

const readSourced: Reader<ProfileSpec & { readonly source: string }> = (value, at) => {
  const spec = readSpec(value, at);
  if (spec.source === null) throw new ShapeError(`${at}.source`, "text");
  return { ...spec, source: spec.source };
};

const readEdits: Reader<TagEdits> = (value, at) => {
  const { get } = membersOf(value, at);
  const readSet: Reader<{ from: string | null; to: string }> = (edit, place) => {
    const { get: member } = membersOf(edit, place);
    return { from: member("from", readNullable(readText)), to: member("to", readText) };
  };
  return { set: get("set", readRecord(readSet)), remove: get("remove", readTags) };
};

const readReason: Reader<Reason> = (value, at) => {
  const { get } = membersOf(value, at);
  return { code: get("code", readText) as Reason["code"], text: get("text", readText) };
};

const readCalls: Reader<Calls> = (value, at) => {
  const { get } = membersOf(value, at);
  return { days: get("days", readCount), invocations: get("invocations", readCount) };
};

const ACTIONS = [
  "create",
  "update",
  "replace",
  "delete",
  "retire",
  "adopt",
  "release",
  "protected",
  "retiring",
  "blocked",
] as const satisfies readonly Action[];

export const readChange: Reader<PlannedChange> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const calls = maybe("calls", readNullable(readCalls));
  const alreadyPending = maybe("alreadyPending", readFlag);
  const money = maybe("money", readMoney);
  return {
    ...readByAction(value, at),
    hash: get("hash", readNullable(readText)),
    ...(calls === undefined ? {} : { calls }),
    ...(alreadyPending === undefined ? {} : { alreadyPending }),
    ...(money === undefined ? {} : { money }),
  };
};

/** Reads what the action needs, so that a change without it is a wrong shape and not a surprise later. */
function readByAction(value: unknown, at: string): Change {
  const { get } = membersOf(value, at);
  const key: ProfileKey = {
    account: get("account", readText),
    region: get("region", readText),
    name: get("name", readText),
  };
  const because = get("because", readList(readReason));
  const shared = { key, because, declaredAt: get("declaredAt", readNullable(readPlace)) };
  const action = get("action", readOne(ACTIONS));
  const live = () => ({ arn: get("arn", readText), before: get("before", readSpec) });
  switch (action) {
    case "create":
      return {
        ...shared,
        action,
        arn: get("arn", readNull),
        before: get("before", readNull),
        after: get("after", readSourced),
        tagEdits: get("tagEdits", readNull),
      };
    case "update":
    case "adopt":
    case "release":
      return { ...shared, ...live(), action, after: get("after", readSpec), tagEdits: get("tagEdits", readEdits) };
    case "replace":
      return {
        ...shared,
        ...live(),
        action,
        after: get("after", readSourced),
        tagEdits: get("tagEdits", readNull),
        graceMs: get("graceMs", readCount),
        successor: get("successor", readNullable(readText)),
        carriedTags: get("carriedTags", readTags),
      };
    case "delete":
    case "retire":
      return { ...shared, ...live(), action, after: get("after", readNull), tagEdits: get("tagEdits", readNull) };
    case "protected":
    case "retiring":
      return { ...shared, ...live(), action, after: get("after", readNullable(readSpec)), tagEdits: null };
    case "blocked": {
      const spec = readNullable(readSpec);
      const arn = get("arn", readNullable(readText));
      return { ...shared, action, arn, before: get("before", spec), after: get("after", spec), tagEdits: null };
    }
  }
}
