/** A terminal window as SVG: real text in a monospace font, light or dark as the reader's system is. */
import { displayWidth } from "../../src/render/terminal-text.ts";
import type { Run } from "./ansi.ts";

export interface PictureOptions {
  readonly title: string;
  /** Columns of the window; wider rows make it wider. */
  readonly columns: number;
}

const CELL = 8.4;
const ROW = 20;
const PADDING = 20;
const BAR = 40;
const FONT =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

const LIGHT = {
  back: "#ffffff",
  bar: "#f0f2f5",
  edge: "#d0d7de",
  text: "#1f2328",
  dim: "#656d76",
  red: "#c5221f",
  green: "#116329",
  yellow: "#7d4e00",
  magenta: "#8250df",
  cyan: "#1b6f83",
  blue: "#0550ae",
} as const;
const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  back: "#0d1117",
  bar: "#161b22",
  edge: "#30363d",
  text: "#e6edf3",
  dim: "#8b949e",
  red: "#ff7b72",
  green: "#56d364",
  yellow: "#e3b341",
  magenta: "#d2a8ff",
  cyan: "#76e3ea",
  blue: "#79c0ff",
};

export function drawTerminal(rows: readonly (readonly Run[])[], { title, columns }: PictureOptions): string {
  const widest = Math.max(columns, ...rows.map((runs) => displayWidth(runs.map(({ text }) => text).join(""))));
  const width = Math.ceil(widest * CELL + 2 * PADDING);
  const height = BAR + rows.length * ROW + PADDING;
  const text = rows.map((runs, index) => drawRow(runs, BAR + (index + 0.7) * ROW)).filter(Boolean);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${style()}</style>`,
    `<rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9"/>`,
    `<path class="bar" d="M0.5 9.5a9 9 0 0 1 9-9H${width - 9.5}a9 9 0 0 1 9 9V${BAR - 10}H0.5z"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (fill, index) => `<circle cx="${20 + index * 20}" cy="15.5" r="6" fill="${fill}"/>`,
    ),
    `<text class="dim" x="${width / 2}" y="20" text-anchor="middle">${escapeXml(title)}</text>`,
    ...text,
    "</svg>\n",
  ].join("\n");
}

/** Each run begins at its own column and has its own length, so that any font keeps the columns. */
function drawRow(runs: readonly Run[], y: number): string {
  let column = 0;
  const spans = runs.map((run) => {
    const width = displayWidth(run.text);
    const start = column;
    column += width;
    if (run.text.trim() === "") return "";
    const indent = run.text.length - run.text.trimStart().length;
    const shown = run.text.trim();
    const x = (PADDING + (start + indent) * CELL).toFixed(1);
    const length = (displayWidth(shown) * CELL).toFixed(1);
    return `<tspan${classesOf(run)} x="${x}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeXml(shown)}</tspan>`;
  });
  const text = spans.join("");
  return text === "" ? "" : `<text y="${y.toFixed(1)}" xml:space="preserve">${text}</text>`;
}

function classesOf({ bold, dim, hue }: Run): string {
  const classes = [bold ? "bold" : "", dim ? "dim" : "", hue ?? ""].filter((name) => name !== "");
  return classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
}

function style(): string {
  return [
    `text{font:14px ${FONT};fill:var(--text);white-space:pre}`,
    ".bold{font-weight:700}.back{fill:var(--back);stroke:var(--edge)}.bar{fill:var(--bar);stroke:var(--edge)}",
    ...(["dim", "red", "green", "yellow", "magenta", "cyan", "blue"] as const).map(
      (name) => `.${name}{fill:var(--${name})}`,
    ),
    `svg{${variables(LIGHT)}}`,
    `@media(prefers-color-scheme:dark){svg{${variables(DARK)}}}`,
  ].join("");
}

function variables(colors: Readonly<Record<string, string>>): string {
  return Object.entries(colors)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");
}

/** Also drops what XML cannot hold at all. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
