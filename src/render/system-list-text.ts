/** `strata list --system`: what there is to copy from. */
import { regionsOf, type SystemRow, sortSystemRows } from "../core/listing.ts";
import { type Column, tableLines } from "./table-text.ts";
import { line, renderLines, type TextStyle } from "./text-layout.ts";

const ID: Column<SystemRow> = { title: "ID", cell: ({ source }) => source.id, least: 30 };
const REGION: Column<SystemRow> = { title: "REGION", cell: ({ region }) => region, least: 14 };
const NAME: Column<SystemRow> = { title: "NAME", cell: ({ source }) => source.name, least: 10 };
const ROUTES: Column<SystemRow> = { title: "ROUTES TO", cell: routesText, least: 10 };

/** Rows of one region or of several; the region is told where it tells rows apart. */
export function renderSystemListText(rows: readonly SystemRow[], style: TextStyle): string {
  if (rows.length === 0) return renderLines([line("No system profiles.", "dim")], style);
  const isOneRegion = new Set(rows.map(({ region }) => region)).size === 1;
  return renderLines(
    tableLines(sortSystemRows(rows), [ID, ...(isOneRegion ? [] : [REGION]), ROUTES, NAME], style),
    style,
  );
}

function routesText({ region, source }: SystemRow): string {
  const routesTo = regionsOf(source.modelArns);
  if (routesTo.includes("*")) return "any region";
  const others = routesTo.filter((one) => one !== region);
  return others.length === routesTo.length ? others.join(" ") : ["here", ...others].join(" ");
}
