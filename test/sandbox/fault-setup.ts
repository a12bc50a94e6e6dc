// A sandbox with faults, and calls to try them with.
import { CreateInferenceProfileCommand, ListInferenceProfilesCommand } from "@aws-sdk/client-bedrock";
import type { Fault } from "../../src/sandbox/faults.ts";
import { aSandbox, clientsOf, NOVA_LITE, testClock } from "./clients.ts";

export const LIST = new ListInferenceProfilesCommand({ typeEquals: "APPLICATION" });

export const aCreate = (name: string) =>
  new CreateInferenceProfileCommand({
    inferenceProfileName: name,
    modelSource: { copyFrom: NOVA_LITE },
    clientRequestToken: `t-${name}`,
  });

export async function setUp(faults: readonly Fault[], options: { faultSeed?: number } = {}) {
  const clock = testClock();
  const sandbox = await aSandbox({ now: clock.now, behaviour: { faults, ...options } });
  return { clock, sandbox, ...clientsOf(sandbox) };
}

/** "ok" or the error's name, call by call. */
export async function outcomes(count: number, call: () => Promise<unknown>): Promise<string[]> {
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) {
    names.push(
      await call().then(
        () => "ok",
        (error: Error) => error.name,
      ),
    );
  }
  return names;
}
