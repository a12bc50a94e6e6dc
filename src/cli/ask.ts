/** A question on the terminal that standard input is; what was typed before it can be kept from answering it. */
import { setImmediate as immediate, setTimeout as sleep } from "node:timers/promises";
import { Interrupted } from "./edge.ts";

export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** How long nothing may arrive before the keys typed so far count as read; a terminal hands over what it has at once. */
const QUIET_MS = 60;
const CTRL_C = "\u0003";

/** Null when the input ended without an answer. All but the last line of the question is printed above the prompt. */
export async function askOn({ input, output }: Terminal, question: string): Promise<string | null> {
  const { createInterface } = await import("node:readline/promises");
  const lastLine = question.lastIndexOf("\n") + 1;
  output.write(question.slice(0, lastLine));
  const terminal = createInterface({ input, output });
  let onClose = (): void => undefined;
  const closed = new Promise<null>((resolve, reject) => {
    onClose = () => {
      output.write("\n");
      resolve(null);
    };
    terminal.once("close", onClose);
    // The terminal hands on Ctrl-C as a key while readline holds it: the process itself gets no signal.
    terminal.once("SIGINT", () => {
      output.write("\n");
      reject(new Interrupted());
    });
  });
  // After a Ctrl-Z and fg readline shows the question again, but leaves the reading to whoever asked.
  terminal.on("SIGCONT", () => terminal.resume());
  try {
    return await Promise.race([terminal.question(question.slice(lastLine)), closed]);
  } finally {
    // Only this listener: readline's own one lets go of the keys, which would be echoed twice at the next question.
    terminal.off("close", onClose);
    terminal.close();
  }
}

/**
 * Throws away what was typed before the question was there to be read. The terminal holds unfinished lines back until it
 * is in raw mode, in which readline leaves it anyway.
 * @throws Interrupted when a Ctrl-C is among it.
 */
export async function discardTypedAhead(input: NodeJS.ReadStream): Promise<void> {
  const typed: Buffer[] = [];
  const isInterrupted = (): boolean => typed.some((keys) => keys.includes(CTRL_C));
  const onData = (keys: Buffer): void => {
    typed.push(keys);
  };
  input.setRawMode(true);
  input.on("data", onData);
  let heard: number;
  do {
    heard = typed.length;
    await sleep(QUIET_MS);
    // A busy machine may have let the time run out before anything was read: an immediate comes after the reading.
    await immediate();
  } while (typed.length > heard && !isInterrupted());
  input.off("data", onData);
  input.pause();
  if (!isInterrupted()) return;
  input.setRawMode(false);
  throw new Interrupted();
}
