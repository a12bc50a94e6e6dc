/** The team's own rules: required tags and allowed models. */
import { anyGlob } from "../../core/glob.ts";
import { PROJECT_TAG } from "../../core/projects.ts";
import type { DiagnosticCode } from "../../diagnostics/codes.ts";
import type { DiagnosticParts, Related, SourceRange } from "../../diagnostics/diagnostic.ts";
import { entriesOf, items } from "../config-part.ts";
import type { WrittenTagRule } from "../generated/written-config.ts";
import { candidatesIn, isModelProblem, modelSource, routingProblem } from "../model-reference.ts";
import type { MergedTag, ProfileEntry, Variant } from "../profile-entry.ts";
import { inCode, listed, nearest } from "../wording.ts";
import { registryWords } from "./projects.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

/** Every profile carries the required tags, with an allowed value. */
export const requiredTagsAreThere: Rule = (context, report) => {
  const { main } = context.parts;
  for (const [key, rule] of entriesOf(main.value.policy?.requiredTags)) {
    const path = ["policy", "requiredTags", key];
    const allowed = allowedValues(context, rule as WrittenTagRule);
    if (rule === "registered" && !hasRegister(context, key, report)) continue;
    const because = { message: "required here", range: main.source.keyRange(path) };
    const check = new RequiredTag(context, key, allowed, because, rule === "registered", report);
    for (const entry of context.entries) check.entry(entry);
  }
};

/** Registered values can be required of one tag, in a file that registers some. */
function hasRegister({ parts: { main } }: RuleContext, key: string, report: Report): boolean {
  const subject = main.source.valueRange(["policy", "requiredTags", key]);
  if (key !== PROJECT_TAG) {
    const detail = `${inCode("projects")} registers values of the tag ${inCode(PROJECT_TAG)}, and this is ${inCode(key)}.`;
    const hint =
      key.toLowerCase() === PROJECT_TAG
        ? `Upper and lower case are different keys: write ${inCode(`${PROJECT_TAG}: registered`)}.`
        : "Write `any` or a list of values.";
    report("config/registered-not-project", { detail, hint, subject });
    return false;
  }
  if (main.value.projects !== undefined) return true;
  if (!main.broken.covers(["projects"])) {
    const detail = `${inCode(key)} should have a registered value, and there is no ${inCode("projects")} in the file.`;
    const hint = "Add `projects`, or write `any` or a list of values.";
    report("config/registered-without-projects", { detail, hint, subject });
  }
  return false;
}

function allowedValues({ parts }: RuleContext, rule: WrittenTagRule): ReadonlySet<string> | undefined {
  if (rule === "any") return undefined;
  if (rule === "registered") return new Set(Object.keys(parts.main.value.projects ?? {}));
  return new Set([...items(rule)].map(([, value]) => value));
}

type Words = Pick<DiagnosticParts, "detail" | "hint" | "related">;

/** One required tag, checked on all profiles; a bad default is told once, not for each profile that has it. */
class RequiredTag {
  readonly #told = new Set<string>();
  readonly #context: RuleContext;
  readonly #key: string;
  readonly #allowed: ReadonlySet<string> | undefined;
  readonly #because: Related;
  readonly #registered: boolean;
  readonly #report: Report;

  constructor(
    context: RuleContext,
    key: string,
    allowed: ReadonlySet<string> | undefined,
    because: Related,
    registered: boolean,
    report: Report,
  ) {
    this.#context = context;
    this.#key = key;
    this.#allowed = allowed;
    this.#because = because;
    this.#registered = registered;
    this.#report = report;
  }

  entry(entry: ProfileEntry): void {
    for (const variant of entry.variants) {
      const tag = variant.tags.get(this.#key);
      if (tag === undefined) this.#missing(entry, variant);
      else if (tag.value === "")
        this.#tell("policy/required-tag", tag, {
          detail: `The tag ${inCode(this.#key)} is empty, which books the cost to nothing.`,
          hint: "Give it a value.",
        });
      else if (this.#allowed !== undefined && !this.#allowed.has(tag.value)) this.#wrong(tag, this.#allowed);
    }
  }

  #missing({ name, part, path, variants }: ProfileEntry, variant: Variant): void {
    const { broken: shared } = this.#context.parts.main;
    const unread = (at: readonly (string | number)[]): boolean => part.broken.covers([...at, "tags", this.#key]);
    if (unread(path) || unread(variant.path) || unread(["defaults"]) || shared.covers(["defaults", "tags", this.#key]))
      return;
    // Where every region lacks it, the profile does.
    const at = variants.every(({ tags }) => !tags.has(this.#key)) ? path : variant.path;
    const subject = part.source.keyRange(at);
    const values = this.#allowed === undefined ? "" : `, one of ${listed(this.#allowed)}`;
    const where = at === path ? "" : ` in ${inCode(variant.region ?? "")}`;
    this.#once(subject, "policy/required-tag", {
      detail: `${inCode(name)} has no tag ${inCode(this.#key)}${where}, which every profile must carry.`,
      hint: `Add ${inCode(`${this.#key}: …`)} to its tags${values}.`,
    });
  }

  #wrong(tag: MergedTag, allowed: ReadonlySet<string>): void {
    const { value } = tag;
    if (!this.#registered) {
      const near = nearest(value, allowed);
      const hint =
        near === undefined ? "Use a listed value, or add this one to the policy." : `Did you mean ${inCode(near)}?`;
      const detail = `${inCode(value)} is not an allowed value of the tag ${inCode(this.#key)}: ${listed(allowed)}.`;
      this.#tell("policy/tag-value", tag, { detail, hint });
      return;
    }
    if (this.#context.parts.main.broken.covers(["projects", value])) return;
    this.#tell("policy/unregistered-value", tag, registryWords(this.#context, value));
  }

  #tell(code: DiagnosticCode, { source, path }: MergedTag, words: Words): void {
    this.#once(source.valueRange(path), code, words);
  }

  #once(subject: SourceRange, code: DiagnosticCode, { related = [], ...words }: Words): void {
    const id = `${subject.file} ${subject.start.offset}`;
    if (this.#told.has(id)) return;
    this.#told.add(id);
    this.#report(code, { ...words, subject, related: [this.#because, ...related] });
  }
}

/** Every source that a profile may resolve to is allowed. */
export const modelsAreAllowed: Rule = (context, report) => {
  const { main } = context.parts;
  const written = main.value.policy?.allowedModels;
  if (written === undefined) return;
  const globs = [...items(written)].map(([, glob]) => glob);
  const isAllowed = anyGlob(globs);
  const because = { message: "allowed models", range: main.source.keyRange(["policy", "allowedModels"]) };
  for (const entry of context.entries) {
    const told = new Set<string>();
    for (const { region, variant } of entry.placements) {
      const refused = sourceIds(context, entry, variant, region).find((id) => !isAllowed(id));
      // One telling is enough for a line, also where it resolves to another id in each region.
      const line = variant.modelPath.join("/");
      if (refused === undefined || told.has(line)) continue;
      told.add(line);
      report("policy/model-not-allowed", {
        detail: `${inCode(refused)} matches none of the allowed models: ${listed(globs)}.`,
        hint: "Use an allowed model, or add a glob to `policy.allowedModels`.",
        subject: entry.part.source.valueRange(variant.modelPath),
        related: [because],
      });
    }
  }
};

function sourceIds(
  { aliases }: RuleContext,
  { written }: ProfileEntry,
  { model }: Variant,
  region: string,
): readonly string[] {
  const source = model === undefined ? undefined : modelSource(model, aliases);
  if (source === undefined || isModelProblem(source) || routingProblem(source, written.routing) !== undefined)
    return [];
  return candidatesIn(source, written.routing, region).ids;
}
