/** `--fault` and `--behaviour`: how the sandbox is told in one line what to do wrong. The forms: docs/sandbox.md. */
import { type Command, InvalidArgumentError } from "commander";
import { type Behaviour, checkBehaviour, DEFAULT_BEHAVIOUR } from "../sandbox/behaviour.ts";
import { checkFault, FAULT_MEMBERS, isFault } from "../sandbox/fault-check.ts";
import type { Fault } from "../sandbox/faults.ts";

/** Values of both options. */
export interface FaultOptions {
  readonly fault: readonly Fault[];
  readonly behaviour: Partial<Behaviour>;
}

/** Members that have a shorter name on the command line. */
const SHORT: Readonly<Record<string, string>> = { rate: "ratePerSecond", ms: "delayMs" };
const LISTS = ["operations", "accounts", "regions"];

const spokenAs = (member: string): string => Object.keys(SHORT).find((short) => SHORT[short] === member) ?? member;

/** One of `--fault`, for example `throttle:rate=5,operations=TagResource+UntagResource`, after those before it. */
export function faultOption(text: string, earlier: readonly Fault[] = []): Fault[] {
  const colon = text.indexOf(":");
  const kind = colon === -1 ? text : text.slice(0, colon);
  const kinds = Object.keys(FAULT_MEMBERS);
  if (!kinds.includes(kind)) {
    throw new InvalidArgumentError(`"${kind}" is no kind of fault: it must be one of ${kinds.join(", ")}.`);
  }
  const fault: unknown = { kind, ...(colon === -1 ? {} : membersOf(text.slice(colon + 1))) };
  const problem = checkFault(fault, spokenAs);
  if (problem !== undefined || !isFault(fault)) throw new InvalidArgumentError(`The fault ${problem}.`);
  return [...earlier, fault];
}

function membersOf(text: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const part of text.split(",")) {
    const [name, value] = nameAndValue(part);
    const member = SHORT[name] ?? name;
    if (Object.hasOwn(members, member)) throw new InvalidArgumentError(`It gives ${name} twice.`);
    members[member] = LISTS.includes(member) ? value.split("+") : plainValue(value);
  }
  return members;
}

function nameAndValue(part: string): [name: string, value: string] {
  const sign = part.indexOf("=");
  if (sign < 1) throw new InvalidArgumentError(`"${part}" must be NAME=VALUE.`);
  return [part.slice(0, sign), part.slice(sign + 1)];
}

/** Numbers and truth values as such; what is anything else, or not allowed, the check of the fault or switch says. */
function plainValue(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** One of `--behaviour`, for example `listLagMs=2000`, on top of those before it. */
export function behaviourOption(text: string, earlier: Partial<Behaviour> = {}): Partial<Behaviour> {
  const [name, value] = nameAndValue(text);
  if (name === "faults") throw new InvalidArgumentError("Faults have an option of their own: --fault.");
  if (!Object.hasOwn(DEFAULT_BEHAVIOUR, name)) {
    const names = Object.keys(DEFAULT_BEHAVIOUR).filter((known) => known !== "faults");
    throw new InvalidArgumentError(`"${name}" is no switch: it must be one of ${names.join(", ")}.`);
  }
  const standard = DEFAULT_BEHAVIOUR[name as keyof Behaviour];
  const isText = typeof standard === "string";
  const setting = Array.isArray(standard) ? value.split("+") : isText ? value : plainValue(value);
  try {
    return { ...earlier, ...checkBehaviour({ [name]: setting }) };
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}

/** What both options say, as a sandbox is told it. */
export function switchesOf({ fault, behaviour }: FaultOptions): Partial<Behaviour> {
  return fault.length === 0 ? behaviour : { ...behaviour, faults: fault };
}

/** Against AWS neither would do anything: better said than passed over. */
export function refuseFaultsOnAws(command: Command): void {
  const { fault, behaviour, sandbox } = command.optsWithGlobals<FaultOptions & { readonly sandbox: boolean }>();
  if (sandbox || command.name() === "sandbox") return;
  const lone = fault.length > 0 ? "--fault" : Object.keys(behaviour).length > 0 ? "--behaviour" : undefined;
  if (lone !== undefined) command.error(`error: ${lone} is for the sandbox: it needs --sandbox.`);
}
