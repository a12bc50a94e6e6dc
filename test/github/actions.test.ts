/** Annotations, job summary and outputs: at most ten, the worst first, and nothing in them that the runner obeys. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Diagnostic, diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { actionsJob, disarm, disarmJson } from "../../src/github/actions.ts";
import { originOf } from "../../src/github/origin.ts";
import { NO_ORIGIN } from "../../src/render/markdown-options.ts";
import { at } from "../fakes/builders.ts";

function aJob() {
  const lines: string[] = [];
  const summary: string[] = [];
  const outputs: string[] = [];
  const job = actionsJob({
    origin: NO_ORIGIN,
    write: (line) => lines.push(line),
    appendSummary: (text) => summary.push(text),
    appendOutput: (text) => outputs.push(text),
    pathInRepository: (file) => `infra/${file}`,
  });
  return { job, lines, summary, outputs };
}

const anError = (detail: string, line?: number): Diagnostic =>
  diagnostic("plan/name-taken", { detail, ...(line === undefined ? {} : { subject: at(line) }) });
const aWarning = (detail: string): Diagnostic => diagnostic("plan/new-arn", { detail, subject: at(3) });

/** As the runner reads a line (actions/runner, ActionCommand.cs): V2 at the start of a line, V1 anywhere in it. */
function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const start = line.trimStart();
    if (start.startsWith("::") && start.indexOf("::", 2) > 0) return [start];
    return line.includes("##[") ? [line] : [];
  });
}

describe("annotations", () => {
  test("one line, on the place in the repository, with code and mend", () => {
    const { job, lines } = aJob();
    job.annotate([
      diagnostic("plan/name-taken", { detail: "Taken: 100%.", hint: "Rename, or adopt.", subject: at(12) }),
    ]);
    expect(lines).toEqual([
      "::error file=infra/profiles.yaml,line=12,endLine=12,col=3,endColumn=9,title=A profile that is not ours has this name (plan/name-taken)::Taken: 100%25.%0ARename, or adopt.\n",
    ]);
  });

  test("at most ten in all, the worst of each call first, none twice", () => {
    const { job, lines } = aJob();
    job.annotate([aWarning("w1"), aWarning("w2"), anError("e1", 5), anError("e2")]);
    job.annotate([anError("e1", 5), ...Array.from({ length: 20 }, (_, i) => aWarning(`more ${i}`))]);
    expect(lines).toHaveLength(10);
    expect(lines.slice(0, 4).map((line) => line.slice(2, line.indexOf(" ")))).toEqual([
      "error",
      "error",
      "warning",
      "warning",
    ]);
    expect(lines[0]).toContain("e1");
    expect(lines.filter((line) => line.includes("e1"))).toHaveLength(1);
  });

  test("whatever is in it, it is one command, and the one that was meant", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\n::error::x", "a,b=c::d", "%0A::stop-commands::t", "\r##[error]x"),
    );
    fc.assert(
      fc.property(texts, texts, (detail, file) => {
        const { job, lines } = aJob();
        job.annotate([diagnostic("plan/new-arn", { detail, subject: at(1, file) })]);
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(
          /^::warning file=[^,:\n\r]*,line=1,endLine=1,col=3,endColumn=9,title=[^,:\n\r]*::[^\n\r]*\n$/,
        );
      }),
    );
  });
});

describe("outputs", () => {
  test("one line each", () => {
    const { job, outputs } = aJob();
    job.output({ changes: 3, hash: "7c1e", complete: true, "exit-code": 0 });
    expect(outputs.join("")).toBe("changes=3\nhash=7c1e\ncomplete=true\nexit-code=0\n");
  });

  test("what would be more than one line is left out", () => {
    const { job, outputs } = aJob();
    job.output({ hash: "a\nchanges=0", good: 1 });
    expect(outputs.join("")).toBe("good=1\n");
  });
});

test("a summary beyond 1 MiB is not begun, since GitHub would then show nothing of the step", () => {
  const { job, summary } = aJob();
  job.summarise("a".repeat(900_000));
  job.summarise("b".repeat(200_000));
  expect(summary).toEqual([`${"a".repeat(900_000)}\n`]);
});

describe("what is printed", () => {
  test.each([
    ["::stop-commands::token", ": :stop-commands::token"],
    ["   ::add-mask::a", "   : :add-mask::a"],
    ["x\n\t::error file=a::b\ny", "x\n\t: :error file=a::b\ny"],
    ["name ##[add-mask]x", "name ## [add-mask]x"],
    ["arn:aws:bedrock:us-east-1::foundation-model/x", "arn:aws:bedrock:us-east-1::foundation-model/x"],
    [":::", ": ::"],
  ])("%j", (text, shown) => {
    expect(disarm(text)).toBe(shown);
    expect(commandsIn(disarm(text))).toEqual([]);
  });

  test("no text is obeyed", () => {
    const unit = fc.constantFrom(":", "::", " ", "\n", "\t", "\r", "#", "[", "##[", "a", "error", "\u00a0", "\u2003");
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(commandsIn(disarm(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("JSON keeps its value", () => {
    const value = { tag: "##[add-mask]x", "##[": "::error::\n::x" };
    const text = disarmJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(text)).toEqual(value);
    expect(commandsIn(text)).toEqual([]);
  });
});

describe("where a job runs", () => {
  const env = {
    GITHUB_REPOSITORY: "acme/ai",
    GITHUB_RUN_ID: "1182",
    GITHUB_SHA: "a".repeat(40),
    GITHUB_SERVER_URL: "https://ghe.acme.com",
  };
  const event = JSON.stringify({ pull_request: { head: { sha: "b".repeat(40) } } });

  test("a pull request is about its head, not about the merge that GITHUB_SHA names", () => {
    expect(originOf(env, event, "2026-11-23T09:00:00Z")).toEqual({
      commit: "b".repeat(40),
      repositoryUrl: "https://ghe.acme.com/acme/ai",
      run: { id: 1182, url: "https://ghe.acme.com/acme/ai/actions/runs/1182" },
      readAt: "2026-11-23T09:00:00Z",
    });
  });

  test.each([
    ["no event", env, null, "a".repeat(40)],
    ["an event that is no JSON", env, "{", "a".repeat(40)],
    ["an event of another shape", env, '{"pull_request":[]}', "a".repeat(40)],
    ["a commit that is none", { ...env, GITHUB_SHA: "main\n" }, null, null],
    ["a head that is none", env, '{"pull_request":{"head":{"sha":"x](https://evil.example)"}}}', null],
  ])("%s", (_, given, text, commit) => {
    expect(originOf(given, text, "").commit).toBe(commit);
  });

  test.each([
    { GITHUB_REPOSITORY: "acme/ai)(x" },
    { GITHUB_SERVER_URL: "javascript:alert(1)//" },
    { GITHUB_REPOSITORY: "" },
    { GITHUB_RUN_ID: "1e3", GITHUB_REPOSITORY: "../x" },
  ])("no link is made of %j", (over) => {
    const found = originOf({ ...env, ...over }, null, "");
    expect([found.repositoryUrl, found.run]).toEqual([null, null]);
  });
});
