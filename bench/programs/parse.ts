/** `parse.js FILE` reads a configuration's YAML as Strata does, and does nothing else: what nobody who reads it is spared. */
import { readFileSync } from "node:fs";
import { parseQuickly } from "../../src/config/quick-yaml.ts";

const file = process.argv[2] ?? "";
if (parseQuickly(file, readFileSync(file, "utf8")) === undefined) throw new Error(`${file} cannot be read quickly`);
