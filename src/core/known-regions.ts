/** Regions with application inference profiles, as AWS lists them (AWS.md section 2); new ones must be added here. */
import { partitionOf } from "./source-id.ts";

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  af: ["south-1"],
  ap: ["east-2", "northeast-1", "northeast-2", "northeast-3", "south-1", "south-2"],
  "ap-southeast": ["1", "2", "3", "4", "5", "6", "7"],
  ca: ["central-1", "west-1"],
  eu: ["central-1", "central-2", "north-1", "south-1", "south-2", "west-1", "west-2", "west-3"],
  il: ["central-1"],
  me: ["central-1", "south-1"],
  mx: ["central-1"],
  sa: ["east-1"],
  us: ["east-1", "east-2", "west-1", "west-2"],
  "us-gov": ["east-1", "west-1"],
};

export const KNOWN_REGIONS: ReadonlySet<string> = new Set(
  Object.entries(KNOWN).flatMap(([area, places]) => places.map((place) => `${area}-${place}`)),
);

/** Those of the partition that a region is in. */
export function knownRegionsLike(region: string): string[] {
  return [...KNOWN_REGIONS].filter((known) => partitionOf(known) === partitionOf(region));
}
