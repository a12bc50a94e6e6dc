import { aDesired, aFault, aLive, at, DEV, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

const ESC = "\u001b";
const long = "a-very-long-name-that-fills-all-of-the-sixty-four-columns-of-aws";

/** Nobody can write most of this through AWS; a fake endpoint, a bug or a stolen role can. */
export const given: Given = {
  desired: [
    aDesired({
      name: long,
      source: HAIKU,
      tags: { "a-tag-key-that-is-much-longer-than-any-column-could-ever-be": "v".repeat(256), team: "検索チーム" },
      declaredAt: at(1234, "teams/a-team-with-a-long-name/and-a-folder-with-another/profiles-of-production.yaml"),
    }),
    aDesired({ name: "検索-ランキング", tags: { team: "検索", env: "prod" }, declaredAt: at(9) }),
  ],
  live: [
    aLive({ name: long, source: NOVA, tags: { team: "x", [`${ESC}[2J`]: `${ESC}]0;owned\u0007` } }),
    aLive({ name: `gone${ESC}[1A\r- nothing`, id: "\u202egnihton" }),
    aLive({ name: "検索-ランキング", tags: { team: "検索\nteam", env: "" } }),
  ],
  unread: [{ ...DEV, status: "unreadable", fault: aFault({ message: `denied${ESC}[32m, all is well\nNo changes.` }) }],
  configFiles: [`profiles${ESC}[31m.yaml`],
};
