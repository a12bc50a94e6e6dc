import type { ProfileRow } from "../core/listing.ts";
import { jsonText } from "./json-text.ts";
import { toJsonRow } from "./list-json.ts";

/** One profile as JSON (schema/show.schema.json). */
export function renderShowJson(row: ProfileRow): string {
  return jsonText({ formatVersion: "1.0", profile: toJsonRow(row) });
}
