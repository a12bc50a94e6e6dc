// How long a model lives: as the catalogue has it, or as the switch `endingModels` says.
import type { FoundationModelSeed } from "./catalogue-models.ts";

const ENTRY = /^([^@]+)(?:@(\d{4}-\d\d-\d\d))?$/;

/** Why an entry of the switch cannot be understood; undefined where it can. */
export function endingModelProblem(value: unknown): string | undefined {
  const day = typeof value === "string" ? ENTRY.exec(value)?.[2] : undefined;
  const isEntry = typeof value === "string" && ENTRY.test(value);
  return isEntry && (day === undefined || !Number.isNaN(Date.parse(day)))
    ? undefined
    : "must be MODEL@DAY, as amazon.nova-lite-v1:0@2027-01-15, or MODEL alone where the end is not told";
}

/** Of a model that the switch names, only the status and, where it has one, the end are told. */
export function lifecycleOf(
  { id, lifecycle }: Pick<FoundationModelSeed, "id" | "lifecycle">,
  endingModels: readonly string[],
): FoundationModelSeed["lifecycle"] {
  const found = endingModels.flatMap((entry) => [ENTRY.exec(entry) ?? []]).find(([, model]) => model === id);
  if (found === undefined) return lifecycle;
  const [, , day] = found;
  return {
    status: "LEGACY",
    startOfLifeTime: lifecycle.startOfLifeTime,
    ...(day === undefined ? {} : { endOfLifeTime: `${day}T00:00:00+00:00` }),
  };
}
