/** Small readers of unknown JSON: each answers a value of the right type, or says where it is not one. */

/** Thrown inside a decoder and caught at its edge; `at` is the place, e.g. `changes[3].tagEdits.set`. */
export class ShapeError extends Error {
  readonly at: string;

  constructor(at: string, wanted: string) {
    super(`${at === "" ? "the file" : at} is not ${wanted}`);
    this.at = at;
  }
}

export type Reader<T> = (value: unknown, at: string) => T;

export const readText: Reader<string> = (value, at) => {
  if (typeof value !== "string") throw new ShapeError(at, "text");
  return value;
};

export const readFlag: Reader<boolean> = (value, at) => {
  if (typeof value !== "boolean") throw new ShapeError(at, "true or false");
  return value;
};

export const readCount: Reader<number> = (value, at) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new ShapeError(at, "a whole number");
  }
  return value;
};

export const readNumber: Reader<number> = (value, at) => {
  if (typeof value !== "number") throw new ShapeError(at, "a number");
  return value;
};

export function readOne<T extends string>(choices: readonly T[]): Reader<T> {
  return (value, at) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new ShapeError(at, `one of ${choices.join(", ")}`);
    return found;
  };
}

export const readNull: Reader<null> = (value, at) => {
  if (value !== null) throw new ShapeError(at, "null");
  return null;
};

export function readNullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, at) => (value === null ? null : reader(value, at));
}

export function readList<T>(reader: Reader<T>): Reader<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new ShapeError(at, "a list");
    return value.map((item, index) => reader(item, `${at}[${index}]`));
  };
}

/** A map from any text to values of one kind; safe for keys such as `__proto__`. */
export function readRecord<T>(reader: Reader<T>): Reader<Record<string, T>> {
  return (value, at) => {
    const entries = Object.entries(readObject(value, at)).map(([key, item]) => [key, reader(item, `${at}.${key}`)]);
    return Object.fromEntries(entries);
  };
}

export const readObject: Reader<Readonly<Record<string, unknown>>> = (value, at) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ShapeError(at, "an object");
  return value as Record<string, unknown>;
};

/** Reads members of one object; keys that nobody asks for are left alone. */
export function membersOf(value: unknown, at: string) {
  const object = readObject(value, at);
  const place = (name: string): string => (at === "" ? name : `${at}.${name}`);
  return {
    get: <T>(name: string, reader: Reader<T>): T =>
      reader(Object.hasOwn(object, name) ? object[name] : undefined, place(name)),
    /** Undefined where the key is missing. */
    maybe: <T>(name: string, reader: Reader<T>): T | undefined =>
      Object.hasOwn(object, name) ? reader(object[name], place(name)) : undefined,
  };
}
