// Organizations: the accounts of an organization, as the switch `organization` names them. JSON 1.1.
import { ApiError } from "./api-error.ts";
import { parseJsonObject } from "./constraints.ts";
import { type OrganizationAccount, readOrganizationAccount } from "./organization-account.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import { jsonRpc, rpcReply } from "./protocols.ts";
import type { Reply, Service, ServiceContext, ServiceRequest } from "./service.ts";

const TARGET = "AWSOrganizationsV20161128.";

/** The most accounts of one page (documented). */
const MOST_A_PAGE = 20;

function invalid(message: string): ApiError {
  return new ApiError("InvalidInputException", 400, message, { Reason: "INVALID_NEXT_TOKEN" });
}

function sizeOf(value: unknown, cap: number): number {
  if (value === undefined) return Math.min(MOST_A_PAGE, cap);
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_A_PAGE) {
    return Math.min(value, cap);
  }
  throw new ApiError("InvalidInputException", 400, "You specified an invalid value.", { Reason: "INVALID_PAGINATION" });
}

/** `Status` is gone since September 2026 (documented): `State` alone is told. */
function toWire({ id, name, state }: OrganizationAccount, manager: string) {
  return {
    Id: id,
    Arn: `arn:aws:organizations::${manager}:account/o-sandbox0000/${id}`,
    Email: `${id}@example.com`,
    Name: name,
    State: state,
    JoinedMethod: "CREATED",
    JoinedTimestamp: 1_700_000_000,
  };
}

function listAccounts({ body, caller }: ServiceRequest, { behaviour, now }: ServiceContext): Reply {
  const accounts = behaviour.organization.flatMap((text) => readOrganizationAccount(text) ?? []);
  if (!accounts.some(({ id }) => id === caller.account)) {
    const message = "Your account is not a member of an organization.";
    throw new ApiError("AWSOrganizationsNotInUseException", 400, message);
  }
  const [manager = caller.account] = accounts.map(({ id }) => id);
  if (caller.account !== manager) {
    throw new ApiError("AccessDeniedException", 400, "You don't have permissions to access this resource.");
  }
  const { NextToken, MaxResults } = parseJsonObject(body);
  const query = queryDigest(["ListAccounts", manager]);
  const token = NextToken === undefined ? undefined : decodePageToken(String(NextToken));
  if (NextToken !== undefined && token?.query !== query) throw invalid("The token is not valid.");
  const from = token?.after ?? 0;
  const until = from + sizeOf(MaxResults, behaviour.pageSizeCap);
  const more = until < accounts.length;
  return rpcReply("1.1", {
    Accounts: accounts.slice(from, until).map((account) => toWire(account, manager)),
    ...(more ? { NextToken: encodePageToken({ after: until, issuedAt: now().getTime(), query }) } : {}),
  });
}

export function organizationsService(context: ServiceContext): Service {
  return {
    signingName: "organizations",
    protocol: jsonRpc("1.1", "TooManyRequestsException"),
    match: (request) => {
      if (request.method !== "POST" || request.headers["x-amz-target"] !== `${TARGET}ListAccounts`) return undefined;
      const action = "organizations:ListAccounts";
      return { name: "ListAccounts", action, mutates: false, run: () => listAccounts(request, context) };
    },
  };
}
