/** Are these the right credentials, and does the region answer them? */
import { okVerdict, skippedVerdict, type Verdict } from "./check.ts";
import type { Caller } from "./checkup-reads.ts";
import type { Answer, Fault } from "./fault.ts";
import { CALLER, type Target } from "./profile.ts";

const SIGN_IN =
  "Sign in again (for instance aws sso login) or set AWS_PROFILE; where an account has few regions enabled, set AWS_REGION to one of them.";
const NETWORK = "Check the network, the proxy and AWS_ENDPOINT_URL, then run strata doctor again.";

/** The credentials of a target, by what STS says about them. */
export function judgeCaller({ account }: Target, caller: Answer<Caller>): Verdict {
  if (!caller.ok) return failedCaller(caller.fault);
  if (account === CALLER || account === caller.value.account) return okVerdict(caller.value.arn);
  return {
    status: "failed",
    text: `the credentials belong to account ${caller.value.account}, not to ${account}`,
    mend: `Name the role that exists in every account with --role-name or STRATA_ROLE_NAME, or use credentials of ${account}.`,
    fault: null,
  };
}

function failedCaller(fault: Fault): Verdict {
  const failed = { status: "failed" as const, fault };
  if (fault.operation === "sts:AssumeRole" && fault.kind === "denied") {
    const mend =
      "Check that the role exists and trusts the caller, and that the caller may assume it: strata iam plan --trust prints the first, with --entry the second.";
    return { ...failed, text: "the role cannot be assumed", mend };
  }
  if (fault.kind === "credentials") return { ...failed, text: "the credentials are not accepted", mend: SIGN_IN };
  return { ...failed, text: "STS gives no usable answer", mend: NETWORK };
}

/** What AWS answers where an account has not enabled a region: it does not know the credentials there. */
const UNKNOWN_THERE: ReadonlySet<string> = new Set(["UnrecognizedClientException", "InvalidClientTokenId"]);

/** Any answer about the profiles proves that the region takes the credentials, which STS has found good. */
export function judgeRegion({ region }: Target, profiles: Answer<unknown>): Verdict {
  if (profiles.ok) return okVerdict("enabled: it answers this account");
  const { fault } = profiles;
  const code = fault.code ?? "";
  if (UNKNOWN_THERE.has(code)) {
    const text = "not enabled for the account: it does not know credentials that STS accepts";
    return { status: "failed", text, mend: enableMend(region), fault };
  }
  if (code === "ENOTFOUND" || fault.kind === "not-found") {
    const mend = `Check the spelling of ${region} in the file, and that Bedrock has application inference profiles there.`;
    return { status: "failed", text: "Bedrock does not answer under this region's name", mend, fault };
  }
  if (fault.kind === "unavailable" || fault.kind === "credentials") return skippedVerdict("not told: no usable answer");
  return okVerdict("enabled: it answers this account");
}

function enableMend(region: string): string {
  return `Enable it (aws account enable-region --region-name ${region}; it takes a while), or take it out of the file.`;
}
