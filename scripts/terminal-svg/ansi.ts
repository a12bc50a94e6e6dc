/** Coloured terminal text as data: rows of runs, each with what its SGR sequences switched on. */

export type Hue = "red" | "green" | "yellow" | "magenta" | "cyan" | "blue";

export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly hue: Hue | null;
}

type Look = Omit<Run, "text">;

const PLAIN: Look = { bold: false, dim: false, hue: null };
const HUES: Readonly<Record<number, Hue>> = {
  31: "red",
  32: "green",
  33: "yellow",
  34: "blue",
  35: "magenta",
  36: "cyan",
};

const ESC = String.fromCharCode(27);
const SGR = new RegExp(`${ESC}\\[([\\d;]*)m`);

/** Rows of the text; sequences that mean nothing here are dropped, never drawn. */
export function parseAnsi(text: string): Run[][] {
  let look = PLAIN;
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((row) => {
      const runs: Run[] = [];
      row.split(SGR).forEach((piece, index) => {
        if (index % 2 === 1) look = nextLook(look, piece);
        else if (piece !== "") runs.push({ text: piece, ...look });
      });
      return runs;
    });
}

function nextLook(look: Look, codes: string): Look {
  return (codes === "" ? "0" : codes).split(";").map(Number).reduce(applyCode, look);
}

function applyCode(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return { ...look, hue: null };
  const hue = HUES[code];
  return hue === undefined ? look : { ...look, hue };
}
