/** Makes the diagnostics of the examples of AWS and its billing. */
import { type AssessPorts, assessCommand } from "../../../src/commands/assess.ts";
import { importCommand } from "../../../src/commands/import.ts";
import { tellRefusal } from "../../../src/commands/tell-refusal.ts";
import { activationWarnings } from "../../../src/core/activation-outcome.ts";
import { type BillingRead, unreadWarnings } from "../../../src/core/billing.ts";
import { diffProfiles } from "../../../src/core/diff.ts";
import type { Fault } from "../../../src/core/fault.ts";
import { lengthProblems } from "../../../src/core/iam-policies.ts";
import { uncheckedDiagnostics } from "../../../src/engine/observe-parameters.ts";
import { settle } from "../../../src/engine/settle.ts";
import { weighUse } from "../../../src/engine/weigh-use.ts";
import { aDesired, aLive, anActivation, anObservation, aState, NOW, PROD } from "../../fakes/builders.ts";
import { aContext, aLive as anUnmanaged, type Given } from "../../import/world.ts";
import type { Scenes } from "./scene.ts";

const CONFIG = "version: 1\nstack: genai\nregions: [us-west-2]\n";
const denied = (operation: string, message: string, more: Partial<Fault> = {}): Fault => ({
  kind: "denied",
  retryable: false,
  operation,
  message,
  code: "AccessDeniedException",
  ...more,
});

/** A read by `import`, which needs every target and the catalogue. */
async function reading(given: Partial<Given>) {
  const told = aContext({ config: CONFIG, live: [anUnmanaged({ name: "search" })], ...given });
  await importCommand(told.context, { fresh: { regions: [], accounts: [] }, states: [] });
  return told.diagnostics();
}

const LOST = "777788889999";
const LOST_ROLE = `arn:aws:iam::${LOST}:role/strata-plan`;

/** An organization's accounts, none of which can be read. */
async function assessing(organization: AssessPorts["organization"], fault = denied("", "")) {
  const told = aContext({ config: null, live: [] });
  const refused = async () => ({ ok: false, fault, attempts: 1 }) as const;
  const ports = {
    assumesRoles: true,
    identity: { callerAccount: async () => ({ ok: true, value: "111122223333", attempts: 1 }) },
    reader: () => ({ listProfiles: refused }),
    organization,
  } as unknown as AssessPorts;
  const accounts = { accounts: [], organization: true, regions: ["us-west-2"], homeRegion: "us-west-2" };
  const rest = { expiringDays: 90, money: false, format: "text", roleName: "strata-plan", externalId: null } as const;
  await assessCommand({ ...told.context, assessPorts: async () => ports }, { ...accounts, ...rest, again: [] });
  return told.diagnostics();
}

function refusal(fault: Fault | null) {
  const told = aContext({ config: CONFIG, live: [] });
  const reached = { ok: false, fault: null, caller: "111122223333", outOfReach: ["444455556666"] } as const;
  tellRefusal(told.context, fault === null ? reached : { ok: false, fault }, new Map());
  return told.diagnostics();
}

/** One profile is to end, and CloudWatch answers with a fault. */
async function useOf(fault: Fault) {
  const given = { desired: [], live: [aLive({ name: "search" })] };
  const state = aState(given);
  const diff = diffProfiles(state, anObservation(given), NOW);
  const refused = async () => ({ ok: false, fault, attempts: 1 }) as const;
  const usage = () => ({ modelIds: refused, readUse: refused });
  const clock = { now: () => NOW };
  return (await weighUse([{ diff, limits: state.guards }], { usage }, { clock, days: 7 })).diagnostics;
}

/** The catalogue is closed to a run that looks ahead; no decision needs it. */
async function lifecyclesUnread() {
  const target = { account: "111122223333", region: "us-west-2" };
  const live = [aLive({ name: "search", target })];
  const given = { desired: [aDesired({ name: "search", target })], live };
  const first = { targets: [{ target, status: "read" as const, live, catalogue: {} }] };
  const fault = denied("bedrock:ListFoundationModels", `${ROLE} bedrock:ListFoundationModels`);
  const answer = async () => ({ ok: false, fault, attempts: 1 }) as const;
  const reader = () => ({ listProfiles: answer, listTags: answer, readTags: answer, readCatalogue: answer });
  return (await settle([aState(given)], first, { reader }, { now: NOW, lifecycles: "ours" })).diagnostics;
}

function billing(reason: Extract<BillingRead, { status: "unread" }>["reason"], fault: Fault | null = null) {
  return unreadWarnings(["project"], { status: "unread", account: "111122223333", reason, fault });
}

const LIST_TAGS = "ce:ListCostAllocationTags";
const UPDATE = "ce:UpdateCostAllocationTagsStatus";
const ROLE = "User: arn:aws:sts::111122223333:assumed-role/strata-apply/ci is not authorized to perform:";

function notActivated() {
  const fault = denied(UPDATE, `${ROLE} ${UPDATE}`);
  const tag = anActivation("project", { account: "111122223333" });
  return activationWarnings([{ status: "failed", tag, attempts: 1, fault, note: null, skip: null }]);
}

function longPolicy() {
  const accounts = [{ id: "111122223333", name: "prod" }];
  const policies = [{ accounts, characters: 7310, document: { Version: "2012-10-17", Statement: [] } as never }];
  return lengthProblems({ role: "apply", policies, trust: null, notes: [], trustNotes: [] });
}

export const AWS_SCENES: Scenes = {
  "aws/target-unreadable": () => reading({ silent: ["111122223333/us-west-2"] }),
  "aws/account-unreachable": () =>
    assessing(
      { listAccounts: async () => ({ ok: true, value: [{ id: LOST, name: "sandbox" }], attempts: 1 }) },
      denied(
        "sts:AssumeRole",
        `the role ${LOST_ROLE} cannot be assumed: User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: ${LOST_ROLE}`,
      ),
    ),
  "aws/organization-unread": () =>
    assessing({
      listAccounts: async () => ({
        ok: false,
        fault: denied("organizations:ListAccounts", "You don't have permissions to access this resource."),
        attempts: 1,
      }),
    }),
  "aws/no-credentials": () =>
    refusal({
      kind: "credentials",
      retryable: false,
      operation: "sts:GetCallerIdentity",
      message: "The security token included in the request is expired",
    }),
  "aws/unreachable": () =>
    refusal({
      kind: "unavailable",
      retryable: true,
      operation: "sts:GetCallerIdentity",
      message: "getaddrinfo ENOTFOUND sts.us-west-2.amazonaws.com",
    }),
  "aws/use-unknown": () => useOf(denied("cloudwatch:GetMetricData", "not allowed")),
  "aws/use-unread": () =>
    useOf({ kind: "throttled", retryable: true, operation: "cloudwatch:GetMetricData", message: "Rate exceeded" }),
  "aws/lifecycles-unread": lifecyclesUnread,
  "aws/catalogue-unreadable": () => reading({ withoutCatalogue: true }),
  "aws/parameters-unchecked": () =>
    uncheckedDiagnostics([
      { target: PROD, status: "unchecked", fault: denied("ssm:DescribeParameters", `${ROLE} ssm:DescribeParameters`) },
    ]),
  "billing/not-checked": () => billing("denied", denied(LIST_TAGS, `${ROLE} ${LIST_TAGS}`)),
  "billing/linked-account": () =>
    billing("linked-account", denied(LIST_TAGS, "Linked account doesn't have access to cost allocation tags.")),
  "billing/role-needed": () => billing("no-role"),
  "billing/no-cost-explorer": () => billing("no-cost-explorer"),
  "billing/not-activated": notActivated,
  "iam/policy-too-long": longPolicy,
  "usage/role-needed": () => refusal(null),
};
