/** `strata explain`: what a code means, or which codes there are. */
import { closest } from "../core/closest.ts";
import { areas } from "../diagnostics/areas.ts";
import { CODES, type DiagnosticCode } from "../diagnostics/codes.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { renderCodesText, renderExplainText } from "../render/explain-text.ts";
import { explained, renderExplainJson } from "../render/explained.ts";
import type { TextStyle, View } from "../ui/view.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

export interface ExplainQuestion {
  /** A code, its part after the slash, or an area; nothing asks for the list. */
  readonly word?: string;
  readonly format: "text" | "json";
  readonly style: TextStyle;
  /** The folder of the package, which has `docs`. */
  readonly root: string;
}

export function explainCommand(view: View, { word, format, style, root }: ExplainQuestion): ExitCode {
  const asked = word === undefined ? undefined : bare(word);
  const chosen = areas().filter(({ name }) => asked === undefined || name === asked);
  if (chosen.length > 0) {
    const codes = chosen.flatMap((area) => area.codes);
    if (format === "json") view.result(renderExplainJson(codes.map(explained)));
    else view.result(renderCodesText(chosen, style));
    return EXIT.done;
  }
  const code = meant(asked ?? "");
  if (code === undefined) return tellUnknown(view, word ?? "");
  const one = explained(code);
  view.result(format === "json" ? renderExplainJson([one]) : renderExplainText(one, root, style));
  return EXIT.done;
}

/** As it stands in the output of a command, where it was copied from: `error[config/yaml-tab]:`. */
function bare(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/^(?:error|warning)?\[?([^[\]]*)\]?:?$/, "$1");
}

function isCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(CODES, text);
}

/** The code itself, or the only one that has these words after its slash. */
function meant(asked: string): DiagnosticCode | undefined {
  if (isCode(asked)) return asked;
  const [only, ...others] = Object.keys(CODES).filter((code) => code.endsWith(`/${asked}`));
  return only !== undefined && others.length === 0 && isCode(only) ? only : undefined;
}

function tellUnknown(view: View, word: string): ExitCode {
  const asked = bare(word);
  const all = Object.keys(CODES);
  const afterSlash = closest(asked.slice(asked.indexOf("/") + 1), all.map(wordsOf));
  const near = closest(asked, all) ?? all.find((code) => wordsOf(code) === afterSlash);
  view.diagnostics(
    [
      diagnostic("usage/unknown-code", {
        detail: `There is no code \`${word.slice(0, 80)}\`.`,
        hint: near === undefined ? "`strata explain` lists all codes." : `Did you mean \`${near}\`?`,
      }),
    ],
    new Map(),
  );
  return EXIT.usage;
}

function wordsOf(code: string): string {
  return code.slice(code.indexOf("/") + 1);
}
