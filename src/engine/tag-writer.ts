/** The same tags for several profiles of one target: in bulk where AWS takes that, else profile by profile. */
import PQueue from "p-queue";
import type { Answer, Fault, FaultKind } from "../core/fault.ts";
import type { Tags } from "../core/profile.ts";
import type { BulkAnswers, WriteGateway } from "./ports.ts";

export type TagWrite =
  | { readonly kind: "set"; readonly tags: Tags }
  | { readonly kind: "remove"; readonly keys: readonly string[] };

/** Requests of single profiles at the same time: as many as the pace lets fly, so that a stop is quick. */
const AT_ONCE = 16;

/** After these Bedrock itself may still do it. The others are its word on the profile, or the end of all requests. */
const ASKED_AGAIN: ReadonlySet<FaultKind> = new Set(["denied", "invalid", "throttled", "unavailable", "unknown"]);

/** Shared by all tag edits of a target, so that what AWS makes of bulk requests is learnt once. */
export class TagWriter {
  readonly #gateway: WriteGateway;
  readonly #isStopping: () => boolean;
  readonly #queue = new PQueue({ concurrency: AT_ONCE });
  #refusal: Fault | null = null;

  /** Once `isStopping`, nothing is asked a second time. */
  constructor(gateway: WriteGateway, isStopping: () => boolean = () => false) {
    this.#gateway = gateway;
    this.#isStopping = isStopping;
  }

  /** Why no bulk requests are sent any more; null while they work. */
  get refusal(): Fault | null {
    return this.#refusal;
  }

  /**
   * An answer for each ARN. What a bulk request leaves undone is asked of Bedrock itself, whose answer counts: the role
   * may lack the right to bulk requests alone, their API may not know profiles in this region, and where Bedrock throttles
   * it, requests of single profiles keep to the rate better. A bulk request that does nothing is the last one. A single
   * profile costs one request either way, so that it goes to Bedrock.
   */
  async write(write: TagWrite, arns: readonly string[]): Promise<BulkAnswers> {
    if (arns.length === 1 || this.#refusal !== null) return this.#oneByOne(write, arns);
    const answers = await this.#inBulk(write, arns);
    const undone = [...answers].flatMap(([arn, answer]) =>
      !answer.ok && ASKED_AGAIN.has(answer.fault.kind) ? [{ arn, fault: answer.fault }] : [],
    );
    if (undone.length === arns.length) this.#refusal = undone[0]?.fault ?? null;
    const arnsAgain = undone.map(({ arn }) => arn);
    return new Map([...answers, ...(await this.#oneByOne(write, arnsAgain, answers))]);
  }

  #inBulk(write: TagWrite, arns: readonly string[]): Promise<BulkAnswers> {
    return write.kind === "set"
      ? this.#gateway.setTagsInBulk(arns, write.tags)
      : this.#gateway.removeTagsInBulk(arns, write.keys);
  }

  /** `before`: what a bulk request has brought already. */
  async #oneByOne(write: TagWrite, arns: readonly string[], before: BulkAnswers = new Map()): Promise<BulkAnswers> {
    const ask = async (arn: string): Promise<Answer<void>> => {
      const earlier = before.get(arn);
      if (earlier !== undefined && this.#isStopping()) return earlier;
      const answer = await this.#one(write, arn);
      return { ...answer, attempts: answer.attempts + (earlier?.attempts ?? 0) };
    };
    return new Map(await Promise.all(arns.map(async (arn) => [arn, await this.#queue.add(() => ask(arn))] as const)));
  }

  #one(write: TagWrite, arn: string): Promise<Answer<void>> {
    return write.kind === "set" ? this.#gateway.setTags(arn, write.tags) : this.#gateway.removeTags(arn, write.keys);
  }
}
