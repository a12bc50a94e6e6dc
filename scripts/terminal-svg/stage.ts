/** Plays a scene with the built command, and draws what it prints. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { activate, anEstate } from "../costs-picture/estate.ts";
import { openShell, type Shell } from "../shown-commands/shell.ts";
import { PLAIN, parseAnsi, type Run } from "./ansi.ts";
import { drawTerminal, type Theme } from "./picture.ts";
import type { Scene } from "./scenes.ts";

const COLUMNS = 80;

export interface Picture {
  /** Below `docs/images`. */
  readonly file: string;
  readonly svg: string;
}

export async function picturesOf(scene: Scene): Promise<Picture[]> {
  const rows = rowsOf(scene, await play(scene));
  const about = { title: scene.command, description: scene.description, columns: COLUMNS };
  return (["light", "dark"] as const satisfies readonly Theme[]).map((theme) => ({
    file: `${scene.name}-${theme}.svg`,
    svg: drawTerminal(rows, { ...about, theme }),
  }));
}

async function play({ before, file, command, sandbox }: Scene): Promise<string> {
  const shell = openShell();
  try {
    if (sandbox === "company") await settle(shell);
    for (const [text, line] of before) {
      writeFileSync(join(shell.folder, "profiles.yaml"), text);
      const { code, text: printed } = await shell.run(line);
      if (code !== 0) throw new Error(`${line}: ${printed}`);
    }
    writeFileSync(join(shell.folder, "profiles.yaml"), file);
    return (await shell.run(`${command} --color always`)).text;
  } finally {
    await shell.close();
  }
}

/** Its tags count since long before, as they do where Strata has been at work for a while. */
async function settle(shell: Shell): Promise<void> {
  const then = new Date("2025-12-01T09:00:00Z");
  const sandbox = await anEstate({ stateFile: join(shell.folder, ".strata/sandbox.json"), now: () => then });
  await activate(sandbox, ["project", "stage"], then);
  await sandbox.close();
}

/** The command after its prompt, and what is left out in between as an ellipsis. */
function rowsOf({ command, from }: Scene, printed: string): Run[][] {
  const rows = parseAnsi(printed);
  const first =
    from === undefined
      ? 0
      : rows.findIndex((row) =>
          row
            .map(({ text }) => text)
            .join("")
            .startsWith(from),
        );
  if (first < 0) throw new Error(`${command} does not print "${from}" any more`);
  return [
    [
      { ...PLAIN, dim: true, text: "$ " },
      { ...PLAIN, bold: true, text: command },
    ],
    ...(first === 0 ? [] : [[{ ...PLAIN, dim: true, text: "…" }]]),
    ...rows.slice(first),
  ];
}
