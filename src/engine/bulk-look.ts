/** Another look at all profiles of a target, for tag edits of which there are too many to read each of them once more. */
import type { Answer } from "../core/fault.ts";
import type { Tags } from "../core/profile.ts";
import type { Clock, ReadGateway } from "./ports.ts";

/** What was read so long ago is read again before it is written on: a person may have thought the plan over. */
const AGED_MS = 60_000;

/** Shared by all tag edits of a target: a hundred profiles are one request (AWS.md section 5). */
export class BulkLook {
  readonly #reader: Pick<ReadGateway, "listTags">;
  readonly #clock: Pick<Clock, "elapsedMs">;
  #readAt: number;
  #again: Promise<Answer<ReadonlyMap<string, Tags>>> | null = null;

  /** `readAt`: elapsed milliseconds at which the reads of the plan began. */
  constructor(reader: Pick<ReadGateway, "listTags">, clock: Pick<Clock, "elapsedMs">, readAt: number) {
    this.#reader = reader;
    this.#clock = clock;
    this.#readAt = readAt;
  }

  /** `fresh` where the plan's own look is young enough; null where its tags are not told, so that it is to be read by itself. */
  async tagsOf(arn: string): Promise<Tags | "fresh" | null> {
    const now = this.#clock.elapsedMs();
    if (now - this.#readAt > AGED_MS) {
      this.#readAt = now;
      this.#again = this.#reader.listTags();
    }
    if (this.#again === null) return "fresh";
    const listed = await this.#again;
    return listed.ok ? (listed.value.get(arn) ?? null) : null;
  }
}
