/** The component: lines in the colours of what they mean. Widths are measured before, so nothing is laid out here. */
import { Box, Text, type TextProps } from "ink";
import { type ReactNode, useLayoutEffect } from "react";
import type { Line, Span, Tone } from "../../render/text-layout.ts";

interface FrameProps {
  readonly lines: readonly Line[];
  /** Called when the frame goes, whoever has ended it. */
  readonly onGone: () => void;
}

export function Frame({ lines, onGone }: FrameProps): ReactNode {
  useLayoutEffect(() => onGone, [onGone]);
  return (
    <Box flexDirection="column">
      {lines.map((spans, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Row key={row} spans={spans} />
      ))}
    </Box>
  );
}

/** An empty text has no height, so a blank row is a space. */
function Row({ spans }: { readonly spans: Line }): ReactNode {
  return <Text wrap="truncate">{spans.length === 0 ? " " : spans.map((span, at) => paint(span, at))}</Text>;
}

function paint({ text, tone }: Span, at: number): ReactNode {
  return (
    <Text key={at} {...PAINT[tone]}>
      {text}
    </Text>
  );
}

/** As in whole texts (render/text-layout). */
const PAINT: Readonly<Record<Tone, Pick<TextProps, "bold" | "dimColor" | "strikethrough" | "color">>> = {
  plain: {},
  strong: { bold: true },
  dim: { dimColor: true },
  good: { color: "green" },
  change: { color: "yellow" },
  warn: { bold: true, color: "magenta" },
  ends: { bold: true, color: "red" },
  removed: { strikethrough: true, color: "red" },
  added: { color: "green" },
};
