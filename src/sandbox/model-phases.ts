// When a made-up caller began, and which model it called when. Days are UTC, since 1970.
import { FOUNDATION_MODELS } from "./catalogue-models.ts";
import { priceOf } from "./prices.ts";
import { DAY_MS, fraction } from "./traffic.ts";

/** Model changes of the made-up past happen in 2026, January to August; no earlier than the model was launched. */
const SWITCH_FROM_DAY = 20_454;
const SWITCH_DAYS = 240;
/** Share of callers that had another model before, and of those that began late. */
const SWITCHED = 0.4;
const BEGAN_LATE = 0.25;

/** The first day with traffic; 0 for a caller that was always there. */
export function beginsOn(seed: string): number {
  return fraction(`${seed} late`) < BEGAN_LATE
    ? SWITCH_FROM_DAY + Math.floor(fraction(`${seed} begins`) * SWITCH_DAYS)
    : 0;
}

export interface Phase {
  readonly foundationModel: string;
  /** First day, and the day after the last. */
  readonly from: number;
  readonly until: number;
}

/** The model that is called now, and the one before it: nobody called a model that was not there yet. */
export function phasesOf(seed: string, model: string, until: number): Phase[] {
  const { before } = priceOf(model);
  if (before === undefined) return [{ foundationModel: model, from: 0, until }];
  const launched = LAUNCHES.get(model) ?? 0;
  const isSwitched = fraction(`${seed} switched`) < SWITCHED;
  const switched = isSwitched ? SWITCH_FROM_DAY + Math.floor(fraction(`${seed} switch`) * SWITCH_DAYS) : 0;
  const from = Math.max(launched, switched);
  return [...phasesOf(seed, before, from), { foundationModel: model, from, until }].filter(
    (phase) => phase.from < phase.until,
  );
}

const LAUNCHES = new Map(
  FOUNDATION_MODELS.map(({ id, lifecycle }) => [id, Math.floor(Date.parse(lifecycle.startOfLifeTime) / DAY_MS)]),
);
