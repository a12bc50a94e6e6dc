/** Gateways to AWS or to the sandbox, made when a command first needs them: loading the SDK costs a tenth of a second. */
import type { AwsClients, ClientOptions } from "../aws/clients.ts";
import type { Pacer } from "../engine/pace.ts";
import type { Clock, DoctorPorts, ReadPorts, WritePorts } from "../engine/ports.ts";
import type { View } from "../ui/view.ts";
import type { Cleanup } from "./cleanup.ts";
import type { Edge } from "./edge.ts";
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
  const [{ clients, assumesRoles }, { readGateway }, { identityGateway }, { parameterReader }] = await Promise.all([
    openClients(connection),
    import("../aws/bedrock-gateway.ts"),
    import("../aws/sts-gateway.ts"),
    import("../aws/parameter-gateway.ts"),
  ]);
  return {
    assumesRoles,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    parameters: (target) => parameterReader(clients, target),
  };
}

export async function connectForDoctor(connection: Connection): Promise<DoctorPorts> {
  const [{ clients, assumesRoles }, { readGateway }, { identityGateway }, { parameterReader }, { doctorGateway }] =
    await Promise.all([
      openClients(connection),
      import("../aws/bedrock-gateway.ts"),
      import("../aws/sts-gateway.ts"),
      import("../aws/parameter-gateway.ts"),
      import("../aws/doctor-gateway.ts"),
    ]);
  return {
    assumesRoles,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    parameters: (target) => parameterReader(clients, target),
    doctor: (target) => doctorGateway(clients, target),
  };
}

export async function connectForWriting(connection: Connection): Promise<WritePorts> {
  const [{ clients, assumesRoles }, { readGateway, writeGateway }, { identityGateway }, gateway] = await Promise.all([
    openClients(connection),
    import("../aws/bedrock-gateway.ts"),
    import("../aws/sts-gateway.ts"),
    import("../aws/parameter-gateway.ts"),
  ]);
  return {
    assumesRoles,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    parameters: (target) => gateway.parameterReader(clients, target),
    writer: (target) => writeGateway(clients, target),
    parameterWriter: (target) => gateway.parameterWriter(clients, target),
  };
}

async function openClients(connection: Connection): Promise<{ clients: AwsClients; assumesRoles: boolean }> {
  const { clock, isStopping, edge } = connection;
  const [{ AwsClients }, { makePacer }] = await Promise.all([import("../aws/clients.ts"), import("../engine/pace.ts")]);
  const pacer = makePacer({ clock, random: () => edge.random(), ...(isStopping === undefined ? {} : { isStopping }) });
  tellWaits(pacer, connection);
  const options = await clientOptionsFor(connection, pacer);
  return { clients: new AwsClients(options), assumesRoles: options.roleName !== undefined };
}

/** A wait is told after so long, and again each time so much longer; milliseconds. */
const FIRST_TOLD_AFTER = 5_000;
const TOLD_EVERY = 10_000;

/** Silence looks like a hang: a line says what a run is waiting for. */
function tellWaits(pacer: Pacer, { view, cleanup }: Connection): void {
  const told = new Map<string, number>();
  const clock = setInterval(() => {
    const waiting = pacer.waiting(FIRST_TOLD_AFTER);
    for (const one of waiting) {
      const lane = `${one.lane.target} ${one.lane.operation}`;
      if (one.waitedMs < (told.get(lane) ?? 0)) continue;
      told.set(lane, one.waitedMs + TOLD_EVERY);
      view.progress({ type: "waiting", ...one });
    }
    if (waiting.length === 0) told.clear();
  }, 1_000);
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
  const common = {
    homeRegion: edge.env.AWS_REGION ?? edge.env.AWS_DEFAULT_REGION ?? homeRegion,
    sessionName: sessionName(edge.env),
    pace,
    ...(roleName === undefined || roleName === "" ? {} : { roleName }),
    ...(options.externalId === undefined ? {} : { externalId: options.externalId }),
  };
  if (!options.sandbox) return common;
  const { startSandbox } = await import("../sandbox/server.ts");
  const sandbox = await startSandbox({ stateFile: options.sandboxState, behaviour: switchesOf(options) });
  cleanup.add(() => sandbox.close());
  return { ...common, endpoint: sandbox.url, credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" } };
}
