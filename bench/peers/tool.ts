/** The four pieces of work that every tool is asked to do, on the same server. */
import type { Command } from "../process.ts";

export const WORKS = ["first apply", "no-op plan", "one tag on all", "destroy"] as const;
export type Work = (typeof WORKS)[number];

/** What a tool works on: `n` profiles `app-0001`…, all of one model in one region. */
export interface Place {
  /** The tool's own, empty at first. */
  readonly folder: string;
  /** Of the server. */
  readonly url: string;
  readonly n: number;
}

export interface Tool {
  readonly name: string;
  /** What is done once and not measured. */
  readonly prepare?: (place: Place) => Promise<void>;
  /** Writes what this work wants to find, and answers what to run. It has to end with 0. */
  readonly commandFor: (place: Place, work: Work) => Command;
}

export const REGION = "us-west-2";
export const ACCOUNT = "111122223333";
export const SOURCE = "us.amazon.nova-lite-v1:0";
export const SOURCE_ARN = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${SOURCE}`;

/** The value of the tag `stage` that this work leaves behind. */
export function stageOf(work: Work): "test" | "prod" {
  return work === "one tag on all" || work === "destroy" ? "prod" : "test";
}

export function nameOf(number: number): string {
  return `app-${String(number).padStart(4, "0")}`;
}

export function numbers(n: number): number[] {
  return Array.from({ length: n }, (_, at) => at + 1);
}
