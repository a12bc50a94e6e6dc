/** Help of the commands to look things up with, and of `strata` itself. */
import { type CommandPage, type CommandPages, example } from "./command-page.ts";

/** `strata --help`. */
export const ROOT_PAGE: CommandPage = {
  effect: "nothing",
  about: [
    "Keeps Amazon Bedrock application inference profiles as code: declared in one file, compared with every account and region, applied after review, with cost allocation by their tags.",
    "Without a command it shows where you are and the next step, without AWS. Only apply and tags backfill can write to AWS.",
  ],
  options: {},
  globals: [],
  examples: [
    example("strata validate", "is the file right? (no AWS needed)"),
    example("strata plan --sandbox", "try a plan without an account"),
    example("strata plan", "how the file differs from AWS"),
    example("strata apply", "plan, ask, apply"),
    example("source <(strata completion bash)", "complete commands with Tab"),
  ],
  exits: {
    0: "done, or nothing to do",
    1: "internal or AWS error before a change",
    2: "changes pending (with --detailed-exitcode)",
    3: "some change failed",
    4: "not covered by the approved plan",
    5: "blocked",
    6: "file invalid",
    7: "a target could not be read",
    8: "declined, or nobody to ask",
    64: "usage error",
    130: "interrupted",
  },
  docs: "README.md, docs/cli.md",
};

export const REFERENCE_PAGES: CommandPages = {
  explain: {
    group: "Reference",
    effect: "nothing",
    about: [
      "Tells what a code means: its cause, a wrong and a right piece of YAML where that makes sense, how to mend it, and where to read more. Codes stand in brackets after error and warning.",
      "With an area, such as config or safety, it lists the codes of that area; with nothing, all codes. It needs neither AWS nor a configuration.",
    ],
    globals: [],
    examples: [
      example("strata explain config/duplicate-profile"),
      example("strata explain safety", "the codes of an area"),
      example("strata explain --format json | jq -r '.codes[].code'"),
    ],
    exits: { 0: "told", 64: "no such code" },
    docs: "docs/diagnostics.md",
  },
  schema: {
    group: "Reference",
    effect: "nothing",
    about: [
      "Prints a JSON Schema: of the file format, for editors, or of what a command writes with --format json.",
      "It needs neither AWS nor a configuration.",
    ],
    globals: [],
    examples: [
      example("strata schema > profiles.schema.json"),
      example("strata schema plan"),
      example("strata schema outputs --out outputs.schema.json"),
    ],
    exits: { 0: "printed", 64: "no such schema" },
    docs: "docs/configuration.md",
  },
  completion: {
    group: "Reference",
    effect: "nothing",
    about: [
      "Prints a script that teaches the shell to complete commands, options, their values and files with the Tab key.",
      "It installs nothing: where the script goes is yours to say. The script is whole; a Tab starts no program and asks no AWS.",
    ],
    globals: [],
    examples: [
      example("source <(strata completion bash)", "in ~/.bashrc"),
      example("source <(strata completion zsh)", "in ~/.zshrc, after compinit"),
      example("strata completion zsh > ~/.zfunc/_strata", "or once, in a folder of $fpath"),
      example("strata completion fish | source", "in config.fish"),
    ],
    exits: { 0: "printed", 64: "no such shell" },
    docs: "docs/cli.md",
  },
  sandbox: {
    group: "Reference",
    effect: "nothing",
    about: [
      "Serves the local stand-in for AWS on loopback until Ctrl-C, and prints the variables that point AWS's own tools at it. Strata's commands need it not: they take --sandbox.",
      "It knows no real account. Its state is in memory unless --state names a file.",
    ],
    globals: ["faults"],
    examples: [
      example("strata sandbox --port 4599 --state .strata/sandbox.json"),
      example("strata sandbox --behaviour listLagMs=2000 --fault throttle:rate=5"),
      example("AWS_ENDPOINT_URL=http://127.0.0.1:4599 aws bedrock list-inference-profiles"),
    ],
    exits: { 0: "ended", 1: "the port is taken, or the state cannot be used" },
    docs: "docs/sandbox.md",
  },
  help: {
    group: "Reference",
    effect: "nothing",
    about: ["Explains a command, with examples: the same as its --help. Without a command, it shows all of them."],
    globals: [],
    examples: [example("strata help plan"), example("strata help iam caller")],
    exits: { 0: "shown", 64: "no such command" },
    docs: "docs/cli.md",
  },
};
