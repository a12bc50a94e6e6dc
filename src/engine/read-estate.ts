/** Reads whatever inference profiles there are in accounts and regions, for `assess`. Reads only. */
import {
  compareProfiles,
  type EstateAccount,
  type EstateProfile,
  type EstateTarget,
  type Gap,
} from "../core/assess.ts";
import { groupBy } from "../core/group-by.ts";
import { CALLER, compareTargets, type Target } from "../core/profile.ts";
import { eachTarget } from "./each-target.ts";
import type { Clock, ReadPorts } from "./ports.ts";
import { type Place, type PlaceGap, type PlaceRead, readPlace } from "./read-place.ts";

export interface EstateQuestion {
  readonly accounts: readonly { readonly id: string; readonly name: string | null }[];
  /** At least one. */
  readonly regions: readonly string[];
  /** Twelve digits: the account of the credentials. */
  readonly caller: string;
  /** The role is assumed in each account; else the caller's own credentials are used, which reach its own alone. */
  readonly byRole: boolean;
  /** Models that end within so many days are told. */
  readonly expiringDays: number;
}

export interface EstateRead {
  readonly accounts: readonly EstateAccount[];
  readonly targets: readonly EstateTarget[];
  readonly profiles: readonly EstateProfile[];
  readonly gaps: readonly Gap[];
}

type Ports = Pick<ReadPorts, "reader" | "usage">;

/** How the reads go on, for progress. */
export interface EstateProgress {
  readonly begun: (target: Target) => void;
  readonly ended: (target: EstateTarget) => void;
}

/** One region of each account first: where its role cannot be assumed, nothing else of it is asked. Then all at once. */
export async function readEstate(
  question: EstateQuestion,
  ports: Ports,
  clock: Pick<Clock, "now">,
  progress: EstateProgress,
): Promise<EstateRead> {
  const when = { now: clock.now(), expiringDays: question.expiringDays };
  const read = async (place: Place): Promise<PlaceRead> => {
    progress.begun({ account: place.account, region: place.region });
    const done = await readPlace(place, ports, when);
    progress.ended(done.target);
    return done;
  };
  const [first = "", ...others] = question.regions;
  const opened = await eachTarget(question.accounts, (account) => openAccount(question, account, first, read));
  const places = opened.flatMap(({ account }) =>
    account.fault === null ? others.map((region) => placeOf(account, region)) : [],
  );
  const rest = await eachTarget(places, read);
  const all = [...opened.flatMap(({ place }) => place ?? []), ...rest];
  return {
    accounts: opened.map(({ account }) => account),
    targets: all.map(({ target }) => target).sort(compareTargets),
    profiles: all.flatMap(({ profiles }) => profiles).sort(compareProfiles),
    gaps: joinGaps(all.flatMap(({ gaps }) => gaps)),
  };
}

/** `CALLER` stands for its own credentials, whatever role there is. */
function placeOf({ id, name, through }: EstateAccount, region: string): Place {
  const address = { account: through === "caller" ? CALLER : id, region };
  return { account: id, accountName: name, region, address };
}

interface Opened {
  readonly account: EstateAccount;
  /** Null where the account cannot be reached. */
  readonly place: PlaceRead | null;
}

/** The managing account of an organization seldom has the role: there the caller's own credentials do. */
async function openAccount(
  { caller, byRole }: EstateQuestion,
  { id, name }: EstateQuestion["accounts"][number],
  region: string,
  read: (place: Place) => Promise<PlaceRead>,
): Promise<Opened> {
  const asCaller: EstateAccount = { id, name, through: "caller", fault: null };
  if (!byRole) return { account: asCaller, place: await read(placeOf(asCaller, region)) };
  const asRole: EstateAccount = { id, name, through: "role", fault: null };
  const place = await read(placeOf(asRole, region));
  const { fault } = place.target;
  if (fault?.operation !== "sts:AssumeRole") return { account: asRole, place };
  if (id === caller) return { account: asCaller, place: await read(placeOf(asCaller, region)) };
  return { account: { ...asRole, fault }, place: null };
}

function joinGaps(gaps: readonly PlaceGap[]): Gap[] {
  return [...groupBy(gaps, ({ what }) => what).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { what, fault } = first;
    return [{ what, fault, targets: alike.map(({ target }) => target).sort(compareTargets) }];
  });
}
