/** The same work as scripts that go through the profiles one by one: around the AWS CLI, and with boto3. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { isInstalled, programEnvironment } from "../../test/sandbox/programs.ts";
import { SOURCE_ARN, stageOf, type Tool } from "./tool.ts";

export const hasAwsCli = (): boolean => isInstalled("aws", "--version");
export const hasBoto3 = (): boolean => boto3Version() !== undefined;

export const awsVersion = (): string | undefined => answer(awsProgram(), ["--version"]);
export const boto3Version = (): string | undefined =>
  answer("python3", ["-c", "import boto3; print(boto3.__version__)"]);

export const awsCli: Tool = loop("AWS CLI loop", () => "bash", "aws-loop.sh");
export const boto3: Tool = loop("boto3 loop", pythonProgram, "boto3_loop.py");

function loop(name: string, program: () => string, script: string): Tool {
  return {
    name,
    commandFor: ({ folder, url, n }, work) => ({
      program: program(),
      args: [join(import.meta.dirname, script), work, String(n), stageOf(work), SOURCE_ARN],
      cwd: folder,
      env: programEnvironment(url, { AWS_PROGRAM: awsProgram() }),
    }),
  };
}

/** The program itself: a shim of pyenv would add its own start to every call. */
function awsProgram(): string {
  const isShim = answer("which", ["aws"])?.includes("/shims/") === true;
  return (isShim ? answer("pyenv", ["which", "aws"]) : undefined) ?? "aws";
}

function pythonProgram(): string {
  return answer("python3", ["-c", "import sys; print(sys.executable)"]) ?? "python3";
}

/** What a program prints; undefined where it is not there or fails. */
export function answer(program: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(program, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 20_000,
    }).trim();
  } catch {
    return undefined;
  }
}
