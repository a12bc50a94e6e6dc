import { aDesired, aLive, at, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

const protect = { "strata:protect": "true" };

export const given: Given = {
  desired: [
    aDesired({ name: "wants-another-model", source: HAIKU, protect: true, declaredAt: at(10) }),
    aDesired({ name: "protection-lifted", declaredAt: at(14) }),
    aDesired({ name: "protection-put-on", protect: true, declaredAt: at(18) }),
  ],
  live: [
    aLive({ name: "billing-agent", id: "b1l2l3i4n5g6", tags: protect }),
    aLive({ name: "wants-another-model", source: NOVA, tags: { team: "checkout", env: "prod", ...protect } }),
    aLive({ name: "protection-lifted", tags: { team: "checkout", env: "prod", ...protect } }),
    aLive({ name: "protection-put-on" }),
  ],
};
