/** `strata doctor` as a user runs it: rows, files, exit codes. Uses the built command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, PROFILES, strata } from "./command.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const env = () => envOf(sandbox);
const doctor = (args: readonly string[] = [], more: Record<string, string> = {}, file = PROFILES) =>
  strata(aFolder({ "profiles.yaml": file }), ["doctor", ...args], { env: { ...env(), ...more } });

const isCostExplorer = ({ service }: { service: string }): boolean => service === "ce";

describe("doctor", () => {
  test("all well: exit 0, a row for each target, and nothing was written", async () => {
    const { code, stdout, stderr } = await doctor();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("111122223333 eu-central-1  ok    ok      8 ok     1000 left  1 ok");
    expect(stdout).toContain("111122223333 us-west-2     ok    ok      8 ok     1000 left  1 ok");
    expect(stdout).toContain("2 targets: 2 all well. Billing: all well.");
    expect(stdout).toContain("Not tried: writing");
    expect(sandbox.profiles()).toEqual([]);
  });

  test("a warning is no failure", async () => {
    sandbox.behaviour.deniedOperations = ["tag:GetResources"];
    const { code, stdout } = await doctor();
    expect([code, stdout.includes("2 targets: 2 with warnings, 0 all well.")]).toEqual([0, true]);
    expect(stdout).toContain("strata iam plan");
  });

  test("use and cost tags denied: warnings, the payer named, billing asked once", async () => {
    sandbox.behaviour.deniedOperations = ["cloudwatch:GetMetricData", "ce:ListCostAllocationTags"];
    const { code, stdout } = await doctor();
    const words = stdout.replaceAll(/\s+/g, " ");
    expect([code, words.includes("2 targets: 2 with warnings, 0 all well. Billing: a warning.")]).toEqual([0, true]);
    expect(words).toContain("warning cloudwatch:GetMetricData: denied: use is unknown");
    expect(words).toContain("warning ce:ListCostAllocationTags: denied in account 111122223333: cost allocation tags");
    expect(words).toContain("Allow ce:ListCostAllocationTags there (strata iam plan and strata iam billing print it)");
    expect(sandbox.calls.filter(isCostExplorer)).toHaveLength(1);
  });

  test("a payer of its own: without a role not asked, through one asked there, a linked one told", async () => {
    const payer = "999900001111";
    sandbox.behaviour.payerAccount = payer;
    const file = PROFILES.replace("costAllocationTags", `billing: { account: "${payer}" }\ncostAllocationTags`);
    const without = await doctor(["--format", "json"], {}, file);
    const { billing } = JSON.parse(without.stdout);
    expect([without.code, billing.account, billing.checks[0].status]).toEqual([0, payer, "warning"]);
    expect([billing.checks[0].mend.includes("--billing-role-name"), sandbox.calls.some(isCostExplorer)]).toEqual([
      true,
      false,
    ]);
    const through = await doctor(["--billing-role-name", "strata-billing", "--target", "*/us-west-2"], {}, file);
    expect([through.code, through.stdout.includes("Billing: all well.")]).toEqual([0, true]);
    expect(sandbox.calls.filter(isCostExplorer).map(({ account }) => account)).toEqual([payer]);
    const linked = await doctor();
    expect(linked.stdout).toContain("account 111122223333 is a linked account");
  });

  test("published parameters: rows only where the file publishes; without permission a warning", async () => {
    const file = PROFILES.replace("stack:", 'publish: { ssm: "/genai/{name}" }\nstack:');
    sandbox.behaviour.deniedOperations = ["ssm:GetParameters"];
    const { code, stdout } = await doctor(["--full"], {}, file);
    const words = stdout.replaceAll(/\s+/g, " ");
    expect([code, words.includes("warning ssm:GetParameters: denied: nothing is published here")]).toEqual([0, true]);
    expect(words).toContain("ok ssm:ListTagsForResource: allowed");
    expect((await doctor(["--full"])).stdout).not.toContain("ssm:");
  });

  test("something that an apply needs is not there: exit 5", async () => {
    sandbox.behaviour.quota = 0;
    const { code, stdout } = await doctor();
    expect([code, stdout.includes("request-service-quota-increase")]).toEqual([5, true]);
  });

  test("a target that cannot be read: exit 7, the others are told", async () => {
    sandbox.behaviour.disabledRegions = ["eu-central-1"];
    const { code, stdout } = await doctor(["--format", "json"], { AWS_REGION: "us-west-2" });
    expect(code).toBe(7);
    expect(JSON.parse(stdout).targets.map(({ status }: { status: string }) => status)).toEqual(["unreadable", "read"]);
  });

  test("no credentials: told as a row, with the mend, and no stack", async () => {
    const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    const files = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
    const { code, stdout, stderr } = await doctor([], { ...none, ...files });
    expect([code, stderr]).toEqual([7, ""]);
    expect(stdout).toContain("the credentials are not accepted");
    expect(stdout).toContain("aws sso login");
    expect(sandbox.calls).toEqual([]);
  });

  test("another account, with and without the role", async () => {
    const file = PROFILES.replace("regions:", 'accounts:\n  dev: { id: "444455556666" }\nregions:');
    const without = await doctor([], {}, file);
    expect([without.code, without.stdout.includes("--role-name")]).toEqual([7, true]);
    const through = await doctor(["--full"], { STRATA_ROLE_NAME: "strata" }, file);
    expect(through.code).toBe(0);
    expect(through.stdout).toContain("arn:aws:sts::444455556666:assumed-role/strata/strata");
  });

  test("--target narrows it, by number too; one that is not the file's is a usage error", async () => {
    const narrowed = await doctor(["--target", "111122223333/us-west-2", "--format", "json"]);
    expect([narrowed.code, JSON.parse(narrowed.stdout).targets.length]).toEqual([0, 1]);
    expect((await doctor(["--target", "444455556666/us-west-2"])).code).toBe(64);
    expect((await doctor(["--target", "*/us-east-1"])).code).toBe(64);
  });

  test("--only looks at the sources of those entries alone; a name that is nowhere is a usage error", async () => {
    const narrowed = await doctor(["--only", "myapp-*", "--format", "json"]);
    const models = JSON.parse(narrowed.stdout).targets.map(
      ({ checks }: { checks: { kind: string }[] }) => checks.filter(({ kind }) => kind === "model").length,
    );
    expect([narrowed.code, models]).toEqual([0, [0, 1]]);
    expect((await doctor(["--only", "nobody"])).code).toBe(64);
  });

  test("an invalid file: exit 6, and AWS is not asked", async () => {
    const { code, stderr } = await doctor([], {}, PROFILES.replace("stack:", "stak:"));
    expect([code, stderr.includes("profiles.yaml:2:"), sandbox.calls.length]).toEqual([6, true, 0]);
  });

  test("--out, --sandbox and its faults", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const fault = ["--fault", "denied:operations=GetServiceQuota"];
    const ended = await strata(folder, ["doctor", "--sandbox", ...fault, "--format", "json", "--out", "doctor.json"]);
    expect([ended.code, ended.stdout]).toEqual([0, ""]);
    const { targets } = JSON.parse(readFileSync(join(folder, "doctor.json"), "utf8"));
    const warnings = targets.flatMap(({ checks }: { checks: { status: string; subject: string }[] }) =>
      checks.filter(({ status }) => status === "warning").map(({ subject }) => subject),
    );
    expect(warnings).toEqual(["servicequotas:GetServiceQuota", "servicequotas:GetServiceQuota"]);
  });

  test("its schema", async () => {
    const { code, stdout } = await strata(aFolder(), ["schema", "doctor"]);
    expect([code, JSON.parse(stdout).title]).toEqual([0, "Checkup of every target"]);
  });
});
