/** `strata show NAME`: everything about one profile. */
import { type ProfileRow, regionsOf } from "../core/listing.ts";
import { isIdentityTag } from "../core/ownership.ts";
import { compareText } from "../core/profile.ts";
import { placeText } from "./head-line.ts";
import { shownValue } from "./tags-text.ts";
import { displayWidth } from "./terminal-text.ts";
import {
  type Line,
  labelled,
  line,
  renderLines,
  span,
  type TextStyle,
  type Tone,
  wholeSpan,
  wrapPieces,
  wrapWords,
} from "./text-layout.ts";

const LABEL = 12;
const TAG_KEY_MAX = 28;

export function renderShowText(row: ProfileRow, style: TextStyle): string {
  const field = (label: string, text: string | null, tone: Tone = "plain"): Line[] =>
    text === null ? [] : labelled(label, toRows(text, style.width - LABEL - 1, tone), 0, LABEL);
  const isRenamed = row.awsName !== row.name;
  return renderLines(
    [
      ...wrapWords(row.name, style.width).map((text): Line => line(text, "strong")),
      ...labelled("ARN", [[wholeSpan(row.arn)]], 0, LABEL),
      ...field("id", row.id),
      ...field("name on AWS", isRenamed ? row.awsName : null),
      ...field("where", whereText(row)),
      ...field("owner", ownerText(row)),
      ...field("declared", row.declaredAt === null ? null : placeText(row.declaredAt)),
      ...field("protected", row.protect ? "yes: it survives its own removal from the file" : null, "warn"),
      ...field("retires", row.retireAfter === null ? null : `after ${row.retireAfter}`, "warn"),
      ...field("source", row.source),
      ...labelled(
        "models",
        row.modelArns.map((arn) => [wholeSpan(arn)]),
        0,
        LABEL,
      ),
      ...field("routes to", routesText(row)),
      ...field("description", row.description),
      ...field("created", row.createdAt),
      ...tagLines(row, style),
    ],
    style,
  );
}

function toRows(text: string, width: number, tone: Tone): Line[] {
  return wrapWords(text, width).map((row) => [span(row, tone)]);
}

function routesText({ modelArns }: ProfileRow): string {
  const regions = regionsOf(modelArns);
  return regions.includes("*") ? "any region" : regions.join(" ");
}

function whereText({ accountName, account, region }: ProfileRow): string {
  return [accountName, account, region].filter((part) => part !== null).join(" ");
}

function ownerText({ ownership, stack }: ProfileRow): string {
  if (ownership === "ours") return `ours, stack ${stack ?? ""}`;
  return ownership === "foreign" ? `another stack: ${stack ?? ""}` : "unmanaged: no stack's mark";
}

/** One tag a line, values under each other; Strata's own marks come last. */
function tagLines({ tags }: ProfileRow, style: TextStyle): Line[] {
  if (tags === null) return labelled("tags", [line("not known: nobody has told them", "dim")], 0, LABEL);
  const sorted = Object.entries(tags).sort(
    ([a], [b]) => Number(isIdentityTag(a)) - Number(isIdentityTag(b)) || compareText(a, b),
  );
  if (sorted.length === 0) return labelled("tags", [line("none", "dim")], 0, LABEL);
  const room = style.width - LABEL - 1;
  const keys = sorted.map(([key]) => displayWidth(span(shownValue(key)).text)).filter((width) => width <= TAG_KEY_MAX);
  const keyWidth = Math.max(0, ...keys);
  const rows = sorted.flatMap(([key, value]) => tagRow(key, value, keyWidth, room));
  return labelled("tags", rows, 0, LABEL);
}

function tagRow(key: string, value: string, keyWidth: number, room: number): Line[] {
  const tone: Tone = isIdentityTag(key) ? "dim" : "plain";
  const values = wrapPieces([span(shownValue(value)).text], room - keyWidth - 1).map((row): Line => [span(row, tone)]);
  const shownKey = shownValue(key);
  if (displayWidth(span(shownKey).text) <= keyWidth) return labelled(shownKey, values, 0, keyWidth);
  const keyRows = wrapPieces([span(shownKey).text], room).map((row): Line => [span(row, tone)]);
  return [...keyRows, ...labelled("", values, 0, keyWidth)];
}
