/**
 * Text → value, for files that nothing is wrong with and nothing unusual stands in: in a fifth of the time that a
 * document of nodes takes. Whatever else there is, `yaml-document.ts` reads and tells.
 */
import {
  boolCoreTag,
  COLLECTION_STYLE,
  type CollectionStyle,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  type MappingEvent,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from "js-yaml";
import { EventPlaces, scalarOffsets } from "./event-places.ts";
import { SourceFile } from "./source-file.ts";
import type { ParsedSource } from "./yaml-document.ts";

/** The format needs ten levels; deeper files are for the reader that tells where they get too deep. */
const MAX_DEPTH = 32;

/** What parsers see differently: tabs, characters that are line breaks or nothing to some, directives, marks of documents. */
const UNUSUAL_TEXT = /[\t\u0085\u2028\u2029\uFEFF]|\r(?!\n)|^(?: *%|\.\.\.| +---)/m;

/** Scalars without quotes that begin otherwise are text. */
const MAYBE_NO_TEXT = /^(?:$|[-+.0-9~nNtTfF])/;
const IMPLICIT_TAGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

/** The value and its places exactly as `parseSource` has them; `undefined` where that must have a look. */
export function parseQuickly(path: string, text: string): ParsedSource | undefined {
  if (UNUSUAL_TEXT.test(text)) return undefined;
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const value = new EventReader(text, events).read();
    const source = new SourceFile(path, text);
    source.setPlaces(new EventPlaces(text, events));
    return { source, value, intact: true, diagnostics: [] };
  } catch {
    // Not only its own exceptions: the parser's documentation asks to catch all.
    return undefined;
  }
}

/** Thrown where a file holds what is read elsewhere. */
class Unusual extends Error {}

class EventReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  #next = 0;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  /** The value of the only document. */
  read(): unknown {
    if (this.#take().type !== EVENT_ID.DOCUMENT) throw new Unusual();
    const value = this.#value(this.#take());
    this.#take();
    if (this.#next !== this.#events.length) throw new Unusual();
    return value;
  }

  #take(): Event {
    const event = this.#events[this.#next];
    if (event === undefined) throw new Unusual();
    this.#next++;
    return event;
  }

  #value(event: Event): unknown {
    if (!("tagStart" in event) || event.tagStart !== -1 || event.anchorStart !== -1) throw new Unusual();
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event);
    return event.type === EVENT_ID.MAPPING ? this.#map(event) : this.#list(event);
  }

  #list({ style }: SequenceEvent): unknown[] {
    const list: unknown[] = [];
    for (let event = this.#take(); event.type !== EVENT_ID.POP; event = this.#take()) {
      list.push(this.#child(event, style));
    }
    return list;
  }

  /** Without a prototype: `__proto__` is a key like any other. */
  #map({ style }: MappingEvent): Record<string, unknown> {
    const map: Record<string, unknown> = Object.create(null);
    let isFirst = true;
    for (let event = this.#take(); event.type !== EVENT_ID.POP; event = this.#take()) {
      // This parser lets a map go on behind a value that ends in the middle of a line.
      if (style === COLLECTION_STYLE.BLOCK && !isFirst && !this.#startsLine(event)) throw new Unusual();
      isFirst = false;
      const key = this.#value(event);
      const isMergeKey = key === "<<";
      if (typeof key !== "string" || isMergeKey || key in map) throw new Unusual();
      map[key] = this.#child(this.#take(), style);
    }
    return map;
  }

  #child(event: Event, style: CollectionStyle): unknown {
    // The other parser takes what follows for a part of it, where a comment stands between.
    if (style === COLLECTION_STYLE.BLOCK && this.#startsLine(event)) throw new Unusual();
    return this.#value(event);
  }

  /** True for a scalar with only blanks before it in its line. */
  #startsLine(event: Event): boolean {
    if (event.type !== EVENT_ID.SCALAR || event.valueStart === -1) return false;
    let before = scalarOffsets(event)[0] - 1;
    while (this.#text[before] === " ") before--;
    return before === -1 || this.#text[before] === "\n";
  }

  #scalar(event: ScalarEvent): unknown {
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    // An event tells where the text of a block begins, not where the block does.
    if (isBlock) throw new Unusual();
    const text = getScalarValue(this.#text, event);
    if (event.style !== SCALAR_STYLE.PLAIN || !MAYBE_NO_TEXT.test(text)) return text;
    for (const { resolve, tagName } of IMPLICIT_TAGS) {
      const value = resolve(text, false, tagName);
      if (value !== NOT_RESOLVED) return value;
    }
    // A number too large to be one: text to this parser, but not to the other.
    if (Math.abs(Number(text)) === Number.POSITIVE_INFINITY) throw new Unusual();
    return text;
  }
}
