/** `adopt` with an ARN names one live profile, in one place. */
import { CALLER } from "../../core/profile.ts";
import { type BedrockArn, parseBedrockArn } from "../bedrock-arn.ts";
import type { ProfileEntry } from "../profile-entry.ts";
import { inCode } from "../wording.ts";
import { isFencedOff } from "./fences.ts";
import type { Rule } from "./rule.ts";

export const adoptedArnsFit: Rule = ({ entries, scope }, report) => {
  for (const entry of entries) {
    const { adopt } = entry.written;
    if (typeof adopt !== "string") continue;
    const subject = entry.part.source.valueRange([...entry.path, "adopt"]);
    const arn = parseBedrockArn(adopt);
    if (arn?.resource !== "application-inference-profile") {
      const detail = `${inCode(adopt)} is not the ARN of an application inference profile.`;
      report("config/invalid-adopt-arn", {
        detail,
        hint: "Write `adopt: true` to take over the unmanaged profile of this name.",
        subject,
      });
      continue;
    }
    const elsewhere = isFencedOff(entry, arn, scope) ? undefined : placeProblem(entry, arn);
    if (elsewhere !== undefined) {
      const hint = "Give each place an entry of its own, or write `adopt: true`, which adopts by name in each place.";
      report("config/arn-elsewhere", { detail: elsewhere, hint, subject });
    }
  }
};

function placeProblem({ name, placements }: ProfileEntry, arn: BedrockArn): string | undefined {
  const other = placements.find(
    ({ account, region }) => region !== arn.region || (account.id !== CALLER && account.id !== arn.account),
  );
  if (other === undefined) return undefined;
  const place = [other.account.name, other.region].filter((part) => part !== undefined).join("/");
  const goes = placements.length === 1 ? "goes" : "also goes";
  return `The ARN is of ${inCode(`${arn.account}/${arn.region}`)}, but ${inCode(name)} ${goes} to ${inCode(place)}.`;
}
