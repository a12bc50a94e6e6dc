/** Every help text as a golden file, and what holds for all of them. */
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { bareProgram } from "../../scripts/generate/bare-program.ts";
import { commandsBelow, wordsOf } from "../../src/cli/command-words.ts";
import { commandHelp } from "../../src/cli/help/command-help.ts";
import { PAGES, pageOf } from "../../src/cli/help/pages.ts";
import { renderHelp } from "../../src/render/help-text.ts";

const COMMANDS = commandsBelow(bareProgram());
const named = COMMANDS.map((command) => [wordsOf(command) || "strata", command] as const);
const ESC = String.fromCharCode(27);

const shown = (command: Command, width: number, color = false): string =>
  (["short", "long"] as const).map((detail) => renderHelp(commandHelp(command), detail, { width, color })).join("");

describe.each(named)("%s", (words, command) => {
  test("the help, short and whole", async () => {
    const file = `${words.replaceAll(" ", "-")}.txt`;
    await expect(
      (["-h", "--help"] as const)
        .map((flag) => {
          const detail = flag === "-h" ? "short" : "long";
          return `$ ${commandHelp(command).words} ${flag}\n${renderHelp(commandHelp(command), detail, { width: 80, color: false })}`;
        })
        .join("\n"),
    ).toMatchFileSnapshot(join(import.meta.dirname, "help", file));
  });

  test.each([80, 60, 40])("nothing but an example is wider than %i columns", (width) => {
    const examples = commandHelp(command).examples.map((one) => one.command);
    const rows = shown(command, width).split("\n");
    const wide = rows.filter((row) => row.length > width && !examples.includes(row.trim()));
    expect(wide).toEqual([]);
  });

  test("colour adds nothing but colour", () => {
    const coloured = shown(command, 80, true);
    expect(coloured).toContain(ESC);
    expect(coloured.replaceAll(new RegExp(`${ESC}\\[\\d+m`, "g"), "")).toBe(shown(command, 80));
  });

  test("no default that says nothing", () => {
    expect(shown(command, 200)).not.toMatch(/default: (?:\[|\{|"|false|none|undefined)/);
  });

  test("it has a page with examples, codes and a place to read more", () => {
    const page = pageOf(command);
    expect(page?.about.length).toBeGreaterThan(0);
    expect(page?.examples.length).toBeGreaterThan(0);
    expect(Object.keys(page?.exits ?? {})).toContain("0");
    expect(page?.docs).toMatch(/^(?:README\.md, )?docs\/[\w-]+\.md$/);
    // The list of `strata --help` has one line for each.
    expect(command.parent === null ? 0 : command.description().length).toBeLessThanOrEqual(66);
  });

  test("the options that its page names are there", () => {
    const names = Object.values(pageOf(command)?.options ?? {}).flat();
    expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(names));
  });
});

test("no page is about a command that is not there", () => {
  const there = COMMANDS.map(wordsOf);
  expect(Object.keys(PAGES).filter((words) => !there.includes(words))).toEqual([]);
});

test("every top command stands in a group, once", () => {
  const groups = commandHelp(bareProgram()).commands;
  expect(groups.map(({ title }) => title)).not.toContain("Commands");
  const listed = groups.flatMap(({ rows }) => rows.map(({ term }) => term));
  expect(listed.toSorted()).toEqual(
    bareProgram()
      .commands.map((command) => command.name())
      .toSorted(),
  );
});

/** A shell's words, up to a pipe or a redirection; the examples have no other syntax. */
function wordsOfExample(text: string): string[] {
  const line = text.replace(/^.*\bstrata /, "").split(/ [|<>] ?/)[0] ?? "";
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
}

const EXAMPLES = COMMANDS.flatMap((command) => commandHelp(command).examples.map((one) => one.command)).filter((text) =>
  /(?:^|\| )strata /.test(text),
);

test.each([...new Set(EXAMPLES)])("%s is taken", async (text) => {
  const argv = wordsOfExample(text);
  const program = bareProgram({ argv });
  let ran = "";
  for (const command of commandsBelow(program)) {
    command.action(() => {
      ran = wordsOf(command);
    });
  }
  await program.parseAsync(argv, { from: "user" });
  expect(ran).not.toBe("");
});

test("`help` shows a command below another one, and refuses what is none", async () => {
  const say = async (...argv: string[]): Promise<string> => {
    let text = "";
    const program = bareProgram({
      argv,
      write: (more) => {
        text += more;
      },
    });
    await program.parseAsync(argv, { from: "user" }).catch((error: Error) => {
      text += error.message;
    });
    return text;
  };
  expect(await say("help", "iam", "caller")).toContain("Usage: strata iam caller");
  expect(await say("help", "plna")).toContain("unknown command 'plna'. Did you mean \"strata plan\"?");
  expect(await say("help", "aply")).not.toContain("Did you mean");
});
