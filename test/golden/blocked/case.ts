import { aDesired, aLive, at, type Given, NOVA, SONNET_EU } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [
    aDesired({ name: "taken", declaredAt: at(10) }),
    aDesired({ name: "foreign", declaredAt: at(14) }),
    aDesired({ name: "marked", declaredAt: at(18) }),
    aDesired({ name: "elsewhere", source: SONNET_EU, declaredAt: at(22) }),
    aDesired({ name: "other-model", adopt: true, declaredAt: at(26) }),
    aDesired({ name: "fine", declaredAt: at(30) }),
  ],
  live: [
    aLive({ name: "taken", stack: null, id: "t4k3n0000000" }),
    aLive({ name: "foreign", stack: "data-science" }),
    aLive({ name: "marked" }),
    aLive({ name: "marked", awsName: "copied-tags", id: "c0p13d000000" }),
    aLive({ name: "other-model", source: NOVA, stack: null }),
  ],
};
