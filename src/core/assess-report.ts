/** The whole assessment: an estate, what is wrong with it, and the command to run next. */
import { type Estate, type EstateSpend, isAnyRead, type Manager } from "./assess.ts";
import { type Finding, findingsOf, profilesToMend } from "./assess-findings.ts";
import { type KeyUse, keyUses } from "./assess-keys.ts";
import { type NextContext, type NextStep, nextStep } from "./assess-next.ts";

/**
 * `empty`: there are no profiles; `unreadable`: nobody could look; `mend`: something is wrong; `clean`: nothing is, as
 * far as could be seen.
 */
export type Verdict = "clean" | "mend" | "empty" | "unreadable";

export interface Assessment {
  readonly estate: Estate;
  readonly spend: EstateSpend;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Profiles with a finding, each once. */
  readonly toMend: number;
  readonly keys: readonly KeyUse[];
  readonly managers: Readonly<Record<Manager, number>>;
  /** Profiles that are too young to be called unused. */
  readonly newProfiles: number;
  readonly next: NextStep;
}

export function assessmentOf(estate: Estate, spend: EstateSpend, context: NextContext): Assessment {
  const { profiles } = estate;
  const findings = findingsOf(estate, spend);
  const of = (manager: Manager): number => profiles.filter((one) => one.manager === manager).length;
  return {
    estate,
    spend,
    verdict: verdictOf(estate, findings),
    findings,
    toMend: profilesToMend(findings).size,
    keys: keyUses(profiles),
    managers: {
      strata: of("strata"),
      cloudformation: of("cloudformation"),
      sagemaker: of("sagemaker"),
      terraform: of("terraform"),
      nobody: of("nobody"),
      unknown: of("unknown"),
    },
    newProfiles: profiles.filter(({ isNew }) => isNew).length,
    next: nextStep(estate, context),
  };
}

function verdictOf(estate: Estate, findings: readonly Finding[]): Verdict {
  if (findings.length > 0) return "mend";
  if (estate.profiles.length > 0) return "clean";
  return isAnyRead(estate) ? "empty" : "unreadable";
}
