/** Where values stand that `quick-yaml.ts` has read: looked up among the parser's events when somebody asks. */
import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { InstancePath } from "./instance-path.ts";
import type { Offsets, Places } from "./source-file.ts";

interface Child {
  /** Where the value belongs to a map. */
  readonly key?: ScalarEvent;
  /** Index of the value's first event. */
  readonly at: number;
}

/** The root's first event comes after that of its document. */
const ROOT: Child = { at: 1 };

/**
 * Places of keys and scalars are exact. Lists and maps end where they begin: nobody is told of them, since a file that
 * anything is told of is read with nodes.
 */
export class EventPlaces implements Places {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #children = new Map<number, ReadonlyMap<string, Child>>();

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  valueAt(path: InstancePath): Offsets {
    const { key, at } = this.#find(path).child;
    const event = this.#events[at];
    if (key !== undefined && event?.type === EVENT_ID.SCALAR && event.valueStart === -1) return scalarOffsets(key);
    return offsetsOf(event);
  }

  keyAt(path: InstancePath): Offsets {
    const { key, at } = this.#find(path).child;
    if (key !== undefined) return scalarOffsets(key);
    const [first] = this.#childrenOf(at).values();
    return first?.key === undefined ? offsetsOf(this.#events[at]) : scalarOffsets(first.key);
  }

  plainAt(path: InstancePath): Offsets | undefined {
    const { child, exact } = this.#find(path);
    const event = this.#events[child.at];
    const isPlain = exact && event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN;
    return isPlain ? offsetsOf(event) : undefined;
  }

  #find(path: InstancePath): { child: Child; exact: boolean } {
    let child = ROOT;
    for (const segment of path) {
      const next = this.#childrenOf(child.at).get(String(segment));
      if (next === undefined) return { child, exact: false };
      child = next;
    }
    return { child, exact: true };
  }

  /** By key, or by index; empty for a scalar. */
  #childrenOf(at: number): ReadonlyMap<string, Child> {
    const known = this.#children.get(at);
    if (known !== undefined) return known;
    const children = new Map<string, Child>();
    const type = this.#events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) {
      for (let next = at + 1; this.#events[next]?.type !== EVENT_ID.POP; ) {
        const key = type === EVENT_ID.MAPPING ? (this.#events[next++] as ScalarEvent) : undefined;
        const child = { at: next, ...(key && { key }) };
        children.set(key === undefined ? `${children.size}` : getScalarValue(this.#text, key), child);
        next = this.#after(next);
      }
    }
    this.#children.set(at, children);
    return children;
  }

  /** Index of the first event behind a value. */
  #after(at: number): number {
    let depth = 0;
    let next = at;
    do {
      const type = this.#events[next++]?.type;
      if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
      else if (type === EVENT_ID.POP) depth--;
    } while (depth > 0);
    return next;
  }
}

function offsetsOf(event: Event | undefined): Offsets {
  if (event?.type === EVENT_ID.SCALAR) return scalarOffsets(event);
  return event !== undefined && "start" in event ? [event.start, event.start] : [0, 0];
}

/** With its quotes. */
export function scalarOffsets({ style, valueStart, valueEnd }: ScalarEvent): Offsets {
  const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
  return isQuoted ? [valueStart - 1, valueEnd + 1] : [valueStart, valueEnd];
}
