/** Where a frame stands, in a terminal in memory: whatever becomes of the window, nothing of it stays and nothing else goes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { FramePlace } from "../../src/ui/frame-place.ts";
import { roomOf, type WindowSize } from "../../src/ui/progress-room.ts";
import { Screen } from "./screen.ts";

interface Step {
  readonly becomes: Partial<WindowSize>;
  /** Frames that are drawn before the terminal has told its new size. */
  readonly unaware: number;
}

/** What is on the screen in the end; before the frame there were so many lines. */
async function afterwards(first: WindowSize, lines: readonly string[], steps: readonly Step[]): Promise<string> {
  const screen = new Screen(first);
  let told = first;
  const write = (text: string): void => screen.write(text);
  const place = new FramePlace({
    write,
    size: () => told,
    onResize: () => undefined,
    onSuspend: () => undefined,
    cursorDrifts: true,
  });
  write(lines.map((line) => `${line}\n`).join(""));
  draw(place, told);
  for (const { becomes, unaware } of steps) {
    const size = { ...told, ...becomes };
    await screen.resize(size);
    for (let frame = 0; frame < unaware; frame++) draw(place, told);
    told = size;
    place.clear();
    draw(place, told);
  }
  expect(screen.isCursorShown()).toBe(false);
  place.clear();
  write("afterwards");
  expect(screen.isCursorShown()).toBe(true);
  return screen.text();
}

/** As wide and as tall as frames get; every fifth row is blank, as the first one is. */
function draw(place: FramePlace, size: WindowSize): void {
  const { width, rows } = roomOf(size);
  place.show(Array.from({ length: rows }, (_, row) => (row % 5 === 0 ? "" : "=".repeat(width))));
}

const linesOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}${"x".repeat(at % 90)}`);
const WIDE = fc.record({ columns: fc.integer({ min: 81, max: 200 }), rows: fc.integer({ min: 12, max: 60 }) });
const UNAWARE = fc.nat(2);

test("a window that stays wider than a frame gets, however it changes", async () => {
  const steps = fc.array(fc.record({ becomes: WIDE, unaware: UNAWARE }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(WIDE, fc.nat(100), steps, async (first, count, changes) => {
      const lines = linesOf(count);
      expect(await afterwards(first, lines, changes)).toBe([...lines, "afterwards"].join("\n"));
    }),
  );
});

test("a full screen that gets narrower than the frame", async () => {
  const columns = fc.integer({ min: 40, max: 80 });
  await fc.assert(
    fc.asyncProperty(WIDE, columns, UNAWARE, async (first, narrow, unaware) => {
      const lines = linesOf(90);
      const text = await afterwards(first, lines, [{ becomes: { columns: narrow }, unaware }]);
      expect(text).toBe([...lines, "afterwards"].join("\n"));
    }),
  );
});

test("keys that are typed meanwhile, and a line that somebody else writes", async () => {
  const screen = new Screen({ columns: 80, rows: 24 });
  const write = (text: string): void => screen.write(text);
  const size = { columns: 80, rows: 24 };
  const place = new FramePlace({
    write,
    size: () => size,
    onResize: () => undefined,
    onSuspend: () => undefined,
    cursorDrifts: false,
  });
  draw(place, size);
  write("typed ahead");
  draw(place, size);
  expect(await screen.text()).not.toContain("typed");
  write("a warning\n");
  draw(place, size);
  place.clear();
  expect(await screen.text()).toBe("a warning");
});
