import type { ProfileRow } from "../core/listing.ts";
import { toJsonRow } from "./list-json.ts";

/** One profile as JSON (schema/show.schema.json). */
export function renderShowJson(row: ProfileRow): string {
  return `${JSON.stringify({ formatVersion: "1.0", profile: toJsonRow(row) }, null, 2)}\n`;
}
