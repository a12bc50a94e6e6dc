/** What the file format can write down: AWS holds more than that, and what cannot be written must not be lost. */

/** The characters of the schema's `tagKey` and `tagValue` (AWS.md section 1.2). */
const TAG_TEXT = /^[a-zA-Z0-9 \t\r\n._:/=+@-]*$/;
const RESERVED = /^(?:aws|strata):/i;
const NAME = /^([0-9a-zA-Z][ _-]?)+$/;
const DESCRIPTION = /^([0-9a-zA-Z:.][ _-]?)+$/;

export function isDeclarableTag(key: string, value: string): boolean {
  const isKey = key.length > 0 && key.length <= 128 && TAG_TEXT.test(key) && !RESERVED.test(key);
  return isKey && value.length <= 256 && TAG_TEXT.test(value);
}

/** True for what may be the key of an entry: the schema's `profileName`. */
export function isDeclarableName(name: string): boolean {
  return name.length <= MAX_NAME && NAME.test(name);
}

export function isDeclarableDescription(text: string): boolean {
  return text.length <= 200 && DESCRIPTION.test(text);
}

const MAX_NAME = 64;

/** A name that may be a key, as near to the text as the format allows; `suffix` is kept whole. */
export function toDeclarableName(text: string, suffix = ""): string {
  const room = MAX_NAME - (suffix === "" ? 0 : suffix.length + 1);
  const plain = text
    .slice(0, MAX_NAME)
    .replace(/[^0-9a-zA-Z _-]+/g, "-")
    .replace(/[ _-]{2,}/g, "-")
    .replace(/^[ _-]+/, "")
    .slice(0, room)
    .replace(/[ _-]+$/, "");
  const base = plain === "" ? "profile" : plain;
  return suffix === "" ? base : `${base}-${suffix}`;
}
