// Checks of the shape of JSON values that come from a state file.

export type ShapeCheck = (value: unknown) => boolean;
export type Shape = Readonly<Record<string, ShapeCheck>>;

export const isText: ShapeCheck = (value) => typeof value === "string";
export const isNumber: ShapeCheck = (value) => typeof value === "number" && Number.isFinite(value);
export const isTags: ShapeCheck = (value) =>
  typeof value === "object" && value !== null && Object.values(value).every(isText);

export const listOf =
  (check: ShapeCheck): ShapeCheck =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** True for an object whose members pass their checks; others may be there too. */
export function isShape(value: unknown, shape: Shape): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Record<string, unknown>;
  return Object.entries(shape).every(([name, check]) => check(members[name]));
}
