/** The first line of a change: marker, name, what happens, and at the right edge where it is declared. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { DETAIL_INDENT } from "./tags-text.ts";
import { displayWidth, fitToWidth } from "./terminal-text.ts";
import {
  cutStart,
  type Line,
  leftAndRight,
  lineWidth,
  paragraph,
  span,
  type TextStyle,
  type Tone,
} from "./text-layout.ts";

export interface Head {
  readonly marker: string;
  readonly name: string;
  readonly phrase: string;
  readonly tone: Tone;
  readonly declaredAt: SourceRange | null;
}

/** Width of the column of markers, the widest being `+/-`. */
const GUTTER = 3;

/** As much on one line as fits: first the phrase, then the place, goes on a line of its own. */
export function headLines({ marker, name, phrase, tone, declaredAt }: Head, style: TextStyle): Line[] {
  const shownName = fitToWidth(span(name).text, style.width - GUTTER - 1);
  const named: Line = [span(marker.padStart(GUTTER), tone), span(" "), span(shownName, "strong")];
  const withPhrase: Line = [...named, span("  "), span(phrase, tone)];
  const lines =
    lineWidth(withPhrase) <= style.width ? [withPhrase] : [named, ...paragraph(phrase, DETAIL_INDENT, style, tone)];
  return declaredAt === null ? lines : withPlace(lines, placeText(declaredAt), style);
}

export function placeText({ file, start }: SourceRange): string {
  return `${file}:${start.line}`;
}

function withPlace(lines: readonly Line[], place: string, style: TextStyle): Line[] {
  const [first = [], ...rest] = lines;
  const text = cutStart(span(place).text, style.width - DETAIL_INDENT);
  const joined = leftAndRight(first, span(text, "dim"), style);
  if (joined !== undefined) return [joined, ...rest];
  return [...lines, [span(" ".repeat(Math.max(0, style.width - displayWidth(text)))), span(text, "dim")]];
}
