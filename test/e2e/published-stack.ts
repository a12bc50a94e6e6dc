/** A stack that publishes its ARNs, in a sandbox of its own: what the tests of `publish` share. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { appliedSandbox } from "./applied.ts";
import { aFolder, envOf, strata } from "./command.ts";

const FILE = `version: 1
stack: e2e
regions: [us-west-2]
publish: { ssm: "/genai/{project}/{name}" }
replacement: { grace: 0 }
profiles:
  bot:
    model: us.amazon.nova-lite-v1:0
    tags: { project: app01 }
  search:
    model: us.amazon.nova-lite-v1:0
    tags: { project: app02 }
`;
export const BOT = "/genai/app01/bot";
export const SEARCH = "/genai/app02/search";
export const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

export interface PublishedStack {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly ssm: SSMClient;
  run(...args: string[]): ReturnType<typeof strata>;
  edit(change: (text: string) => string): void;
  /** What the parameter holds; null where there is none. */
  held(path: string): Promise<string | null | undefined>;
  /** The ARN of the profile whose AWS name begins so. */
  arnOf(name: string): string | undefined;
}

/** Nothing is applied yet. */
export async function aPublishedStack(): Promise<PublishedStack> {
  return stackIn(await startSandbox(), FILE);
}

/** After an apply of the file, edited before where that is asked for. */
export async function anAppliedStack(change = (text: string): string => text): Promise<PublishedStack> {
  const text = change(FILE);
  return stackIn(await appliedSandbox(text), text);
}

function stackIn(sandbox: Sandbox, text: string): PublishedStack {
  const folder = aFolder({ "profiles.yaml": text });
  const ssm = new SSMClient({ endpoint: sandbox.url, region: "us-west-2", credentials: CREDENTIALS, maxAttempts: 1 });
  const env = envOf(sandbox);
  const file = join(folder, "profiles.yaml");
  return {
    sandbox,
    folder,
    ssm,
    run: (...args) => strata(folder, args, { env }),
    edit: (change) => writeFileSync(file, change(readFileSync(file, "utf8"))),
    held: (Name) =>
      ssm.send(new GetParameterCommand({ Name })).then(
        ({ Parameter }) => Parameter?.Value,
        () => null,
      ),
    arnOf: (name) => sandbox.profiles().find((profile) => profile.name.startsWith(name))?.arn,
  };
}
