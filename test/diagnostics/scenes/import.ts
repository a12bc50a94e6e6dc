/** Makes the diagnostics of the examples of imports: the command itself, over live profiles that are values. */
import { importCommand } from "../../../src/commands/import.ts";
import { verifyCommand } from "../../../src/commands/import-verify.ts";
import type { LiveProfile } from "../../../src/core/profile.ts";
import { anInstance, aState } from "../../import/states.ts";
import { ALIKE, aContext, aLive, EU } from "../../import/world.ts";
import type { Scenes } from "./scene.ts";

const CONFIG = "version: 1\nstack: genai\nregions: [us-west-2]\n";
const STATE = "terraform.tfstate";
const FRESH = { regions: [], accounts: [] };

const live = (over: Partial<Parameters<typeof aLive>[0]> = {}) =>
  aLive({ name: "search", id: "06vsfs68yb4g", ...over });
const LIVE = live({ tags: { project: "x", team: "core" } });

async function imported(profiles: readonly LiveProfile[], config: string | null = CONFIG, state?: string) {
  const told = aContext({ config, live: profiles, texts: { ...(state === undefined ? {} : { [STATE]: state }) } });
  await importCommand(told.context, { fresh: FRESH, states: state === undefined ? [] : [STATE] });
  return told.diagnostics();
}

const byHand =
  (over: Parameters<typeof live>[0], config = CONFIG) =>
  () =>
    imported([live(over)], config);
const stateOf = ({ arn }: LiveProfile, over: object = {}) => aState([{ instances: [anInstance(arn, over)] }]);

async function verified() {
  const texts = { "list.json": JSON.stringify({ formatVersion: "1.0", profiles: [] }) };
  const told = aContext({ config: CONFIG, live: [], texts });
  await verifyCommand(told.context, ["list.json"]);
  return told.diagnostics();
}

const manyTags = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`key-${index}`, "x"]));

export const IMPORT_SCENES: Scenes = {
  "import/other-tool": byHand({ tags: { AmazonDataZoneProject: "4xk2" } }),
  "import/other-stack": byHand({ tags: { "strata:stack": "support-bots" } }),
  "import/ours-already": () =>
    imported([live({ tags: { "strata:stack": "genai", "strata:name": "search" } })], CONFIG, stateOf(LIVE)),
  "import/declared-already": byHand({}, `${CONFIG}profiles:\n  search: { model: us.amazon.nova-lite-v1:0 }\n`),
  "import/released": byHand({}, `${CONFIG}release: ["sea*"]\n`),
  "import/retire-mark": byHand({ tags: { "strata:retire-after": "2027-01-01T00:00:00Z" } }),
  "import/too-many-tags": byHand({ tags: manyTags }),
  "import/several-sources": byHand({ source: ALIKE[0] }),
  "import/no-source": byHand({ modelArns: ["arn:aws:bedrock:us-east-2::foundation-model/amazon.nova-lite-v1:0"] }),
  "import/unwritable": byHand({ tags: { "cost(center)": "42" } }),
  "import/needs-mending": byHand({}, `${CONFIG}policy: { requiredTags: { project: any } }\n`),
  "import/gone": () => imported([], CONFIG, stateOf(LIVE)),
  "import/not-looked-after": () => imported([], CONFIG, stateOf(live({ target: EU }))),
  "import/state-differs": () => imported([live({ tags: { project: "y", team: "core" } })], CONFIG, stateOf(LIVE)),
  "import/state-unusable": () => imported([], CONFIG, aState([])),
  "import/not-a-state": () => imported([], CONFIG, JSON.stringify({ encrypted_data: "…" })),
  "import/no-file": () => imported([], null),
  "import/nothing-to-verify": verified,
};
