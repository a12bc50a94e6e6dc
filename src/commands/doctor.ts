/** `strata doctor`: can every target be worked with? Reads only. */
import { type Checkup, checkUp, pendingCheckup } from "../core/checkup.ts";
import { judgeBilling } from "../core/checkup-billing.ts";
import type { Desired } from "../core/desired.ts";
import { compareTargets } from "../core/profile.ts";
import { nameFilter } from "../core/scope.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { type Examined, examine } from "../engine/examine.ts";
import type { DoctorPorts } from "../engine/ports.ts";
import { renderDoctorJson } from "../render/doctor-json.ts";
import { renderDoctorText } from "../render/doctor-text.ts";
import type { CommandContext, Connect, ScopeFlags } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { homeRegionOf, loadConfig, tellReading } from "./look.ts";
import { narrow } from "./scope.ts";

/** What only `doctor` is handed. */
export interface DoctorContext extends CommandContext {
  readonly doctorPorts: Connect<DoctorPorts>;
}

export interface DoctorOptions {
  /** Show every check, not only those that are not right. */
  readonly full: boolean;
}

export async function doctorCommand(context: DoctorContext, { full }: DoctorOptions): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, diagnostics, sources } = loaded.value;
  const scoped = narrow(desired, context.scope);
  if (!scoped.ok) {
    context.view.diagnostics([scoped.problem], sources);
    return EXIT.usage;
  }
  const named = namedIn(scoped.desired, context.scope);
  if (named === null) {
    const detail = "No entry of the file, in these targets, has a name that --only and --exclude leave.";
    context.view.diagnostics([diagnostic("usage/scope-empty", { detail })], sources);
    return EXIT.usage;
  }
  const ports = await context.doctorPorts(homeRegionOf(named));
  const told = tellReading(context.view);
  const examined = await examine(named, ports, { declared: desired, clock: context.clock, ...told });
  // The account of the credentials is known only now, and --target may have named another.
  const bound = narrow(examined.desired, context.scope);
  if (!bound.ok) {
    context.view.diagnostics([bound.problem], sources);
    return EXIT.usage;
  }
  const checkup = judgeAll(examined, desired, context.clock.now());
  context.view.result(
    context.format === "json" ? renderDoctorJson(checkup) : renderDoctorText(checkup, { ...context.style, full }),
  );
  context.view.diagnostics(diagnostics, sources);
  return exitCodeOf(checkup);
}

/** With only the entries that the scope names; null where it names none of those that there are. */
function namedIn(desired: Desired, scope: ScopeFlags): Desired | null {
  const isNamed = nameFilter(scope);
  const profiles = desired.profiles.filter(({ key }) => isNamed(key.name));
  return profiles.length === 0 && desired.profiles.length > 0 ? null : { ...desired, profiles };
}

function judgeAll({ desired, reads, pending, billing }: Examined, declared: Desired, now: string): Checkup {
  const judged = [
    ...reads.map((read) => ({ target: read.target, checkup: checkUp(read, desired, now) })),
    ...pending.map((target) => ({ target, checkup: pendingCheckup(target, desired) })),
  ];
  const targets = judged.sort((a, b) => compareTargets(a.target, b.target)).map(({ checkup }) => checkup);
  return { targets, billing: billing === null ? null : judgeBilling(declared, billing) };
}

/**
 * A target that can be read may still hold something that an apply would find blocked: a full quota, a model's end.
 * Billing has no say: plan and apply go on without it.
 */
function exitCodeOf({ targets }: Checkup): ExitCode {
  return worstOf(
    targets.map(({ status, checks }) => {
      if (status === "unreadable") return EXIT.unreadable;
      return checks.some((check) => check.status === "failed") ? EXIT.blocked : EXIT.done;
    }),
  );
}
