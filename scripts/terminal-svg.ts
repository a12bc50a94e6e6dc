/**
 * Turns coloured terminal text into a picture:
 * `strata plan --color always | npx tsx scripts/terminal-svg.ts --title "strata plan" > docs/images/plan.svg`
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseAnsi } from "./terminal-svg/ansi.ts";
import { drawTerminal } from "./terminal-svg/picture.ts";

const { values } = parseArgs({
  options: { title: { type: "string", default: "strata" }, columns: { type: "string", default: "80" } },
});

process.stdout.write(
  drawTerminal(parseAnsi(readFileSync(0, "utf8")), { title: values.title, columns: Number(values.columns) }),
);
