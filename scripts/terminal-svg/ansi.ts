/** Coloured terminal text as data: rows of runs, each with what its SGR sequences switched on. */

export type Hue = "red" | "green" | "yellow" | "magenta" | "cyan" | "blue";

export interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly hue: Hue | null;
}

export interface Run extends Look {
  readonly text: string;
}

export const PLAIN: Look = { bold: false, dim: false, underline: false, hue: null };

/** What the few codes do that Strata writes. */
const CODES: Readonly<Record<number, Partial<Look>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  4: { underline: true },
  22: { bold: false, dim: false },
  24: { underline: false },
  31: { hue: "red" },
  32: { hue: "green" },
  33: { hue: "yellow" },
  34: { hue: "blue" },
  35: { hue: "magenta" },
  36: { hue: "cyan" },
  39: { hue: null },
};

const ESC = String.fromCharCode(27);
const SGR = new RegExp(`${ESC}\\[([\\d;]*)m`);

/** Rows of the text. A code that is not known here would be missing in the picture, so it is an error. */
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
  return codes.split(";").reduce(applyCode, look);
}

function applyCode(look: Look, code: string): Look {
  const change = CODES[Number(code)];
  if (change === undefined) throw new Error(`SGR ${code} is not drawn yet: see scripts/terminal-svg/ansi.ts`);
  return { ...look, ...change };
}
