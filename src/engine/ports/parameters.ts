/** What publishing needs of Parameter Store. */
import type { Answer } from "../../core/fault.ts";
import type { Stacks } from "../../core/ownership.ts";
import type { Tags } from "../../core/profile.ts";

/** Reads of one target. No method changes anything. */
export interface ParameterReader {
  /** Tags by path of every parameter that carries one of these stacks' marks (`tag:GetResources`); may lag. */
  listMarked(stacks: Stacks): Promise<Answer<ReadonlyMap<string, Tags>>>;
  /** Values by path, without those that are not there (`ssm:GetParameters`). */
  readParameters(paths: readonly string[]): Promise<Answer<ReadonlyMap<string, string>>>;
  /** Tags of one parameter as they are now (`ssm:ListTagsForResource`). */
  readParameterTags(path: string): Promise<Answer<Tags>>;
}

/** Writes of one target. Only `apply` is handed one. */
export interface ParameterWriter {
  /** A new parameter with its tags; a conflict where there is one of that path. */
  createParameter(path: string, value: string, tags: Tags): Promise<Answer<void>>;
  /** Another value for one that is there. */
  overwriteParameter(path: string, value: string): Promise<Answer<void>>;
  tagParameter(path: string, tags: Tags): Promise<Answer<void>>;
  deleteParameter(path: string): Promise<Answer<void>>;
}
