/** How much of a plan its Markdown shows: a ladder down which it goes until the text fits (UX.md section 2 e). */

export interface PlanLayout {
  /** What a create sets: source, description, tags. */
  readonly createBodies: boolean;
  /** Tag edits. */
  readonly editBodies: boolean;
  /** What ends, is replaced or is blocked, once more in the full plan with its sources; the table has it anyway. */
  readonly endBodies: boolean;
  /** Changes that only add or edit, named in the full plan. */
  readonly quietChanges: number;
  /** Rows of the table of targets. */
  readonly targets: number;
  /** Places in the files as links rather than text, and whole rather than their last characters. */
  readonly links: boolean;
  /** Rows of the largest moves of money, which stand beside tag edits as long as these are shown. */
  readonly moves: number;
  /** Rows of what ends, is replaced, protected or blocked: never fewer than 200 for texts of a length that AWS allows. */
  readonly loudChanges: number;
}

const WHOLE: PlanLayout = {
  createBodies: true,
  editBodies: true,
  endBodies: true,
  quietChanges: Number.POSITIVE_INFINITY,
  targets: Number.POSITIVE_INFINITY,
  links: true,
  moves: 0,
  loudChanges: 200,
};

/** The order in which things are left out; the last rungs are for texts that only a forged plan holds. */
const STEPS: readonly Partial<PlanLayout>[] = [
  {},
  { createBodies: false },
  { editBodies: false, moves: 10 },
  { quietChanges: 400, targets: 30 },
  { quietChanges: 200 },
  { quietChanges: 100 },
  { quietChanges: 0 },
  { endBodies: false },
  { links: false },
  { loudChanges: 150, targets: 10 },
  { loudChanges: 100 },
  { loudChanges: 70 },
  { loudChanges: 50 },
  { loudChanges: 35 },
  { loudChanges: 20, moves: 3 },
  { loudChanges: 5, targets: 3 },
  { loudChanges: 0, targets: 0, moves: 0 },
];

/** From everything to the least, each with all that was left out before. */
export const PLAN_LAYOUTS: readonly PlanLayout[] = STEPS.map((_, index) =>
  Object.assign({}, WHOLE, ...STEPS.slice(0, index + 1)),
);
