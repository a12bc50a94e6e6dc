import { aDesired, aLive, at, type Given } from "../../fakes/builders.ts";

const OLD = "Answers the tickets that customers of the shop in Europe have sent since yesterday";
const NEW = "Answers the tickets and calls that customers of the shop in Europe and Asia have sent today";

export const given: Given = {
  desired: [
    aDesired({ name: "described", description: NEW, tags: { team: "care" }, declaredAt: at(18) }),
    aDesired({
      name: "tagged",
      tags: {
        another: "nothing of the text that was there before stays as it was",
        blanks: "the same words with two  blanks between two of them",
        brackets: "a text that itself has {+ brackets +} is never marked with them",
        purpose: NEW,
        short: "care and sales",
        team: "sales",
      },
      declaredAt: at(30),
    }),
  ],
  live: [
    aLive({ name: "described", description: OLD, tags: { team: "care" } }),
    aLive({
      name: "tagged",
      tags: {
        another: "Whatever somebody wrote here is another sentence altogether",
        blanks: "the same words with two blanks between two of them",
        brackets: "a text that itself has no brackets is never marked with them",
        purpose: OLD,
        short: "care and cure",
        team: "care",
      },
    }),
  ],
  state: { replacement: { graceMs: 86_400_000, on: ["model", "description"] } },
};
