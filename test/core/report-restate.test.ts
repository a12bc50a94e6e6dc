/** Reports that were kept: read back as they were written, refused when changed, and compared by present names. */
import { describe, expect, test } from "vitest";
import { exactMoney } from "../../src/core/money.ts";
import { projectRegistry } from "../../src/core/projects.ts";
import { type KeptClose, readKeptClose } from "../../src/core/report-read.ts";
import { type Restatement, restate } from "../../src/core/report-restate.ts";
import { renderReportJson } from "../../src/render/report-json.ts";
import { aClose, type CloseParts, HAIKU, NATIVE } from "../fakes/closes.ts";

const PRICE = { requests: 7, kept: 0 };
const USED: CloseParts["used"] = [
  { value: "search", before: ["1", "3"], now: ["2", "6"] },
  { value: "ads", service: HAIKU, now: ["1", "1"] },
  { value: "", now: ["5", "15"] },
];
const TAX = ["Tax", "Tax", "1", "2"] as const;
const OLD: CloseParts = { used: USED, charged: [TAX] };

function kept(parts: CloseParts): KeptClose {
  const read = readKeptClose(renderReportJson(aClose(parts), null, PRICE));
  if (!read.ok) throw new Error(read.why);
  return read.close;
}

const since = (old: CloseParts, now: CloseParts): Restatement =>
  restate(kept(old), aClose(now), projectRegistry(now.projects ?? []));

const shown = ({ projects, charges, total }: Restatement) => ({
  projects: projects.map(({ project, old, new: now }) => [project, ...[old, now].map((one) => one && exactMoney(one))]),
  charges: charges.map(({ recordType, old, new: now }) => [
    recordType,
    ...[old, now].map((one) => one && exactMoney(one)),
  ]),
  total: [total.old, total.new].map(exactMoney),
});

describe("what has changed since", () => {
  test("nothing, of an unchanged month", () => {
    const told = since(OLD, OLD);
    expect(told.isChanged).toBe(false);
    expect(shown(told)).toEqual({
      projects: [
        ["ads", "1", "1"],
        ["search", "6", "6"],
        [null, "15", "15"],
      ],
      charges: [["Tax", "2", "2"]],
      total: ["22", "22"],
    });
  });

  test("what appeared, what disappeared, what moved, and the total", () => {
    const now: CloseParts = {
      used: [
        { value: "search", before: ["1", "3"], now: ["2", "7.5"] },
        { value: "docs", now: ["1", "4"] },
        { value: "", now: ["5", "11"] },
      ],
      charged: [TAX, ["Refund", NATIVE, "0", "-3"]],
    };
    const told = since(OLD, now);
    expect(told.isChanged).toBe(true);
    expect(shown(told)).toEqual({
      projects: [
        ["ads", "1", null],
        ["docs", null, "4"],
        ["search", "6", "7.5"],
        [null, "15", "11"],
      ],
      charges: [
        ["Refund", null, "-3"],
        ["Tax", "2", "2"],
      ],
      total: ["22", "22.5"],
    });
  });

  test("a project that was renamed since has moved no money, nor one whose former name was forgotten", () => {
    const projects = [{ name: "discovery", formerly: ["search"] }];
    const renamed = since(OLD, { ...OLD, projects });
    expect([renamed.isChanged, shown(renamed).projects[1]]).toEqual([false, ["discovery", "6", "6"]]);
    expect(since({ ...OLD, projects }, OLD).isChanged).toBe(false);
  });

  test("another key has no former names", () => {
    const key = { key: "team", status: "active", isKnown: true, partialFrom: null } as const;
    const team: CloseParts = { ...OLD, key };
    const told = since(team, { ...team, projects: [{ name: "discovery", formerly: ["search"] }] });
    expect(shown(told).projects.map(([name]) => name)).toEqual(["ads", "search", null]);
  });
});

describe("a report that was kept", () => {
  const text = renderReportJson(aClose(OLD), null, PRICE);

  test("has the same hash however it is laid out, and whatever it took to ask", () => {
    const { hash } = kept(OLD);
    const read = readKeptClose(
      JSON.stringify(JSON.parse(renderReportJson(aClose(OLD), null, { requests: 0, kept: 4 }))),
    );
    expect(read).toMatchObject({ ok: true, close: { hash } });
    expect(kept({ ...OLD, estimated: true }).hash).not.toBe(hash);
  });

  test.each([
    ["an amount", (one: string) => one.replace('"amount": "6"', '"amount": "5"')],
    ["who it is of", (one: string) => one.replaceAll('"search"', '"ads"')],
    ["its state", (one: string) => one.replace('"final"', '"estimated"')],
    ["a member more", (one: string) => one.replace('"payer"', '"note": "x", "payer"')],
  ])("changed afterwards in %s is refused", (_, edit) => {
    expect(edit(text)).not.toBe(text);
    expect(readKeptClose(edit(text))).toEqual({
      ok: false,
      why: expect.stringContaining("changed after it was written"),
    });
  });

  test.each([
    ["", "not JSON"],
    ["{", "not JSON"],
    [text.slice(0, -40), "not JSON"],
    ["[]", "no report of a month"],
    ["{}", "no report of a month: formatVersion is not text"],
    [text.replace('"1.0"', '"2.0"'), "of format 2.0"],
    [text.replace('"month": "2026-10"', '"month": "2026-13"'), "month is not a month"],
    [text.replaceAll('"amount": "6"', '"amount": "six"'), "is not an amount"],
    [text.replace('"hash"', '"hush"'), "hash is not text"],
  ])("that is none is refused (%#)", (damaged, why) => {
    expect(readKeptClose(damaged)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });
});

test("a byte order mark before the JSON, as editors leave it, is no damage", () => {
  expect(readKeptClose(`\ufeff${renderReportJson(aClose(OLD), null, PRICE)}`).ok).toBe(true);
});
