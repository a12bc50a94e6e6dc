/** A terminal window as SVG, light or dark: real text in a monospace font, and nothing that runs or is fetched. */
import { displayWidth } from "../../src/render/terminal-text.ts";
import type { Hue, Run } from "./ansi.ts";

export type Theme = "light" | "dark";

export interface PictureOptions {
  readonly title: string;
  /** What a reader who does not see it is told. */
  readonly description: string;
  /** Columns of the window; wider rows make it wider. */
  readonly columns: number;
  readonly theme: Theme;
}

/** In pixels at the size in which the picture is shown as it is; whole ones, so that bars have no seams. */
const CELL = 9;
const ROW = 21;
const PADDING = 20;
const BAR = 40;
const FONT =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

type Color = Hue | "back" | "bar" | "edge" | "text" | "dim";

/** GitHub's own tones; each text on `back` has a contrast of 4.5 and more (WCAG AA), which a test computes. */
export const COLORS: Readonly<Record<Theme, Readonly<Record<Color, string>>>> = {
  light: {
    back: "#ffffff",
    bar: "#f0f2f5",
    edge: "#d0d7de",
    text: "#1f2328",
    dim: "#59636e",
    red: "#c5221f",
    green: "#116329",
    yellow: "#7d4e00",
    magenta: "#8250df",
    cyan: "#1b6f83",
    blue: "#0550ae",
  },
  dark: {
    back: "#0d1117",
    bar: "#161b22",
    edge: "#30363d",
    text: "#e6edf3",
    dim: "#9198a1",
    red: "#ff7b72",
    green: "#56d364",
    yellow: "#e3b341",
    magenta: "#d2a8ff",
    cyan: "#76e3ea",
    blue: "#79c0ff",
  },
};

export function drawTerminal(rows: readonly (readonly Run[])[], options: PictureOptions): string {
  const { title, description, columns, theme } = options;
  const { bar, edge, back } = COLORS[theme];
  const widest = Math.max(columns, ...rows.map((runs) => displayWidth(runs.map(({ text }) => text).join(""))));
  const width = Math.ceil(widest * CELL + 2 * PADDING);
  const height = BAR + rows.length * ROW + PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(description)}</desc>`,
    `<style>${style(theme)}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="${back}" stroke="${edge}"/>`,
    `<path d="M0.5 9.5a9 9 0 0 1 9-9H${width - 9.5}a9 9 0 0 1 9 9V${BAR - 10}H0.5z" fill="${bar}" stroke="${edge}"/>`,
    ...["#ff5f57", "#febc2e", "#28c840"].map(
      (fill, index) => `<circle cx="${20 + index * 20}" cy="15.5" r="6" fill="${fill}"/>`,
    ),
    `<text class="dim" x="${width / 2}" y="20" text-anchor="middle">${escapeXml(title)}</text>`,
    ...rows.map((runs, index) => drawRow(runs, BAR + (index + 0.7) * ROW)).filter((row) => row !== ""),
    "</svg>\n",
  ].join("\n");
}

function drawRow(runs: readonly Run[], y: number): string {
  let column = 0;
  const spans = runs.flatMap((run) =>
    piecesOf(run.text).map((piece) => {
      const start = column;
      column += displayWidth(piece.text);
      return drawPiece(run, piece, start);
    }),
  );
  const text = spans.join("");
  return text === "" ? "" : `<text y="${y.toFixed(1)}" xml:space="preserve">${text}</text>`;
}

interface Piece {
  text: string;
  readonly isWide: boolean;
}

/** A wide character comes from another font, whose cells differ: it stands alone. */
function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    const isWide = displayWidth(segment) > 1;
    const last = pieces.at(-1);
    if (last === undefined || isWide || last.isWide) pieces.push({ text: segment, isWide });
    else last.text += segment;
  }
  return pieces;
}

/**
 * Each piece begins at its own column and has its own length, so that any font keeps the columns; a wide character keeps
 * its shape, in the middle of its two.
 */
function drawPiece(run: Run, { text, isWide }: Piece, start: number): string {
  const shown = text.trim();
  if (shown === "") return "";
  const width = displayWidth(shown);
  const column = start + displayWidth(text) - displayWidth(text.trimStart());
  const x = (PADDING + (isWide ? column + width / 2 : column) * CELL).toFixed(1);
  const fit = isWide
    ? 'text-anchor="middle"'
    : `textLength="${(width * CELL).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
  return `<tspan${classesOf(run)} x="${x}" ${fit}>${escapeXml(shown)}</tspan>`;
}

function classesOf({ bold, dim, underline, hue }: Run): string {
  const classes = [bold ? "bold" : "", dim ? "dim" : "", underline ? "under" : "", hue ?? ""].filter(Boolean);
  return classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
}

function style(theme: Theme): string {
  const colors = COLORS[theme];
  return [
    `text{font:15px ${FONT};fill:${colors.text};white-space:pre}.bold{font-weight:700}.under{text-decoration:underline}`,
    ...(["dim", "red", "green", "yellow", "magenta", "cyan", "blue"] as const).map(
      (name) => `.${name}{fill:${colors[name]}}`,
    ),
  ].join("");
}

/** Also drops what XML cannot hold at all, or what could turn text around. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\p{Bidi_Control}/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
