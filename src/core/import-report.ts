/** What an import has to tell about profiles that it left out, or could not take over as they are. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { targetOfArn } from "./import-arn.ts";
import type { Candidate, Skipped } from "./import-select.ts";
import type { Observation } from "./observation.ts";
import { compareText, isSameTarget, type LiveProfile, type Target, targetId } from "./profile.ts";
import { tagOf } from "./tag-edits.ts";
import type { TfProfile, TfState } from "./tfstate.ts";

/** Names in one sentence; the list in the file is whole. */
const MOST_NAMES = 6;

/** One for each reason, however many profiles it is true of. */
export function skipDiagnostics(skipped: readonly Skipped[]): Diagnostic[] {
  const groups = new Map<string, Skipped[]>();
  for (const one of skipped) {
    const id = JSON.stringify([one.reason, one.detail]);
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const who = listed(group.map(({ live }) => whoIs(live)));
    return [diagnostic(`import/${first.reason}`, { detail: `${who}: ${first.detail}.` })];
  });
}

/** What a live profile has and its entry cannot say. */
export function unwritableDiagnostics(candidates: readonly Candidate[]): Diagnostic[] {
  return candidates.flatMap((candidate) => {
    const what = unwritable(candidate);
    return what.length === 0
      ? []
      : [diagnostic("import/unwritable", { detail: `${whoIs(candidate.live)}: ${what.join(" ")}` })];
  });
}

/** Sentences, for the diagnostic and for the comment above the entry. */
export function unwritable({ live, unlisted, description }: Candidate): string[] {
  const keys = unlisted.map((key) => `"${key}"`).join(", ");
  return [
    ...(unlisted.length === 0 ? [] : [`The file cannot hold its tags ${keys}; the entry keeps what it does not list.`]),
    ...((live.description ?? "") !== "" && description === null ? ["The file cannot hold its description."] : []),
  ];
}

export interface NamedState {
  readonly file: string;
  readonly state: TfState;
}

/** What of a state is not live as the state says. `targets`: all that the file looks after. */
export function stateDiagnostics(
  { file, state }: NamedState,
  targets: readonly Target[],
  observation: Observation,
): Diagnostic[] {
  const looked = new Set(targets.map(targetId));
  const unusable = state.unusable.map(({ address, why }) =>
    diagnostic("import/state-unusable", { detail: `${address} in ${file} is left out: ${why}.` }),
  );
  const nothing = state.profiles.length + state.unusable.length === 0;
  const none = nothing
    ? [diagnostic("import/state-unusable", { detail: `${file} holds no managed aws_bedrock_inference_profile.` })]
    : [];
  return [
    ...none,
    ...unusable,
    ...state.profiles.flatMap((profile) => againstLive(profile, file, looked, observation)),
  ];
}

function againstLive(
  profile: TfProfile,
  file: string,
  looked: ReadonlySet<string>,
  observation: Observation,
): Diagnostic[] {
  const { arn, address } = profile;
  const target = targetOfArn(arn);
  if (target === undefined) {
    return [
      diagnostic("import/state-unusable", { detail: `${address} in ${file} is left out: its ARN is no profile's.` }),
    ];
  }
  if (!looked.has(targetId(target))) {
    const detail = `${address} in ${file} is in ${targetId(target)}, where the configuration does not look.`;
    return [diagnostic("import/not-looked-after", { detail })];
  }
  const observed = observation.targets.find((one) => isSameTarget(one.target, target));
  if (observed?.status !== "read") return [];
  const live = observed.live.find((one) => one.arn === arn);
  if (live === undefined)
    return [diagnostic("import/gone", { detail: `${address} in ${file} is ${arn}, which is not live.` })];
  const keys = differingKeys(profile, live);
  if (keys.length === 0) return [];
  const detail = `${address} in ${file}: the live tags ${listed(keys)} are not as the state has them; the live ones are written.`;
  return [diagnostic("import/state-differs", { detail })];
}

/** Keys alone: values of a state may be secret. */
function differingKeys({ tags }: TfProfile, live: LiveProfile): string[] {
  const liveTags = live.tags ?? {};
  const keys = new Set([...Object.keys(tags), ...Object.keys(liveTags)].filter((key) => !/^(?:aws|strata):/.test(key)));
  return [...keys].filter((key) => tagOf(tags, key) !== tagOf(liveTags, key)).sort(compareText);
}

/** `search (111122223333/us-west-2)`. */
export function whoIs({ awsName, target }: LiveProfile): string {
  return `${awsName} (${targetId(target)})`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
