/** What a code means, for people: the cause, an example, the mend; and the list of all codes. */
import type { Area } from "../diagnostics/areas.ts";
import { CODES } from "../diagnostics/codes.ts";
import { type FileExample, isScene, type SceneExample } from "../diagnostics/example.ts";
import type { Explained } from "./explained.ts";
import { padToWidth } from "./terminal-text.ts";
import { joinParts, type Line, line, lineWidth, paragraph, renderLines, span, type TextStyle } from "./text-layout.ts";

/** Prose longer than this is hard to read, however wide the terminal. */
const MAX_PROSE = 100;

const INDENT = 2;

/** `root` is the folder that has `docs`, as the user would type it. */
export function renderExplainText(explained: Explained, root: string, style: TextStyle): string {
  const { cause, mend, example, link, docs } = explained;
  const prose = { ...style, width: Math.min(style.width, MAX_PROSE) };
  const parts = [
    headLines(explained, style),
    paragraph(cause, 0, prose),
    ...(isScene(example) ? sceneParts(example, prose) : fileParts(example)),
    [line("What to do", "strong"), ...paragraph(mend, INDENT, prose)],
    [line(link, "dim"), line(docs, "dim"), line(`docs is in ${root}`, "dim")],
  ];
  return renderLines(joinParts(parts), style);
}

function headLines({ severity, code, summary }: Explained, style: TextStyle): Line[] {
  const label = span(`${severity}[${code}]:`, severity === "error" ? "ends" : "warn");
  const whole: Line = [label, span(" "), span(summary, "strong")];
  return lineWidth(whole) <= style.width ? [whole] : [[label], ...paragraph(summary, INDENT, style, "strong")];
}

function fileParts({ wrong, right }: FileExample): Line[][] {
  return [exampleLines("Wrong", wrong, "ends"), exampleLines("Right", right, "good")];
}

function sceneParts({ situation, detail, hint }: SceneExample, prose: TextStyle): Line[][] {
  const help = hint === undefined ? [] : paragraph(`help: ${hint}`, INDENT, prose);
  return [
    [line("Example", "strong"), ...paragraph(situation, INDENT, prose)],
    [line("What is told", "strong"), ...paragraph(detail, INDENT, prose), ...help],
  ];
}

function exampleLines(title: string, yaml: string, tone: "ends" | "good"): Line[] {
  const rows = yaml.trimEnd().split("\n");
  // A tab is the mistake in one of them, and has no width of its own.
  return [line(title, tone), ...rows.map((row): Line => [span(" ".repeat(INDENT)), ...yamlSpans(row)])];
}

function yamlSpans(row: string): Line {
  const text = span(row.replaceAll("\t", "→   "));
  return row.startsWith("#") ? [{ ...text, tone: "dim" }] : [text];
}

/** Every code with its summary, by area. */
export function renderCodesText(areas: readonly Area[], style: TextStyle): string {
  const widest = Math.max(...areas.flatMap(({ codes }) => codes.map((code) => code.length)));
  const parts = areas.map(({ name, about, codes }): Line[] => [
    [span(name, "strong")],
    ...paragraph(about, INDENT, { ...style, width: Math.min(style.width, MAX_PROSE) }, "dim"),
    ...codes.flatMap((code) => codeLines(code, CODES[code].summary, widest, style)),
  ]);
  const count = areas.reduce((sum, { codes }) => sum + codes.length, 0);
  const last = `${count} codes. \`strata explain CODE\` tells the cause of one, how to mend it, and an example.`;
  return renderLines(joinParts([...parts, paragraph(last, 0, style)]), style);
}

/** Beside each other where both fit; else the summary stands below. */
function codeLines(code: string, summary: string, widest: number, style: TextStyle): Line[] {
  const left = `${" ".repeat(INDENT)}${padToWidth(code, widest)}  `;
  if (left.length + summary.length <= style.width) return [[span(left), span(summary)]];
  return [[span(`${" ".repeat(INDENT)}${code}`)], ...paragraph(summary, INDENT * 2, style, "dim")];
}
