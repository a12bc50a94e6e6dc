/**
 * `strata report` as CSV with the column names of FOCUS 1.2 (https://focus.finops.org): docs/report.md lists them. What
 * nobody told stays empty, which is null there; columns of our own begin with x_.
 */
import { monthStart } from "../core/calendar.ts";
import { exactMoney } from "../core/money.ts";
import type { Close, CloseCharge, CloseLine, CloseProject } from "../core/report.ts";
import { csvText } from "./csv-text.ts";
import { UNSAFE } from "./terminal-text.ts";

interface Row {
  readonly close: Close;
  /** Null on a charge beside usage. */
  readonly line: CloseLine | null;
  readonly charge: CloseCharge | null;
  /** Null on what is nobody's. */
  readonly project: CloseProject | null;
}

type FocusColumn = readonly [name: string, of: (row: Row) => string | null | undefined];

const COLUMNS: readonly FocusColumn[] = [
  ["BilledCost", ({ line, charge }) => exactMoney((line ?? charge)?.amount ?? 0n)],
  ["BillingAccountId", ({ close }) => (close.isLinked ? null : close.payer)],
  ["BillingCurrency", ({ close }) => close.currency],
  ["BillingPeriodEnd", ({ close }) => momentOf(monthStart(close.period.start, 1))],
  ["BillingPeriodStart", ({ close }) => momentOf(close.period.start)],
  ["ChargeCategory", ({ charge }) => (charge === null ? "Usage" : categoryOf(charge))],
  ["ChargePeriodEnd", ({ close }) => momentOf(close.period.end)],
  ["ChargePeriodStart", ({ close }) => momentOf(close.period.start)],
  ["ConsumedQuantity", ({ line }) => (line === null || !hasUnit(line) ? null : exactMoney(line.quantity))],
  ["ConsumedUnit", ({ line }) => (line === null || !hasUnit(line) ? null : line.unit)],
  ["ProviderName", () => "AWS"],
  ["PublisherName", ({ line }) => (line?.service === OWN_SERVICE ? "AWS" : null)],
  ["ServiceCategory", ({ charge }) => (charge?.isOfWholeBill ? null : "AI and Machine Learning")],
  ["ServiceName", ({ line, charge }) => line?.service ?? charge?.service],
  ["SubAccountId", ({ close }) => (close.isLinked ? close.payer : null)],
  [
    "Tags",
    ({ close, line }) => (line === null || line.value === null ? null : visibleJson({ [close.key.key]: line.value })),
  ],
  ["x_CostCenter", ({ project }) => project?.costCenter],
  ["x_Model", ({ line }) => line?.model],
  ["x_Owner", ({ project }) => project?.owner],
  ["x_Project", ({ project }) => project?.project],
  ["x_RecordType", ({ charge }) => charge?.recordType ?? "Usage"],
  ["x_UsageType", ({ line }) => line?.usageType],
];

const OWN_SERVICE = "Amazon Bedrock";

/** Characters that a terminal hides are escaped as JSON has it, so that it stays JSON. */
function visibleJson(value: object): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replaceAll(UNSAFE, (character) => character.split("").map(escaped).join(""));
}

const momentOf = (day: string): string => `${day}T00:00:00Z`;

/** Cost Explorer tells `N/A` where a quantity counts nothing that it can name. */
const hasUnit = ({ unit }: CloseLine): boolean => unit !== "" && unit !== "N/A";

/** A refund may be of usage or of a purchase: what cannot be told is what FOCUS calls an adjustment. */
function categoryOf({ recordType }: CloseCharge): string {
  return ["Tax", "Credit"].find((one) => one === recordType) ?? "Adjustment";
}

export function renderReportCsv(close: Close): string {
  const inMonth = ({ amount, quantity }: CloseLine): boolean => amount !== 0n || quantity !== 0n;
  const rowsOf = (lines: readonly CloseLine[], project: CloseProject | null): Row[] =>
    lines.filter(inMonth).map((line) => ({ close, line, charge: null, project }));
  const rows = [
    ...close.projects.flatMap((project) => rowsOf(project.lines, project)),
    ...rowsOf(close.unallocated.lines, null),
    ...close.charges
      .filter(({ amount }) => amount !== 0n)
      .map((charge) => ({ close, line: null, charge, project: null })),
  ];
  return csvText([COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, of]) => of(row) ?? ""))]);
}
