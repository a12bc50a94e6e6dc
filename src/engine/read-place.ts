/** Everything that `assess` wants to know of one target; nothing more is asked where there are no profiles. */
import PQueue from "p-queue";
import {
  type EndingModel,
  type EstateProfile,
  type EstateTarget,
  type Gap,
  type TargetStatus,
  UNUSED_DAYS,
} from "../core/assess.ts";
import { managerOf } from "../core/assess-manager.ts";
import { addDays } from "../core/calendar.ts";
import type { CatalogueSource } from "../core/catalogue.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { deadlineWithin } from "../core/lifecycle.ts";
import { modelIdsOf } from "../core/listing.ts";
import { dayOf, type Moment } from "../core/moment.ts";
import type { LiveProfile, Tags, Target } from "../core/profile.ts";
import { sumOf } from "../core/use-series.ts";
import type { UseSeries } from "./ports/usage.ts";
import type { ReadGateway, ReadPorts } from "./ports.ts";

/** Tag reads at the same time within one target, before pacing. */
const READS_AT_ONCE = 16;
const DAY_SECONDS = 86_400;

/** One account in one region, and whose credentials look into it. */
export interface Place extends Target {
  readonly accountName: string | null;
  /** What the gateways are asked by: an account and region, or the caller's own. */
  readonly address: Target;
}

/** Something that one target did not tell. */
export interface PlaceGap extends Pick<Gap, "what" | "fault"> {
  readonly target: Target;
}

export interface PlaceRead {
  readonly target: EstateTarget;
  readonly profiles: readonly EstateProfile[];
  readonly gaps: readonly PlaceGap[];
}

export interface ReadWhen {
  readonly now: Moment;
  readonly expiringDays: number;
}

export async function readPlace(
  place: Place,
  ports: Pick<ReadPorts, "reader" | "usage">,
  when: ReadWhen,
): Promise<PlaceRead> {
  const { account, accountName, region, address } = place;
  const target = { account, region };
  const reader = ports.reader(address);
  const listed = await reader.listProfiles();
  if (!listed.ok) {
    const { fault } = listed;
    const unread = { ...target, accountName, status: statusOf(fault), profiles: 0, fault };
    return { target: unread, profiles: [], gaps: [] };
  }
  const read = { ...target, accountName, status: "read" as const, fault: null };
  if (listed.value.length === 0) return { target: { ...read, profiles: 0 }, profiles: [], gaps: [] };
  const ids = listed.value.map(({ id }) => id);
  const [tags, models, use] = await Promise.all([
    readTags(listed.value, reader),
    reader.readCatalogue("foundation"),
    ports.usage(address).readUse(ids, ["invocations"], callsWindow(when.now)),
  ]);
  const facts = { place, when, tags: tags.byArn, models, use };
  const profiles = listed.value.filter(({ arn }) => !tags.gone.has(arn)).map((live) => toProfile(live, facts));
  const gaps = [
    ...(tags.fault === null ? [] : [{ what: "tags" as const, fault: tags.fault, target }]),
    ...(models.ok ? [] : [{ what: "models" as const, fault: models.fault, target }]),
    ...(use.ok ? [] : [{ what: "use" as const, fault: use.fault, target }]),
  ];
  return { target: { ...read, profiles: profiles.length }, profiles, gaps };
}

/** AWS does not know the token in a region that the account has not opted in to (docs/sandbox.md, `disabledRegions`). */
function statusOf({ kind, code, message }: Fault): TargetStatus {
  if (code === "UnrecognizedClientException" || code === "InvalidClientTokenId") return "not-enabled";
  return kind === "denied" && /service control policy/i.test(message) ? "closed" : "unreadable";
}

interface TagsRead {
  /** Of those that are still there. */
  readonly byArn: ReadonlyMap<string, Tags>;
  readonly gone: ReadonlySet<string>;
  /** Why some are not known. */
  readonly fault: Fault | null;
}

/** GetResources omits what never had a tag, and may lag: whatever it does not return is looked at by itself. */
async function readTags(live: readonly LiveProfile[], reader: ReadGateway): Promise<TagsRead> {
  const bulk = await reader.listTags();
  const byArn = new Map<string, Tags>(bulk.ok ? bulk.value : []);
  const queue = new PQueue({ concurrency: READS_AT_ONCE });
  const left = live.filter(({ arn }) => !byArn.has(arn));
  const answers = await queue.addAll(
    left.map(({ arn }) => async () => ({ arn, answer: await reader.readTags(arn) })),
  );
  const gone = new Set<string>();
  let fault: Fault | null = null;
  for (const { arn, answer } of answers) {
    if (answer.ok) byArn.set(arn, answer.value);
    else if (answer.fault.kind === "not-found") gone.add(arn);
    else fault ??= answer.fault;
  }
  return { byArn, gone, fault };
}

/** Whole days, and today as far as it is told. */
function callsWindow(now: Moment) {
  const since = `${addDays(dayOf(now), -UNUSED_DAYS)}T00:00:00Z`;
  return { since, until: `${addDays(dayOf(now), 1)}T00:00:00Z`, periodSeconds: DAY_SECONDS };
}

interface Facts {
  readonly place: Place;
  readonly when: ReadWhen;
  readonly tags: ReadonlyMap<string, Tags>;
  readonly models: Answer<ReadonlyMap<string, CatalogueSource>>;
  readonly use: Answer<UseSeries>;
}

function toProfile(live: LiveProfile, { place, when, tags: known, models, use }: Facts): EstateProfile {
  const { awsName: name, id, arn, createdAt } = live;
  const { account, accountName, region } = place;
  const tags = known.get(arn) ?? null;
  const modelIds = modelIdsOf(live.modelArns);
  return {
    ...{ account, accountName, region, name, id, arn, createdAt, modelIds, tags },
    ending: models.ok ? modelIds.flatMap((model) => endingOf(model, models.value.get(model), when)) : null,
    calls: use.ok ? sumOf(use.value.get(id)?.get("invocations") ?? []) : null,
    isNew: createdAt.slice(0, 10) > addDays(dayOf(when.now), -UNUSED_DAYS),
    manager: managerOf(tags),
  };
}

/** A model that the catalogue does not list has no end that anybody has told. */
function endingOf(model: string, source: CatalogueSource | undefined, { now, expiringDays }: ReadWhen): EndingModel[] {
  const deadline = source?.lifecycle === undefined ? undefined : deadlineWithin(source.lifecycle, expiringDays, now);
  return deadline === undefined ? [] : [{ model, ...deadline }];
}
