import { DETAIL_INDENT, LABEL_WIDTH } from "./tags-text.ts";
import { type Line, labelled, span, type TextStyle, type Tone, wrapWords } from "./text-layout.ts";

/** One labelled value under a head line, wrapped under itself. */
export function detail(label: string, text: string, style: TextStyle, tone: Tone = "plain"): Line[] {
  const rows = wrapWords(text, style.width - DETAIL_INDENT - LABEL_WIDTH - 1);
  return labelled(
    label,
    rows.map((row) => [span(row, tone)]),
    DETAIL_INDENT,
    LABEL_WIDTH,
  );
}
