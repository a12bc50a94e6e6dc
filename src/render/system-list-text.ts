/** `strata list --system`: what there is to copy from. */
import { regionsOf, type SystemRow, sortSystemRows } from "../core/listing.ts";
import { type Column, tableLines } from "./table-text.ts";
import { line, renderLines, type TextStyle } from "./text-layout.ts";

const ID: Column<SystemRow> = { title: "ID", cell: ({ source }) => source.id, least: 48 };
const REGION: Column<SystemRow> = { title: "REGION", cell: ({ region }) => region, least: 14 };
const NAME: Column<SystemRow> = { title: "NAME", cell: ({ source }) => source.name, least: 30, drop: 1 };
const ROUTES: Column<SystemRow> = { title: "ROUTES TO", cell: routesText, least: 16 };

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
  if (others.length === routesTo.length) return others.join(" ");
  // A long list is cut on a narrow terminal, so its length comes first.
  const count = others.length > 2 ? `+ ${others.length}: ` : "";
  return `here ${count}${others.join(" ")}`.trimEnd();
}
