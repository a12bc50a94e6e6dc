/** Files that nobody else can have prepared: what a checkout has under their names goes first. */
import { lstatSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The folder must not be a link out of the checkout; a file or link in it gives way. Answers the path. */
export function saveFresh(folder: string, name: string, text: string): string {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(folder);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  rmSync(path, { force: true, recursive: true });
  writeFileSync(path, text, { flag: "wx" });
  return path;
}
