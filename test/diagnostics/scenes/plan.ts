/** Makes the diagnostics of the examples of plans: from the pure functions that real runs use. */
import { diffProfiles } from "../../../src/core/diff.ts";
import { expiredAllowance } from "../../../src/core/guards.ts";
import { guardHeld } from "../../../src/core/held.ts";
import { consentWarnings, guardInUse, unknownConsent } from "../../../src/core/in-use.ts";
import { parameterDiagnostics } from "../../../src/core/parameters.ts";
import type { Tags } from "../../../src/core/profile.ts";
import { holdSuccessors } from "../../../src/core/successors.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { planNotices } from "../../../src/render/plan-notices.ts";
import {
  aDesired,
  aFault,
  aLive,
  anObservation,
  aPlanReport,
  aState,
  type Given,
  HAIKU,
  NOVA,
  NOW,
  PROD,
  SONNET,
} from "../../fakes/builders.ts";
import type { Scenes } from "./scene.ts";

const ID = { id: "06vsfs68yb4g" };
const search = (over = {}) => aDesired({ name: "search", ...over });
const live = (over = {}) => aLive({ name: "search", ...ID, ...over });
const many = (count: number): Tags =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`map-${index}`, "x"]));

const LIMITS = { maxDeletes: 5, maxDeletePercent: 30, inUseDays: 7 };
const UNREAD = aFault({ kind: "unavailable", operation: "cloudwatch:GetMetricData", message: "Service Unavailable" });

function planned(given: Given): readonly Diagnostic[] {
  return aPlanReport(given).plan.diagnostics;
}

function diffOf(given: Given) {
  return diffProfiles(aState(given), anObservation({ targets: [PROD], ...given }), NOW);
}

/** `search` is not in the file any more, and nobody can tell whether it is called. */
function useUnread(): readonly Diagnostic[] {
  const use = { days: 7, byArn: new Map([[live().arn, { kind: "unread", fault: UNREAD } as const]]) };
  return guardInUse(diffOf({ desired: [], live: [live()] }), use, new Set()).diagnostics;
}

function held(): readonly Diagnostic[] {
  const one = { isOurs: false, stack: null, name: null, value: live().arn };
  const found = new Map([["/genai/search", one]]);
  return guardHeld(diffOf({ desired: [], live: [live()] }), [{ target: PROD, status: "read", found }], []).diagnostics;
}

function taken(): readonly Diagnostic[] {
  const found = { "/genai/search": { isOurs: false, stack: null, name: null, value: "by hand" } };
  const { plan } = aPlanReport({ desired: [search()], live: [live()], state: { publishSsm: "/genai/{name}" }, found });
  return parameterDiagnostics(plan.parameters);
}

/** The source mark is another one, and the catalogue, which would tell, is closed. */
function unclear(): readonly Diagnostic[] {
  const given: Given = { desired: [search()], live: [{ ...live(), tags: { ...live().tags, "strata:source": NOVA } }] };
  const [target] = anObservation(given).targets;
  if (target?.status !== "read") throw new Error("it is read");
  return diffProfiles(aState(given), { targets: [{ ...target, catalogue: { system: null, foundation: null } }] }, NOW)
    .diagnostics;
}

function ending(count: number, of: number): Given {
  const names = Array.from({ length: of }, (_, index) => `app-${index}`);
  return {
    desired: names.slice(count).map((name) => aDesired({ name })),
    live: names.map((name) => aLive({ name })),
  };
}

function expired(): readonly Diagnostic[] {
  const allow = { deletes: 3, inUse: [], until: "2026-10-31" };
  const found = expiredAllowance({ ...LIMITS, allow }, NOW);
  return found === undefined ? [] : [found];
}

const SOON: Given = {
  desired: [search()],
  lifecycles: { [SONNET.replace("us.", "")]: { status: "LEGACY", endOfLife: "2027-01-15T00:00:00Z" } },
  state: { minModelLifeMs: 90 * 86_400_000 },
};

/** `search` is called `finder` now, and somebody else's profile has that name. */
function successorBlocked(): readonly Diagnostic[] {
  const desired = [{ ...search(), key: { ...search().key, name: "finder" } }];
  const given: Given = { desired, live: [live(), aLive({ name: "finder", id: "ffffffffffff", stack: null })] };
  return holdSuccessors(diffProfiles(aState(given), anObservation(given), NOW), desired).diagnostics;
}

export const PLAN_SCENES: Scenes = {
  "plan/name-taken": () => planned({ desired: [search()], live: [live({ stack: null })] }),
  "plan/mark-mismatch": () => planned({ desired: [], live: [live({ awsName: "search-copy" })] }),
  "plan/adopt-refused": () => {
    const theirs = live({ stack: null, tags: { "aws:cloudformation:stack-name": "search-infra" } });
    return planned({ desired: [search({ adopt: true })], live: [theirs] });
  },
  "plan/unknown-source": () => planned({ desired: [search({ source: "eu.amazon.nova-lite-v1:0" })] }),
  "plan/model-ends-soon": () => planned(SOON),
  "plan/successor-blocked": successorBlocked,
  "policy/model-ends": () => planned({ ...SOON, live: [live()] }),
  "plan/too-many-tags": () => {
    const tags = { team: "checkout", ...many(8) };
    const desired = search({ tags: Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`k${i}`, "v"])) });
    return planned({ desired: [desired], live: [live({ tags })], state: { ignoreTags: ["map-*"] } });
  },
  "plan/in-use": () => planned({ desired: [], live: [live()], calls: { [ID.id]: 1204 } }),
  "plan/use-unread": useUnread,
  "plan/arn-held": held,
  "plan/in-use-replaced": () =>
    planned({ desired: [search({ source: HAIKU })], live: [live()], calls: { [ID.id]: 1204 } }),
  "plan/parameter-taken": taken,
  "plan/source-unclear": unclear,
  "plan/routes-changed": () => planned({ desired: [search()], live: [live({ modelArns: live().modelArns.slice(1) })] }),
  "plan/description-differs": () =>
    planned({ desired: [search({ description: "Ranks search results" })], live: [live({ description: "Ranks" })] }),
  "plan/new-arn": () => planNotices(aPlanReport({ desired: [search({ source: HAIKU })], live: [live()] }).plan.changes),
  "plan/model-differs": () =>
    planned({ desired: [search({ source: HAIKU })], live: [live()], state: { replacement: { graceMs: 0, on: [] } } }),
  "plan/malformed-retirement": () =>
    planned({ desired: [], live: [live({ tags: { "strata:retire-after": "next week" } })] }),
  "safety/too-many-deletes": () => planned(ending(6, 12)),
  "safety/nothing-desired": () => planned(ending(4, 4)),
  "safety/consent-unknown": () => consentWarnings(unknownConsent(["oldbot"], ["old-bot"])),
  "safety/allowance-expired": expired,
};
