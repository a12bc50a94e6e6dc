/** Peak memory of a process and everything it starts, from Linux's /proc; elsewhere there is none to tell. */
import { readFileSync } from "node:fs";

const EVERY_MS = 100;

/**
 * Looks at all processes below `root` (not at itself) until `stop`, which answers the most that those alive at the same
 * moment held, each counted with its own peak. What lives shorter than the pause between two looks is not seen.
 */
export function watchMemory(root: number): { readonly stop: () => number } {
  let most = 0;
  const look = (): void => {
    most = Math.max(
      most,
      below(root).reduce((sum, pid) => sum + peakOf(pid), 0),
    );
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}

function below(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)
    .split(" ")
    .flatMap((text) => (text === "" ? [] : [Number(text)]));
  return children.flatMap((child) => [child, ...below(child)]);
}

function peakOf(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kib ?? 0) * 1024;
}

/** Empty where the process has ended meanwhile, or where there is no /proc. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
