/** Paths into a document. */

/** Keys and indexes from the root of a document to a value in it. */
export type InstancePath = readonly (string | number)[];

/** JSON pointer → path: `/profiles/a~1b/tags` → `["profiles", "a/b", "tags"]`. */
export function pathOf(pointer: string): InstancePath {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
