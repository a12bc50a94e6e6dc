/** Listings that come in pages. */
import type { Answer } from "../core/fault.ts";

export interface Page<T> {
  readonly items: readonly T[];
  /** Token of the next page; absent or empty at the end. */
  readonly next: string | undefined;
}

/** Every page in turn; `attempts` is the sum. The first page that fails ends it: half a list is none. */
export async function allPages<T>(
  readPage: (token: string | undefined) => Promise<Answer<Page<T>>>,
): Promise<Answer<T[]>> {
  const items: T[] = [];
  let attempts = 0;
  let token: string | undefined;
  do {
    const page = await readPage(token);
    attempts += page.attempts;
    if (!page.ok) return { ...page, attempts };
    for (const item of page.value.items) items.push(item);
    token = page.value.next;
  } while (token);
  return { ok: true, value: items, attempts };
}
