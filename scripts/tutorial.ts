/**
 * `npm run tutorial`: walks through docs/tutorial.md with the built command, and writes what it prints now into the page.
 * Lines that the page leaves out stay left out; look at the difference before you commit it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isShown, refreshed } from "./tutorial/alike.ts";
import { walk } from "./tutorial/walk.ts";

const PAGE = join(import.meta.dirname, "../docs/tutorial.md");

const page = readFileSync(PAGE, "utf8");
const lines = page.split("\n");
const edits: { readonly at: number; readonly count: number; readonly text: string }[] = [];
let hasFailed = false;

await walk(page, ({ block, shown, printed, code, wantedCode }) => {
  if (code !== wantedCode) {
    console.log(`line ${block.line}: exit ${code} where ${wantedCode} is shown:\n${printed}`);
    hasFailed = true;
  }
  if (isShown(shown?.text ?? "", printed)) return;
  console.log(`line ${block.line}: ${block.text.trimEnd()}`);
  const text = refreshed(shown?.text ?? "", printed);
  if (shown === null)
    edits.push({ at: block.line + count(block.text), count: 0, text: `\n\`\`\`text\n${text}\`\`\`\n` });
  else edits.push({ at: shown.line - 1, count: count(shown.text), text });
});

for (const { at, count: gone, text } of edits.reverse()) lines.splice(at, gone, ...text.replace(/\n$/, "").split("\n"));
writeFileSync(PAGE, lines.join("\n"));
if (hasFailed) process.exitCode = 1;

function count(text: string): number {
  return text.split("\n").length - 1;
}
