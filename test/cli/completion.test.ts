/** The scripts in the shells themselves; a shell that is not installed is skipped, which the report says. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bareProgram } from "../../scripts/generate/bare-program.ts";
import { completionScript, SHELLS } from "../../src/cli/completion-command.ts";
import { CODES } from "../../src/diagnostics/codes.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "strata-completion-"));

beforeAll(async () => {
  for (const shell of SHELLS)
    writeFileSync(join(FOLDER, `script.${shell}`), await completionScript(shell, bareProgram()));
  const place = join(FOLDER, "place");
  mkdirSync(join(place, "sub folder"), { recursive: true });
  writeFileSync(join(place, "plan one.json"), "{}");
});

const isInstalled = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

/** A command line, the last word of it being completed, and what is offered; sorted, since shells sort on their own. */
const LINES: readonly (readonly [line: readonly string[], offered: readonly string[]])[] = [
  [["pl"], ["plan"]],
  [["xyzzy"], []],
  [["--co"], ["--color", "--config"]],
  [["plan", "--fo"], ["--format"]],
  [
    ["plan", "--format", ""],
    ["json", "markdown", "text"],
  ],
  [
    ["validate", "--format", ""],
    ["json", "text"],
  ],
  [
    ["--config", "x.yaml", "costs", "--format", ""],
    ["csv", "html", "json", "markdown", "text"],
  ],
  [
    ["--config", "plan", "iam", ""],
    ["apply", "billing", "caller", "plan"],
  ],
  [
    ["iam", "plan", "--as", ""],
    ["cloudformation", "json", "terraform"],
  ],
  [["tags", ""], ["backfill"]],
  [["plan", "me"], ["merge"]],
  [["plan", "merge", "--a"], ["--allow-deletes"]],
  [
    ["plan", "--color", "a"],
    ["always", "auto"],
  ],
  [
    ["usage", "--last", ""],
    ["1h", "24h", "30d", "7d"],
  ],
  [
    ["completion", ""],
    ["bash", "fish", "zsh"],
  ],
  [
    ["schema", "inv"],
    ["invoke", "invoke-all"],
  ],
  [
    ["help", "in"],
    ["init", "invoke"],
  ],
  [["explain", ""], Object.keys(CODES).toSorted()],
  [["explain", "config/duplicate-p"], ["config/duplicate-profile"]],
  [["validate", "--ta"], []],
  [["schema", "--conf"], []],
];

describe.runIf(isInstalled("bash"))("bash", () => {
  const complete = (words: readonly string[]): string[] => {
    const script = `source "$1"; shift; COMP_WORDS=(strata "$@"); COMP_CWORD=$#; _strata; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync("bash", ["--norc", "-c", script, "bash", join(FOLDER, "script.bash"), ...words]);
    return out.toString().split("\n").filter(Boolean).toSorted();
  };

  test.each(LINES)("%j", (words, offered) => expect(complete(words)).toEqual(offered));

  // Bash makes three words of `--format=js`.
  test.each([
    [["plan", "--format", "=", "js"], ["json"]],
    [
      ["plan", "--format", "="],
      ["json", "markdown", "text"],
    ],
    [["--config", "=", "plan", "iam", "ca"], ["caller"]],
  ])("%j: %j", (words, offered) => expect(complete(words)).toEqual(offered));

  test("files are left to bash itself", () => {
    expect(complete(["apply", "--plan", "pl"])).toEqual([]);
    expect(complete(["plan", "merge", "pl"])).toEqual([]);
    const spec = execFileSync("bash", [
      "--norc",
      "-c",
      `source "$1"; complete -p strata`,
      "bash",
      join(FOLDER, "script.bash"),
    ]);
    expect(spec.toString()).toContain("-o default -F _strata strata");
  });
});

describe.runIf(isInstalled("fish"))("fish", () => {
  const complete = (words: readonly string[]): string[] => {
    const script = `source ${join(FOLDER, "script.fish")}; cd ${join(FOLDER, "place")}; complete -C 'strata ${words.join(" ")}'`;
    const out = execFileSync("fish", ["--no-config", "-c", script], { env: { ...process.env, HOME: FOLDER } });
    return out
      .toString()
      .split("\n")
      .filter(Boolean)
      .map((row) => row.split("\t")[0] ?? "")
      .toSorted();
  };

  test.each(LINES)("%j", (words, offered) => expect(complete(words)).toEqual(offered));

  test("files and folders", () => {
    for (const line of [
      ["apply", "--plan", "pl"],
      ["plan", "merge", "one.json", "pl"],
    ])
      expect(complete(line)).toEqual(["plan one.json"]);
    expect(complete(["approved", "--out-dir", ""])).toEqual(["sub folder/"]);
  });
});

/** Types the line into a zsh of its own, presses Tab, and answers what would be offered. */
const ZSH = `
zmodload zsh/zpty
zpty z "SCRIPT=$1 zsh -f -i"
zpty -w z "source $2"
zpty -r -m z read '*[[]READY[]]*'
zpty -w -n z "strata $3"$'\\t\\x18'
while zpty -r z out; do all+=$out; [[ $out == *'[END]'* ]] && break; done
print -r -- $all
`;
const ZSH_INIT = `
PROMPT=
autoload -Uz compinit; compinit -u -d ${join(FOLDER, "zcompdump")}
bindkey '^I' complete-word
done-now() { print -r -- "[END]"; exit }
zle -N done-now; bindkey '^X' done-now
source $SCRIPT
cd ${join(FOLDER, "place")}
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a found
  builtin compadd -O found "$@"
  local one; for one in $found; do print -r -- "[$one]"; done
}
print -r -- "[""READY]"
`;

describe.runIf(isInstalled("zsh"))("zsh", () => {
  const complete = (words: readonly string[]): string[] => {
    const init = join(FOLDER, "init.zsh");
    writeFileSync(init, ZSH_INIT);
    const args = ["-f", "-c", ZSH, "zsh", join(FOLDER, "script.zsh"), init, words.join(" ")];
    const out = execFileSync("zsh", args, { env: { ...process.env, HOME: FOLDER, TERM: "dumb" }, timeout: 60_000 });
    const found = [...out.toString().matchAll(/\[([\w. /-]+)\]/g)].map(([, one = ""]) => one);
    return [...new Set(found)].filter((one) => one !== "END" && one !== "READY").toSorted();
  };

  test.each(LINES)("%j", (words, offered) => expect(complete(words)).toEqual(offered));
});

test("every script names every command, and no value that varies", async () => {
  for (const shell of SHELLS) {
    const script = await completionScript(shell, bareProgram());
    expect(script).toBe(await completionScript(shell, bareProgram()));
    for (const name of ["backfill", "caller", "completion"]) expect(script).toContain(name);
  }
});
