/** `strata invoke` that is stopped: what had come by then is kept, since it may be paid for. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import answerSchema from "../../schema/invoke.schema.json" with { type: "json" };
import { EXIT } from "../../src/commands/exit-code.ts";
import { invokeCommand } from "../../src/commands/invoke.ts";
import type { RuntimeGateway } from "../../src/engine/ports/runtime.ts";
import { aContext, aLive } from "../import/world.ts";

const isAnswer = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(answerSchema);

const CONFIG = `version: 1
stack: shop
regions: [us-west-2]
accounts: { prod: { id: "111122223333" } }
profiles:
  app: { model: us.amazon.nova-lite-v1:0 }
`;
const OURS = { "strata:stack": "shop", "strata:name": "app", "strata:source": "us.amazon.nova-lite-v1:0" };
const CUT = { kind: "unknown", retryable: false, operation: "bedrock:InvokeModel", message: "aborted" } as const;

interface Setting {
  readonly format?: "text" | "json";
  /** Said before the stop; nothing where it comes too early. */
  readonly said?: string;
  readonly isUnread?: boolean;
}

/** The answer is written whole, as in a file, in JSON and in a job. */
async function stopped({ format = "text", said = "half a\u0007n ", isUnread = false }: Setting) {
  const told = aContext({ config: CONFIG, live: [aLive({ name: "app", tags: OURS })], format });
  const stop = new AbortController();
  const runtime: RuntimeGateway = {
    ask: async (_, { onText }) => {
      if (said !== "") onText(said);
      stop.abort();
      return { ok: false, fault: CUT, attempts: 1 };
    },
  };
  const context = {
    ...told.context,
    runtimePorts: async (region: string) => ({ ...(await told.context.readPorts(region)), runtime: () => runtime }),
    signal: stop.signal,
    isUnread: () => isUnread,
    readInput: async () => null,
    stream: null,
  };
  const code = await invokeCommand(context, { name: "app", prompt: "Hi" });
  return { code, result: told.result(), found: told.codes() };
}

describe("stopped by Ctrl-C", () => {
  test("as JSON: the text so far, exactly as it was said, and exit 130", async () => {
    const { code, result, found } = await stopped({ format: "json" });
    const answer = JSON.parse(result);
    expect([code, found, isAnswer(answer), isAnswer.errors]).toEqual([EXIT.interrupted, [], true, null]);
    expect(answer).toMatchObject({
      profile: { name: "app" },
      text: "half a\u0007n ",
      stopReason: null,
      tokens: null,
      latencyMs: null,
      error: { code: "invoke/cut-off", mend: "Run the command again.", fault: null },
    });
  });

  test("as text that is written whole: made harmless, on a line of its own", async () => {
    expect(await stopped({})).toEqual({ code: EXIT.interrupted, result: "half a\\u{7}n \n", found: [] });
  });

  test("before anything had come: nothing is written", async () => {
    expect(await stopped({ format: "json", said: "" })).toEqual({ code: EXIT.interrupted, result: "", found: [] });
  });
});

test("a reader that has gone away: nothing is written any more, exit 0", async () => {
  expect(await stopped({ isUnread: true })).toEqual({ code: EXIT.done, result: "", found: [] });
});
