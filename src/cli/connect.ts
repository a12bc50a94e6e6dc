/** Gateways to AWS or to the sandbox, made when a command first needs them: loading the SDK costs a tenth of a second. */
import type { AwsClients, ClientOptions } from "../aws/clients.ts";
import type { AssessPorts } from "../commands/assess.ts";
import type { Pacer } from "../engine/pace.ts";
import type { CostPorts } from "../engine/ports/costs.ts";
import type { BackfillPorts, Clock, DoctorPorts, ReadPorts, WritePorts } from "../engine/ports.ts";
import type { View } from "../ui/view.ts";
import type { Cleanup } from "./cleanup.ts";
import type { Edge } from "./edge.ts";
import { envRegion } from "./env-region.ts";
import { switchesOf } from "./fault-option.ts";
import type { GlobalOptions } from "./global-options.ts";
import { sessionName } from "./session-name.ts";

export interface Connection {
  readonly edge: Edge;
  readonly options: GlobalOptions;
  /** Where calls go that belong to no target, unless the environment names a region. */
  readonly homeRegion: string;
  readonly cleanup: Cleanup;
  readonly view: View;
  readonly clock: Clock;
  readonly isStopping?: () => boolean;
}

export async function connectForReading(connection: Connection): Promise<ReadPorts> {
  return (await openReading(connection)).ports;
}

export async function connectForDoctor(connection: Connection): Promise<DoctorPorts> {
  const [{ clients, ports }, { doctorGateway }] = await Promise.all([
    openReading(connection),
    import("../aws/doctor-gateway.ts"),
  ]);
  return { ...ports, doctor: (target) => doctorGateway(clients, target) };
}

export async function connectForCosts(connection: Connection): Promise<CostPorts> {
  const [{ clients, ports }, { costsGateway }] = await Promise.all([
    openReading(connection),
    import("../aws/costs-gateway.ts"),
  ]);
  return { ...ports, costs: (payer) => costsGateway(clients, payer) };
}

export async function connectForAssessing(connection: Connection): Promise<AssessPorts> {
  const [{ clients, ports }, { costsGateway }, { organizationReader }] = await Promise.all([
    openReading(connection),
    import("../aws/costs-gateway.ts"),
    import("../aws/organizations-gateway.ts"),
  ]);
  return { ...ports, costs: (payer) => costsGateway(clients, payer), organization: organizationReader(clients) };
}

export async function connectForWriting(connection: Connection): Promise<WritePorts> {
  const [{ clients, ports }, { writeGateway }, { tagActivator }, { parameterWriter }] = await Promise.all([
    openReading(connection),
    import("../aws/bedrock-gateway.ts"),
    import("../aws/billing-gateway.ts"),
    import("../aws/parameter-gateway.ts"),
  ]);
  return {
    ...ports,
    writer: (target) => writeGateway(clients, target),
    parameterWriter: (target) => parameterWriter(clients, target),
    tagActivator: (payer) => tagActivator(clients, payer),
  };
}

/** Can start a backfill, and write nothing else. */
export async function connectForBackfill(connection: Connection): Promise<BackfillPorts> {
  const [{ clients, ports }, { backfillStarter }] = await Promise.all([
    openReading(connection),
    import("../aws/billing-gateway.ts"),
  ]);
  return { ...ports, backfillStarter: (payer) => backfillStarter(clients, payer) };
}

/** The gateways that read, with their clients, for whoever needs more gateways than these. */
export async function openReading(connection: Connection): Promise<{ clients: AwsClients; ports: ReadPorts }> {
  const [
    { clients, assumesRoles, hasBillingRole },
    { readGateway },
    { identityGateway },
    { usageGateway },
    { billingReader },
    { parameterReader },
  ] = await Promise.all([
    openClients(connection),
    import("../aws/bedrock-gateway.ts"),
    import("../aws/sts-gateway.ts"),
    import("../aws/usage-gateway.ts"),
    import("../aws/billing-gateway.ts"),
    import("../aws/parameter-gateway.ts"),
  ]);
  const ports: ReadPorts = {
    assumesRoles,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    usage: (target) => usageGateway(clients, target),
    parameters: (target) => parameterReader(clients, target),
    billing: { hasOwnRole: hasBillingRole, reader: (payer) => billingReader(clients, payer) },
  };
  return { clients, ports };
}

interface OpenClients {
  readonly clients: AwsClients;
  readonly assumesRoles: boolean;
  readonly hasBillingRole: boolean;
}

async function openClients(connection: Connection): Promise<OpenClients> {
  const { clock, isStopping, edge } = connection;
  const [{ AwsClients }, { makePacer }] = await Promise.all([import("../aws/clients.ts"), import("../engine/pace.ts")]);
  const pacer = makePacer({ clock, random: () => edge.random(), ...(isStopping === undefined ? {} : { isStopping }) });
  tellSpeed(pacer, connection);
  const options = await clientOptionsFor(connection, pacer);
  const { roleName, billingRoleName } = options;
  const roles = { assumesRoles: roleName !== undefined, hasBillingRole: billingRoleName !== undefined };
  return { clients: new AwsClients(options), ...roles };
}

/** A wait is told after so long, and again each time so much longer; milliseconds. */
const FIRST_TOLD_AFTER = 5_000;
const TOLD_EVERY = 10_000;

/** How often it is looked; milliseconds. */
const LOOKED_EVERY = 250;

/** Silence looks like a hang: a line says what a run is waiting for. */
function tellSpeed(pacer: Pacer, { view, cleanup }: Connection): void {
  const told = new Map<string, number>();
  const clock = setInterval(() => {
    const waiting = pacer.waiting(FIRST_TOLD_AFTER);
    view.progress({ type: "lanes", lanes: pacer.speeds(), waiting });
    for (const one of waiting) {
      const lane = `${one.lane.target} ${one.lane.operation}`;
      if (one.waitedMs < (told.get(lane) ?? 0)) continue;
      told.set(lane, one.waitedMs + TOLD_EVERY);
      view.progress({ type: "waiting", ...one });
    }
    if (waiting.length === 0) told.clear();
  }, LOOKED_EVERY);
  // It must not keep the process alive.
  clock.unref();
  cleanup.add(async () => clearInterval(clock));
}

/** With `--sandbox` every client talks to a server inside this process, with credentials that mean nothing. */
async function clientOptionsFor(
  { edge, options, homeRegion, cleanup }: Connection,
  { pace }: Pacer,
): Promise<ClientOptions> {
  const roleName = options.roleName ?? edge.env.STRATA_ROLE_NAME;
  const billingRoleName = options.billingRoleName ?? edge.env.STRATA_BILLING_ROLE_NAME;
  const common = {
    homeRegion: envRegion(edge.env) ?? homeRegion,
    sessionName: sessionName(edge.env),
    pace,
    ...(roleName === undefined || roleName === "" ? {} : { roleName }),
    ...(billingRoleName === undefined || billingRoleName === "" ? {} : { billingRoleName }),
    ...(options.externalId === undefined ? {} : { externalId: options.externalId }),
  };
  if (!options.sandbox) return common;
  const { startSandbox } = await import("../sandbox/server.ts");
  const sandbox = await startSandbox({ stateFile: options.sandboxState, behaviour: switchesOf(options) });
  cleanup.add(() => sandbox.close());
  return { ...common, endpoint: sandbox.url, credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" } };
}
