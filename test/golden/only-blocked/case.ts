import { aDesired, aLive, at, type Given } from "../../fakes/builders.ts";

export const given: Given = {
  desired: [aDesired({ name: "taken", declaredAt: at(10) })],
  live: [aLive({ name: "taken", stack: null, id: "t4k3n0000000" })],
};
