/** What has to leave a Terraform state once its profiles are adopted. */
import { compareText } from "./profile.ts";
import type { TfState, TfTool } from "./tfstate.ts";

export interface Handover {
  /** The state file, as the user named it. */
  readonly file: string;
  readonly tool: TfTool;
  /** Resources for `removed` blocks: those whose every instance is imported. */
  readonly removed: readonly string[];
  /** Resources of which some instances stay with Terraform: their blocks must not go. */
  readonly mixed: readonly string[];
  /** Whether a `removed` block of this tool knows `lifecycle`; null where it knows no `removed` blocks at all. */
  readonly removedLifecycle: boolean | null;
  /** Instances for `state rm`: every one that is imported. */
  readonly instances: readonly string[];
}

/** `imported`: ARNs that get an entry, or are ours already. */
export function toHandover(file: string, state: TfState, imported: ReadonlySet<string>): Handover {
  const mine = state.profiles.filter(({ arn }) => imported.has(arn));
  const others = [...state.profiles.filter(({ arn }) => !imported.has(arn)), ...state.unusable];
  const mixed = new Set(others.map(({ resource }) => resource));
  const resources = [...new Set(mine.map(({ resource }) => resource))];
  return {
    file,
    tool: state.tool,
    removed: resources.filter((resource) => !mixed.has(resource)).sort(compareText),
    mixed: resources.filter((resource) => mixed.has(resource)).sort(compareText),
    removedLifecycle: removedLifecycle(state),
    instances: mine.map(({ address }) => address),
  };
}

/**
 * Both tools have `removed` blocks since 1.7. Terraform's would destroy without `lifecycle { destroy = false }`;
 * OpenTofu's knows that block only since 1.10 and never destroyed before.
 */
function removedLifecycle({ tool, version }: TfState): boolean | null {
  if (version === null) return true;
  const [major, minor] = version;
  if (major === 0 || (major === 1 && minor < 7)) return null;
  return tool === "terraform" || major > 1 || minor >= 10;
}
