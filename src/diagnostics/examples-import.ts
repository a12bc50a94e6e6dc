/** Examples of `import/*`: `strata import` of a live profile `search`, or of a state. */
import type { SceneExamples } from "./example.ts";

export const IMPORT_EXAMPLES = {
  "import/other-tool": {
    situation: "The live profile `search` was made by a project of DataZone, whose tag it carries.",
    detail: 'search (111122223333/us-west-2): carries the tag "AmazonDataZoneProject".',
  },
  "import/other-stack": {
    situation:
      "The live profile `search` carries the tag `strata:stack: support-bots`, and the file is of the stack `genai`.",
    detail: 'search (111122223333/us-west-2): belongs to the stack "support-bots".',
  },
  "import/ours-already": {
    situation:
      "`strata import --from-tfstate terraform.tfstate`, a second time: the profile was adopted after the first.",
    detail: 'search (111122223333/us-west-2): is ours already, as "search".',
  },
  "import/declared-already": {
    situation: "There is a live profile `search`, and the file has an entry of that name without `adopt`.",
    detail: "search (111122223333/us-west-2): has the name of an entry of the file.",
  },
  "import/released": {
    situation: 'There is a live profile `search`, and the file has `release: ["sea*"]`.',
    detail: "search (111122223333/us-west-2): matches `release` of the file.",
  },
  "import/retire-mark": {
    situation: "The live profile `search` carries the tag `strata:retire-after`, and no `strata:stack`.",
    detail: 'search (111122223333/us-west-2): carries the tag "strata:retire-after".',
  },
  "import/too-many-tags": {
    situation: "The live profile `search` has 48 tags.",
    detail: "search (111122223333/us-west-2): carries 48 tags, and three more would be added.",
  },
  "import/several-sources": {
    situation:
      "Two system profiles route to the same models in the same regions, and `search` is a copy of one of them.",
    detail:
      "search (111122223333/us-west-2): may be a copy of global.acme.alike or global.acme.alike-too, which route alike.",
  },
  "import/no-source": {
    situation: "`search` routes to us-east-2 alone, as a system profile did that AWS has changed since.",
    detail:
      "search (111122223333/us-west-2): has no source to name: it routes to amazon.nova-lite-v1:0 in us-east-2, and nothing that the region offers routes just so.",
  },
  "import/unwritable": {
    situation: "A tag key of the live profile has brackets, which Bedrock itself would refuse today.",
    detail:
      'search (111122223333/us-west-2): The file cannot hold its tags "cost(center)"; the entry keeps what it does not list.',
  },
  "import/needs-mending": {
    situation: "The file has `policy: { requiredTags: { project: any } }`, and the live profile has no such tag.",
    detail: 'The entry "search": `search` has no tag `project`, which every profile must carry.',
    hint: "Add `project: …` to its tags.",
  },
  "import/gone": {
    situation: "`strata import --from-tfstate terraform.tfstate`: the profile of the state was deleted in the console.",
    detail:
      "aws_bedrock_inference_profile.app in terraform.tfstate is arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g, which is not live.",
  },
  "import/not-looked-after": {
    situation: "The state has a profile in eu-central-1, and the file has `regions: [us-west-2]`.",
    detail:
      "aws_bedrock_inference_profile.app in terraform.tfstate is in 111122223333/eu-central-1, where the configuration does not look.",
  },
  "import/state-differs": {
    situation: "The tag `project` is `x` in the state, and was changed to `y` in the console.",
    detail:
      "aws_bedrock_inference_profile.app in terraform.tfstate: the live tags project are not as the state has them; the live ones are written.",
  },
  "import/state-unusable": {
    situation:
      "`strata import --from-tfstate terraform.tfstate`, with the state of another part of the infrastructure.",
    detail: "terraform.tfstate holds no managed aws_bedrock_inference_profile.",
  },
  "import/not-a-state": {
    situation: "`strata import --from-tfstate terraform.tfstate`, with a state that OpenTofu has encrypted.",
    detail: "terraform.tfstate: It is an encrypted OpenTofu state.",
    hint: "Write the state to a file with `terraform state pull` (or `tofu state pull`), and name that file.",
  },
  "import/no-file": {
    situation: "`strata import` in an empty folder.",
    detail: "There is no profiles.yaml, and no --stack is given.",
  },
  "import/nothing-to-verify": {
    situation: "`strata import --verify list.json`, with a list that was saved before there were any profiles.",
    detail: "list.json: no profile in it.",
  },
} as const satisfies SceneExamples;
