import { diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { aDesired, aLive, at, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [aDesired({ name: "support-bot", source: HAIKU, declaredAt: at(18) })],
  live: [
    aLive({ name: "support-bot", source: NOVA, id: "p0a8s7d6f5g4" }),
    aLive({ name: "hackday-2025", id: "z9y8x7w6v5u4" }),
  ],
  calls: { p0a8s7d6f5g4: null, z9y8x7w6v5u4: null },
  diagnostics: [
    diagnostic("aws/use-unknown", {
      detail: "cloudwatch:GetMetricData is denied in 111122223333/us-east-1: what ends there may still be called.",
    }),
  ],
};
