/** Imported entries against the rules of the main file, before anybody has to run into them. */
import { checkConfig } from "../config/check.ts";
import type { WrittenConfig } from "../config/generated/written-config.ts";
import { type ShapedFile, shapeIncluded } from "../config/schema.ts";
import { parseSource } from "../config/yaml-document.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ImportText } from "../render/import-yaml.ts";

/** What one entry breaks; the key is "" where it is the defaults. */
export interface Broken {
  readonly key: string;
  readonly found: Diagnostic;
}

const IMPORTED = "imported";

/** Loads the text as if it were included, and tells the errors that are about it. */
export function checkAgainstFile(main: ShapedFile<WrittenConfig>, { text, entryLines }: ImportText): Broken[] {
  const parsed = parseSource(IMPORTED, text);
  const shaped = shapeIncluded(parsed);
  const { diagnostics } = checkConfig({
    main: { ...main, fences: [] },
    included: [{ ...shaped, fences: [] }],
    complete: true,
  });
  const all = [...parsed.diagnostics, ...shaped.diagnostics, ...diagnostics];
  return all
    .filter(({ severity, subject }) => severity === "error" && subject?.file === IMPORTED)
    .map((found) => ({ key: keyAt(entryLines, found.subject?.start.line ?? 0), found }));
}

/** `entryLines` say where entries begin, in order. */
function keyAt(entryLines: ImportText["entryLines"], line: number): string {
  let key = "";
  for (const [name, begins] of entryLines) if (begins <= line) key = name;
  return key;
}
