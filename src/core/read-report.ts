/** A report of an apply (JSON Lines, schema/report.schema.json) back as values; also that of a run that was killed. */
import type { OutcomeStatus, SkipReason, Tally } from "./outcome.ts";
import { membersOf, type Reader, readCount, readFlag, readNullable, readOne, readText, ShapeError } from "./shape.ts";
import type { Shard } from "./shard.ts";

export interface ReportOutcome {
  readonly status: OutcomeStatus;
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly oldArn: string | null;
  readonly arn: string | null;
  readonly skip: SkipReason | null;
  /** What AWS said, with its request id; null where it said nothing. */
  readonly fault: string | null;
  readonly note: string | null;
}

/** Why an apply did nothing at all. */
export interface ReportRefusal {
  readonly reason: "not-covered" | "guard";
  /** In whole lines, as the terminal shows it. */
  readonly text: string;
}

export interface ReportSummary {
  readonly stack: string;
  readonly planHash: string;
  readonly complete: boolean;
  readonly counts: Tally & { readonly untold: number };
  /** Only of an apply by shards: which one this is. */
  readonly shard?: Shard;
}

export interface ApplyReport {
  readonly outcomes: readonly ReportOutcome[];
  /** What the list at the end of the run showed. */
  readonly notes: readonly string[];
  readonly refusal: ReportRefusal | null;
  /** Null where the run was killed: then more may have been done than is told. */
  readonly summary: ReportSummary | null;
  /** Shards of whose end no report tells, as `2/3`. */
  readonly missing: readonly string[];
  /** How many reports have no summary, since their runs were killed. */
  readonly cutOff: number;
}

export type ReadReport =
  | { readonly ok: true; readonly report: ApplyReport }
  | { readonly ok: false; readonly why: string };

/** The last line of a killed run may be torn: it is left out. Any other line that cannot be read spoils the report. */
export function readReport(text: string): ReadReport {
  const rows = text.split("\n").filter((row) => row.trim() !== "");
  const report: Draft = { outcomes: [], notes: [], refusal: null, summary: null, missing: [], cutOff: 0 };
  for (const [index, row] of rows.entries()) {
    const at = `line ${index + 1}`;
    try {
      addLine(report, JSON.parse(row), at);
    } catch (error) {
      if (error instanceof ShapeError) return { ok: false, why: error.message };
      if (!(error instanceof SyntaxError)) throw error;
      const isTorn = index === rows.length - 1 && !text.endsWith("\n");
      if (!isTorn) return { ok: false, why: `${at} is not JSON` };
    }
  }
  return { ok: true, report: { ...report, cutOff: report.summary === null ? 1 : 0 } };
}

type Draft = { -readonly [K in keyof ApplyReport]: ApplyReport[K] } & {
  outcomes: ReportOutcome[];
  notes: string[];
};

/** Lines of a type that a later version may add are passed over. */
function addLine(report: Draft, line: unknown, at: string): void {
  const { get } = membersOf(line, at);
  switch (get("type", readText)) {
    case "outcome":
      report.outcomes.push(readOutcome(line, at));
      break;
    case "note":
      report.notes.push(get("text", readText));
      break;
    case "refusal":
      report.refusal = readRefusal(line, at);
      break;
    case "summary":
      report.summary = readSummary(line, at);
      break;
  }
}

const STATUSES = ["applied", "already", "failed", "stale", "skipped"] as const satisfies readonly OutcomeStatus[];
const SKIPS = ["stopped", "credentials", "not-approved", "unmet"] as const satisfies readonly SkipReason[];

const readOutcome: Reader<ReportOutcome> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    status: get("status", readOne(STATUSES)),
    action: get("action", readText),
    account: get("account", readText),
    region: get("region", readText),
    name: get("name", readText),
    oldArn: get("oldArn", readNullable(readText)),
    arn: get("arn", readNullable(readText)),
    skip: get("skip", readNullable(readOne(SKIPS))),
    fault: get("fault", readNullable(readFault)),
    note: get("note", readNullable(readText)),
  };
};

const readFault: Reader<string> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const id = maybe("requestId", readText);
  const words = [get("operation", readText), maybe("code", readText), get("message", readText)];
  return `${words.filter((word) => word !== undefined).join(": ")}${id === undefined ? "" : ` (request id ${id})`}`;
};

const readRefusal: Reader<ReportRefusal> = (value, at) => {
  const { get } = membersOf(value, at);
  return { reason: get("reason", readOne(["not-covered", "guard"] as const)), text: get("text", readText) };
};

const readSummary: Reader<ReportSummary> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const shard = maybe("shard", readShard);
  const counts = get("counts", (object, place) => {
    const of = membersOf(object, place).get;
    return Object.fromEntries([...STATUSES, "untold"].map((key) => [key, of(key, readCount)]));
  });
  return {
    stack: get("stack", readText),
    planHash: get("planHash", readText),
    complete: get("complete", readFlag),
    counts: counts as unknown as ReportSummary["counts"],
    ...(shard === undefined ? {} : { shard }),
  };
};

const readShard: Reader<Shard> = (value, at) => {
  const { get } = membersOf(value, at);
  return { index: get("index", readCount), count: get("count", readCount) };
};
