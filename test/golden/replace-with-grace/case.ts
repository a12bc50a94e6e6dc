import { aDesired, aLive, at, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [
    aDesired({
      name: "support-bot",
      source: HAIKU,
      description: "Answers tickets",
      tags: { team: "support", env: "prod" },
      declaredAt: at(18),
    }),
    aDesired({ name: "half-done", source: HAIKU, declaredAt: at(30) }),
  ],
  live: [
    aLive({ name: "support-bot", source: NOVA, id: "p0a8s7d6f5g4", tags: { team: "care", env: "prod", old: "x" } }),
    aLive({ name: "half-done", source: NOVA, id: "h0a8s7d6f5g4" }),
    aLive({ name: "half-done", awsName: "half-done-2", source: HAIKU, id: "n1a8s7d6f5g4" }),
  ],
};
