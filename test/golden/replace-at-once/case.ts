import { aDesired, aLive, at, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [aDesired({ name: "support-bot", source: HAIKU, declaredAt: at(18) })],
  live: [aLive({ name: "support-bot", source: NOVA, id: "p0a8s7d6f5g4" })],
  state: { replacement: { graceMs: 0, on: ["model"] } },
};
