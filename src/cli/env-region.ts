/** The region that the environment names, as every command reads it. */
import type { Edge } from "./edge.ts";

/** An empty variable is one that is not set, as to the AWS CLI; undefined where neither says anything. */
export function envRegion({ AWS_REGION, AWS_DEFAULT_REGION }: Edge["env"]): string | undefined {
  return AWS_REGION || AWS_DEFAULT_REGION || undefined;
}
