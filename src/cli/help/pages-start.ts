/** Help of the commands that a repository begins with. */
import { type CommandPages, example, READS_TARGETS } from "./command-page.ts";

export const START_PAGES: CommandPages = {
  init: {
    group: "Start",
    effect: "writes files",
    about: [
      "Writes a first configuration with an example profile, the GitHub workflows for plan, apply and drift, and CODEOWNERS lines. It asks for what it cannot find out.",
      "It overwrites nothing: what is there already is kept, and said so. It knows neither AWS nor the network.",
    ],
    globals: ["file"],
    examples: [
      example("strata init", "asks for what it cannot find"),
      example("strata init --yes", "asks nothing"),
      example("strata init --stack genai --region us-west-2 --region eu-central-1"),
      example("strata init --account prod=111122223333 --account dev=444455556666"),
      example("strata init --no-workflows --dir infra"),
    ],
    exits: {
      0: "written, or there already",
      8: "no answer, or nobody to ask",
      64: "an answer that cannot be used",
    },
    docs: "docs/init.md",
  },
  validate: {
    group: "Start",
    effect: "nothing",
    about: [
      "Checks the configuration with everything it includes, and tells all problems at once, each with its place, cause and mend.",
      "It reads files alone: neither AWS nor credentials are needed, so it also runs for pull requests from forks. Whether a model or an account exists, only a plan can say.",
    ],
    globals: ["file"],
    examples: [
      example("strata validate"),
      example("strata validate --config envs/prod.yaml"),
      example("strata validate --format json --out findings.json"),
    ],
    exits: { 0: "valid, perhaps with warnings", 6: "invalid" },
    docs: "docs/configuration.md",
  },
  doctor: {
    group: "Start",
    effect: "nothing",
    about: [
      "Looks at every target of the file: role, region, the permission behind each read, quota left, access to the models. Each failure comes with its mend.",
      "It only reads: nothing that it sends can change anything. That is also why it cannot say whether writing is allowed.",
    ],
    globals: [...READS_TARGETS, "billing"],
    examples: [
      example("strata doctor"),
      example("strata doctor --target prod/us-west-2 --full"),
      example("strata doctor --format json"),
    ],
    exits: {
      0: "all well, or warnings alone",
      1: "AWS could not be asked",
      5: "something that an apply would need is not there",
      6: "the file is invalid",
      7: "a target cannot be read",
    },
    docs: "docs/doctor.md",
  },
  assess: {
    group: "Start",
    effect: "nothing",
    about: [
      "Looks at whatever inference profiles there are, whoever made them, and tells what is wrong with them: models that end, spend that belongs to nobody, missing and misspelt tags, profiles that nobody calls. It ends with the command to run next.",
      "It needs no file and only reads. Cost Explorer is asked a few questions of 0.01 USD each, unless --no-money is given.",
    ],
    globals: ["sandbox", "role", "billing", "progress"],
    examples: [
      example("strata assess"),
      example("strata assess --region us-west-2 --region eu-central-1 --no-money"),
      example("strata assess --organization --role-name strata-plan --format html --out estate.html"),
      example("strata assess --account 111122223333 --account 444455556666 --role-name strata-plan"),
    ],
    exits: {
      0: "told, whatever was found",
      1: "AWS could not be asked, or the organization's accounts not listed",
      7: "an account or target could not be read; the others are told",
      64: "an account that only a role can reach, or an option that is none",
    },
    docs: "docs/assess.md",
  },
  import: {
    group: "Start",
    effect: "nothing",
    about: [
      "Writes YAML that takes over live profiles which nobody manages, with their ARNs; or those of Terraform and OpenTofu states, with the hand-over steps. What is written makes a plan of adoptions alone.",
      "It reads only. The adoption itself is an ordinary apply, which sets Strata's marks and changes nothing else.",
    ],
    options: {
      Options: [],
      "Without a configuration": ["--stack", "--region", "--account"],
    },
    globals: READS_TARGETS,
    examples: [
      example("strata import --out teams/imported.yaml"),
      example("strata import --stack genai --region us-west-2 > profiles.yaml"),
      example("strata import --from-tfstate before.tfstate --out teams/imported.yaml"),
      example("strata import --verify before.tfstate", "after the hand-over"),
    ],
    exits: {
      0: "written; what was left out is told",
      1: "AWS could not be asked",
      6: "the file is invalid",
      7: "a target cannot be read",
      64: "nothing to look in, or a state that is none",
    },
    docs: "docs/import.md",
  },
};
