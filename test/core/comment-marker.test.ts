/** The hidden line comes back as it went, and nothing in it can end the HTML comment it stands in. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CommentMarker, formatMarker, parseMarker } from "../../src/core/comment-marker.ts";

const marker: fc.Arbitrary<CommentMarker> = fc.record({
  kind: fc.constantFrom("plan", "result", "drift"),
  key: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("-->", "--!>", "a\nb", "<!--", "\u202e", "---")),
  hash: fc.stringMatching(/^[0-9a-f]{12}$/),
  head: fc.option(fc.stringMatching(/^[0-9a-f]{7}$/)),
  run: fc.option(fc.nat()),
  truncated: fc.boolean(),
});

test("what was written is read", () => {
  fc.assert(
    fc.property(marker, fc.string(), (given, rest) => {
      expect(parseMarker(`${formatMarker(given)}\n${rest}`)).toEqual(given);
    }),
  );
});

test("it is one HTML comment, whatever is in it", () => {
  fc.assert(
    fc.property(marker, (given) => {
      const inside = formatMarker(given).slice("<!--".length, -"-->".length);
      expect(inside).not.toMatch(/--|[<>\r\n]/);
    }),
  );
});

test.each([
  "",
  "Plan",
  "<!-- strata:plan:v1 {} -->",
  "<!-- strata:plan:v1 {bad} -->",
  "<!-- strata:plan:v2 {} -->",
  ' <!-- strata:plan:v1 {"key":"a","hash":"b","head":null,"run":null,"truncated":false} -->',
])("%j is no marker of ours", (text) => expect(parseMarker(text)).toBeUndefined());
