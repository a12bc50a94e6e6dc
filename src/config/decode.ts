/** Bytes → text. */

export interface Decoded {
  /** Without a byte order mark; bytes that are not UTF-8 show as U+FFFD. */
  readonly text: string;
  /** Where in `text` the first byte stands that is not UTF-8. */
  readonly invalidAt?: number;
  readonly looksLikeUtf16?: boolean;
}

const REPLACEMENT = "\uFFFD";

/** Decodes UTF-8. A byte order mark is dropped, so that columns count what can be seen. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder("utf-8").decode(bytes);
    const looksLikeUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return { text, invalidAt: firstInvalid(text, bytes), looksLikeUtf16 };
  }
}

/** The first replacement character that does not stand in the bytes itself. */
function firstInvalid(text: string, bytes: Uint8Array): number {
  let byte = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let unit = 0;
  for (const character of text) {
    const isWritten = bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd;
    if (character === REPLACEMENT && !isWritten) return unit;
    byte += utf8Length(character.codePointAt(0) ?? 0);
    unit += character.length;
  }
  return unit;
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
