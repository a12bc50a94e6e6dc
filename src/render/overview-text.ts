/** `strata` alone: stack, file and counts, and what to do next. */
import type { Desired } from "../core/desired.ts";
import { shellQuote } from "./import-steps.ts";
import { countOf } from "./plan-words.ts";
import {
  joinParts,
  type Line,
  labelled,
  paragraph,
  renderLines,
  span,
  type TextStyle,
  wrapWords,
} from "./text-layout.ts";
import { countsOf } from "./validate-text.ts";

export type ConfigState =
  /** `above`: the same file in a folder that this one lies in. */
  | { readonly status: "missing"; readonly above: string | null }
  | { readonly status: "invalid"; readonly errors: number; readonly warnings: number }
  | {
      readonly status: "valid";
      readonly desired: Desired;
      /** Files beside the configuration. */
      readonly included: number;
      readonly warnings: number;
    };

export interface Overview {
  readonly version: string;
  /** The configuration file, as the user gave it. */
  readonly file: string;
  readonly config: ConfigState;
  readonly sandboxState: { readonly file: string; readonly isSaved: boolean };
  /** Flags that the next step has to repeat. */
  readonly repeatFlags: readonly string[];
}

interface Step {
  readonly command: string;
  readonly why: string;
}

const LABEL_WIDTH = 8;
/** Copied into a shell, a command must not be cut. */
const UNCUT = Number.POSITIVE_INFINITY;

export function renderOverview(overview: Overview, style: TextStyle): string {
  const { config, sandboxState, version } = overview;
  const saved = `${sandboxState.file}: saved state, which --sandbox goes on with`;
  const facts: [string, string][] = [
    ["Version", version],
    ...(config.status === "valid" ? [["Stack", config.desired.stack] as [string, string]] : []),
    ["File", fileText(overview)],
    ...(config.status === "valid" ? [["Holds", holdsText(config.desired)] as [string, string]] : []),
    ...(sandboxState.isSaved ? [["Sandbox", saved] as [string, string]] : []),
  ];
  const steps = [...nextSteps(overview), { command: "strata --help", why: "all commands, with examples" }];
  const lines = joinParts([facts.flatMap((fact) => factLines(fact, style)), stepLines(steps, style)]);
  return renderLines(lines, { ...style, width: UNCUT });
}

function factLines([label, text]: readonly [string, string], style: TextStyle): Line[] {
  const rows = wrapWords(text, style.width - LABEL_WIDTH - 1);
  return labelled(
    label,
    rows.map((row) => [span(row)]),
    0,
    LABEL_WIDTH,
  );
}

function fileText({ file, config }: Overview): string {
  if (config.status === "missing") return `${file}: not found`;
  const found = config.warnings === 0 ? "" : `, ${countOf(config.warnings, "warning", "warnings")}`;
  if (config.status === "invalid") return `${file}: invalid, ${countOf(config.errors, "error", "errors")}${found}`;
  const included = config.included === 0 ? "" : `, with ${countOf(config.included, "included file", "included files")}`;
  return `${file}${included}: valid${found}`;
}

function holdsText(desired: Desired): string {
  const { profiles, keys, regions, accounts } = countsOf(desired);
  const places = `${countOf(accounts, "account", "accounts")} and ${countOf(regions, "region", "regions")}`;
  return `${countOf(profiles, "profile", "profiles")} for ${places}, ${keys} in all`;
}

/** What the state of the file asks for. */
function nextSteps({ config, file, repeatFlags }: Overview): Step[] {
  const flags = (all: readonly string[]): string => all.map((flag) => ` ${shellQuote(flag)}`).join("");
  const where = repeatFlags.includes("--config") ? flags(["--config", file]) : "";
  if (config.status === "missing" && config.above !== null)
    return [{ command: `strata${flags(["--config", config.above])}`, why: "a folder above has a file of that name" }];
  if (config.status === "missing")
    return [{ command: `strata init${where}`, why: "writes a first one, and overwrites nothing" }];
  if (config.status === "invalid") {
    const errors = config.errors === 1 ? "shows the error" : `shows the ${config.errors} errors`;
    return [{ command: `strata validate${where}`, why: `${errors}, each with its place and mend` }];
  }
  return [{ command: `strata plan${flags(repeatFlags)}`, why: "shows what an apply would change; it only reads" }];
}

function stepLines(steps: readonly Step[], style: TextStyle): Line[] {
  const column = Math.max(...steps.map(({ command }) => command.length)) + 2;
  const isWide = steps.every(({ why }) => LABEL_WIDTH + 1 + column + why.length <= style.width);
  return steps.flatMap(({ command, why }, index) => {
    const label = index === 0 ? "Next" : "More";
    const pad = " ".repeat(column - command.length);
    if (isWide) return labelled(label, [[span(command, "strong"), span(pad), span(why)]], 0, LABEL_WIDTH);
    return [...labelled(label, [[span(command, "strong")]], 0, LABEL_WIDTH), ...paragraph(why, LABEL_WIDTH + 3, style)];
  });
}
