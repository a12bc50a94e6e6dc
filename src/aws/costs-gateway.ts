/** Cost Explorer's figures, in the payer's account (AWS.md section 6). Each request costs 0.01 USD. */
import type {
  Dimension,
  Expression,
  GroupDefinition,
  Metric,
  MetricValue,
  ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import type { Answer } from "../core/fault.ts";
import { type Target, targetId } from "../core/profile.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import {
  type SpendAnswer,
  type SpendCell,
  type SpendGroup,
  type SpendQuery,
  type SpendSpan,
  TAX_SERVICE,
} from "../core/spend-query.ts";
import type { CostGateway } from "../engine/ports/costs.ts";
import type { AwsClients } from "./clients.ts";
import { MalformedReply, memberOf } from "./malformed.ts";
import { allPages } from "./pages.ts";
import { ask, type Route } from "./translate.ts";

export function costsGateway(clients: AwsClients, payer: Target): CostGateway {
  return {
    bedrockServices: (period) => bedrockServices(clients, payer, period),
    spend: (query) => spend(clients, payer, query),
  };
}

function routeOf(clients: AwsClients, payer: Target, operation: string): Route {
  return { pace: clients.pace, target: targetId(payer), operation };
}

/** What is billed through Marketplace has a service of its own for each model; all bear the word. */
function bedrockServices(clients: AwsClients, payer: Target, { start, end }: SpendPeriod) {
  return allPages((token) =>
    ask(
      routeOf(clients, payer, "ce:GetDimensionValues"),
      async () => {
        const { GetDimensionValuesCommand } = await import("@aws-sdk/client-cost-explorer");
        const client = await clients.costExplorer(payer);
        return client.send(
          new GetDimensionValuesCommand({
            Dimension: "SERVICE",
            SearchString: "Bedrock",
            TimePeriod: { Start: start, End: end },
            ...(token === undefined ? {} : { NextPageToken: token }),
          }),
        );
      },
      ({ DimensionValues, NextPageToken }) => ({
        items: memberOf(DimensionValues, "DimensionValues").map(({ Value }) => memberOf(Value, "Value")),
        next: NextPageToken,
      }),
    ),
  );
}

/** Amortized cost spreads what was paid in advance; `Unblended` is what the bill says. */
const METRICS = { unblended: "UnblendedCost", amortized: "AmortizedCost" } as const satisfies Record<
  string,
  Metric | string
>;

const QUANTITY = "UsageQuantity" satisfies Metric | string;

interface Part {
  readonly span: SpendSpan;
  readonly cells: readonly SpendCell[];
}

async function spend(clients: AwsClients, payer: Target, query: SpendQuery): Promise<Answer<SpendAnswer>> {
  const { period, granularity, groups } = query;
  const metric = METRICS[query.metric];
  const parts = await allPages<Part>((token) =>
    ask(
      routeOf(clients, payer, "ce:GetCostAndUsage"),
      async () => {
        const { GetCostAndUsageCommand } = await import("@aws-sdk/client-cost-explorer");
        const client = await clients.costExplorer(payer);
        return client.send(
          new GetCostAndUsageCommand({
            TimePeriod: { Start: period.start, End: period.end },
            Granularity: granularity === "daily" ? "DAILY" : "MONTHLY",
            Metrics: query.quantities ? [metric, QUANTITY] : [metric],
            ...(groups.length === 0 ? {} : { GroupBy: groups.map(toGroup) }),
            Filter: filterOf(query),
            ...(token === undefined ? {} : { NextPageToken: token }),
          }),
        );
      },
      ({ ResultsByTime, NextPageToken }) => ({
        items: memberOf(ResultsByTime, "ResultsByTime").map((result) => toPart(result, query, metric)),
        next: NextPageToken,
      }),
    ),
  );
  return parts.ok ? { ...parts, value: joined(parts.value) } : parts;
}

const toGroup = ({ type, key }: SpendGroup): GroupDefinition => ({
  Type: type === "tag" ? "TAG" : "DIMENSION",
  Key: key,
});

/** Credits, refunds and tax are no usage: with them, an account on credits would come out at nothing. */
function filterOf({ services, everyRecord, accounts, tag }: SpendQuery): Expression {
  const dimension = (Key: Dimension, Values: readonly string[]): Expression => ({
    Dimensions: { Key, Values: [...Values] },
  });
  const parts = [
    dimension("SERVICE", everyRecord ? [...services, TAX_SERVICE] : services),
    ...(everyRecord ? [] : [dimension("RECORD_TYPE", ["Usage"])]),
    ...(accounts === undefined ? [] : [dimension("LINKED_ACCOUNT", accounts)]),
    ...(tag === undefined ? [] : [{ Tags: { Key: tag.key, Values: [...tag.values] } }]),
  ];
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { And: parts };
}

type Measures = Readonly<Record<string, MetricValue>> | undefined;

function toPart({ TimePeriod, Groups, Total, Estimated }: ResultByTime, query: SpendQuery, metric: string): Part {
  const { groups } = query;
  const start = memberOf(TimePeriod?.Start, "TimePeriod.Start");
  const end = memberOf(TimePeriod?.End, "TimePeriod.End");
  const toCell = (values: readonly string[], measures: Measures): SpendCell => {
    const { Amount, Unit } = memberOf(measures?.[metric], `Metrics.${metric}`);
    const amount = amountOf(memberOf(Amount, "Amount"));
    const told = { start, values, amount, currency: memberOf(Unit, "Unit") };
    return query.quantities ? { ...told, ...quantityIn(measures) } : told;
  };
  const span = { start, end, estimated: Estimated === true };
  if (groups.length === 0) return { span, cells: [toCell([], memberOf(Total, "Total"))] };
  const cells = memberOf(Groups, "Groups").map(({ Keys, Metrics }) => {
    const keys = memberOf(Keys, "Keys");
    if (keys.length !== groups.length) throw new MalformedReply("the reply has other groups than were asked for");
    return toCell(
      groups.map((group, at) => toldValue(group, keys[at] ?? "")),
      Metrics,
    );
  });
  return { span, cells };
}

function quantityIn(measures: Measures): Required<Pick<SpendCell, "quantity" | "unit">> {
  const { Amount, Unit } = memberOf(measures?.[QUANTITY], `Metrics.${QUANTITY}`);
  return { quantity: amountOf(memberOf(Amount, "Amount")), unit: Unit ?? "" };
}

function amountOf(text: string): string {
  if (/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(text)) return text;
  throw new MalformedReply("the reply has an amount that is no number");
}

/** `project$app01`: the value is behind the first `$`, since a value may hold one too (AWS.md section 6). */
function toldValue({ type }: SpendGroup, told: string): string {
  return type === "tag" ? told.slice(told.indexOf("$") + 1) : told;
}

/** A span may be spread over two pages. */
function joined(parts: readonly Part[]): SpendAnswer {
  const spans = new Map(parts.map(({ span }) => [span.start, span]));
  return {
    spans: [...spans.values()].sort((a, b) => (a.start < b.start ? -1 : 1)),
    cells: parts.flatMap(({ cells }) => cells),
  };
}
