import { createHash } from "node:crypto";

/** What a page token carries: the last item's place, when it was issued (ms), and a digest of the query it belongs to. */
interface PageToken {
  readonly after: number;
  readonly issuedAt: number;
  readonly query: string;
}

/** A digest that makes a token useless for another account, region or filter. */
export function queryDigest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12);
}

/** Opaque to callers: base64url, no white space, far below the 2,048 characters of AWS.md 1.2. */
export function encodePageToken(token: PageToken): string {
  return Buffer.from(JSON.stringify([token.after, token.issuedAt, token.query])).toString("base64url");
}

/** Undefined when the text is no token of ours. */
export function decodePageToken(text: string): PageToken | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!Array.isArray(value)) return undefined;
    const [after, issuedAt, query] = value as unknown[];
    if (typeof after !== "number" || typeof issuedAt !== "number" || typeof query !== "string") return undefined;
    return { after, issuedAt, query };
  } catch {
    return undefined;
  }
}
