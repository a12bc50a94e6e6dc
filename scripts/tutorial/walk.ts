/** Walks through a page: writes its files, makes its edits and runs its commands, in their order. */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { openShell, type Shell } from "../shown-commands/shell.ts";
import { edited, type Step, stepsOf } from "./blocks.ts";

/** The port of the page; another is taken, since on this machine it may be in use. */
const PORT = "4640";

export interface Walked extends Step {
  readonly printed: string;
  readonly code: number | null;
  readonly wantedCode: number;
}

export async function walk(page: string, onStep: (walked: Walked) => void): Promise<void> {
  const shell = openShell();
  const port = await freePort();
  try {
    for (const step of stepsOf(page)) {
      const walked = await take(shell, step, port);
      if (walked !== null) onStep(walked);
    }
  } finally {
    await shell.close();
  }
}

async function take(shell: Shell, step: Step, port: string): Promise<Walked | null> {
  const { language, more, text } = step.block;
  if (language === "yaml" || language === "diff") {
    if (more === "") return null;
    const file = join(shell.folder, more);
    writeFileSync(file, language === "yaml" ? text : edited(readFileSync(file, "utf8"), text));
    return null;
  }
  if (language !== "sh") return null;
  const lines = text.trimEnd().replaceAll(PORT, port);
  const told = (printed: string): string => printed.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${PORT}`);
  if (more === "goes-on") return { ...step, printed: told(await shell.start(lines)), code: 0, wantedCode: 0 };
  const { text: printed, code } = await shell.run(lines);
  return { ...step, printed: told(printed), code, wantedCode: Number(more.replace("exit ", "")) };
}

function freePort(): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(String(typeof address === "object" ? address?.port : "")));
    });
  });
}
