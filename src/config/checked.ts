/** Values of which some may have been taken out because they were wrong. */
import type { InstancePath } from "./instance-path.ts";

/** A written value in which anything may be missing, and what is there has the right shape. */
export type Checked<T> = T extends readonly (infer Item)[]
  ? readonly (Checked<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Checked<T[Key]> }
    : T;

/** The paths of values with a wrong shape: rules stay silent about what is missing there. */
export class BrokenPaths {
  readonly #paths = new Map<string, InstancePath>();

  constructor(paths: readonly InstancePath[] = []) {
    for (const path of paths) this.add(path);
  }

  add(path: InstancePath): void {
    this.#paths.set(path.join("\0"), path);
  }

  /** True when the value at the path, or one around it, was taken out. */
  covers(path: InstancePath): boolean {
    if (this.#paths.size === 0) return false;
    for (let length = path.length; length >= 0; length--) {
      if (this.#paths.has(path.slice(0, length).join("\0"))) return true;
    }
    return false;
  }

  /** Takes the values out; list items become `undefined`, so that the others keep their index. */
  takeOutOf(root: object): void {
    for (const path of this.#paths.values()) {
      let at: unknown = root;
      for (const segment of path.slice(0, -1)) at = isContainer(at) ? at[segment] : undefined;
      const last = path.at(-1);
      if (last === undefined || !isContainer(at)) continue;
      if (Array.isArray(at)) at[Number(last)] = undefined;
      else delete at[last];
    }
  }
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return value !== null && typeof value === "object";
}
