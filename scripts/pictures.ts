/**
 * `npm run pictures`: draws docs/images/*-light.svg and *-dark.svg from what the built command prints now.
 * `npx tsx scripts/pictures.ts plan costs` draws only these.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCENES } from "./terminal-svg/scenes.ts";
import { picturesOf } from "./terminal-svg/stage.ts";

const IMAGES = join(import.meta.dirname, "../docs/images");

const names = process.argv.slice(2);
for (const scene of SCENES) {
  if (names.length > 0 && !names.includes(scene.name)) continue;
  for (const { file, svg } of await picturesOf(scene)) writeFileSync(join(IMAGES, file), svg);
}
