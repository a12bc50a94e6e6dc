/** AWS clients, made when first used: importing an SDK package costs tens of milliseconds. */
import type { BedrockClient } from "@aws-sdk/client-bedrock";
import type { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CostExplorerClient } from "@aws-sdk/client-cost-explorer";
import type { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import type { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { STSClient } from "@aws-sdk/client-sts";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import { CALLER, type Target } from "../core/profile.ts";
import { partitionOf } from "../core/source-id.ts";
import type { Pace } from "../engine/ports.ts";
import { type CredentialSource, namingRole, shareCredentials } from "./shared-credentials.ts";

export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface ClientOptions {
  /** Where all services are, instead of where the standard AWS environment says. */
  readonly endpoint?: string;
  readonly credentials?: StaticCredentials;
  /** Role to assume in each account; without it every target uses the caller's own credentials. */
  readonly roleName?: string;
  /** Role to assume in the payer's account instead, for billing alone. */
  readonly billingRoleName?: string;
  readonly externalId?: string;
  /** Region of the calls that belong to no target. */
  readonly homeRegion: string;
  readonly sessionName: string;
  /** Every request goes through it: it paces, and it alone tries again. */
  readonly pace: Pace;
}

/** A request that takes longer than this counts as a lost reply (DESIGN section 6). */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 5_000;
const MAX_SOCKETS = 64;

/**
 * An API key of Bedrock in the environment (AWS_BEARER_TOKEN_BEDROCK) would be sent instead of the credentials of the
 * target, whatever its account: requests to Bedrock are always signed.
 */
const SIGNED = ["sigv4"];

/** Credentials are asked for outside of the pace, so the SDK's own retries hold there. */
const CREDENTIAL_ATTEMPTS = 4;

/** One client per service and target, one connection pool for all. */
export class AwsClients {
  readonly pace: Pace;
  readonly #options: ClientOptions;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.pace = options.pace;
  }

  bedrock(target: Target): Promise<BedrockClient> {
    return this.#once(`bedrock ${target.account} ${target.region}`, async () => {
      const [{ BedrockClient }, config] = await Promise.all([import("@aws-sdk/client-bedrock"), this.#config(target)]);
      return new BedrockClient({ ...config, authSchemePreference: SIGNED });
    });
  }

  /** With HTTP/1.1, as all clients here: its own default, HTTP/2, fails on endpoints without TLS (AWS.md section 9). */
  bedrockRuntime(target: Target): Promise<BedrockRuntimeClient> {
    return this.#once(`bedrock-runtime ${target.account} ${target.region}`, async () => {
      const [{ BedrockRuntimeClient }, config] = await Promise.all([
        import("@aws-sdk/client-bedrock-runtime"),
        this.#config(target),
      ]);
      return new BedrockRuntimeClient({ ...config, authSchemePreference: SIGNED });
    });
  }

  tagging(target: Target): Promise<ResourceGroupsTaggingAPIClient> {
    return this.#once(`tagging ${target.account} ${target.region}`, async () => {
      const [{ ResourceGroupsTaggingAPIClient }, config] = await Promise.all([
        import("@aws-sdk/client-resource-groups-tagging-api"),
        this.#config(target),
      ]);
      return new ResourceGroupsTaggingAPIClient(config);
    });
  }

  cloudWatch(target: Target): Promise<CloudWatchClient> {
    return this.#once(`cloudwatch ${target.account} ${target.region}`, async () => {
      const [{ CloudWatchClient }, config] = await Promise.all([
        import("@aws-sdk/client-cloudwatch"),
        this.#config(target),
      ]);
      return new CloudWatchClient(config);
    });
  }

  serviceQuotas(target: Target): Promise<ServiceQuotasClient> {
    return this.#once(`service-quotas ${target.account} ${target.region}`, async () => {
      const [{ ServiceQuotasClient }, config] = await Promise.all([
        import("@aws-sdk/client-service-quotas"),
        this.#config(target),
      ]);
      return new ServiceQuotasClient(config);
    });
  }

  /** Cost Explorer as the payer, through the role that is for billing where there is one. */
  costExplorer(payer: Target): Promise<CostExplorerClient> {
    return this.#once(`cost-explorer ${payer.account} ${payer.region}`, async () => {
      const { roleName, billingRoleName = roleName } = this.#options;
      const [{ CostExplorerClient }, config] = await Promise.all([
        import("@aws-sdk/client-cost-explorer"),
        this.#config(payer, billingRoleName),
      ]);
      return new CostExplorerClient(config);
    });
  }

  /** Organizations with the caller's own credentials; the SDK knows the one endpoint of the region's partition. */
  organizations(): Promise<OrganizationsClient> {
    return this.#once("organizations", async () => {
      const [{ OrganizationsClient }, config] = await Promise.all([
        import("@aws-sdk/client-organizations"),
        this.#config({ account: CALLER, region: this.#options.homeRegion }),
      ]);
      return new OrganizationsClient(config);
    });
  }

  ssm(target: Target): Promise<SSMClient> {
    return this.#once(`ssm ${target.account} ${target.region}`, async () => {
      const [{ SSMClient }, config] = await Promise.all([import("@aws-sdk/client-ssm"), this.#config(target)]);
      return new SSMClient(config);
    });
  }

  /** STS with the credentials for a target; asked in the region that is nearest to the caller, not in the target's. */
  stsOf({ account, region }: Target): Promise<STSClient> {
    const there = this.#stsRegion(region);
    return this.#once(`sts ${account} ${there}`, async () => {
      const [{ STSClient }, config] = await Promise.all([
        import("@aws-sdk/client-sts"),
        this.#config({ account, region: there }),
      ]);
      return new STSClient(config);
    });
  }

  /** STS of the region's own partition; within one, of the region that is nearest to the caller. */
  #stsRegion(region: string): string {
    const { homeRegion } = this.#options;
    return partitionOf(homeRegion) === partitionOf(region) ? homeRegion : region;
  }

  /** STS with the caller's own credentials. */
  sts(): Promise<STSClient> {
    return this.stsOf({ account: CALLER, region: this.#options.homeRegion });
  }

  async #config(target: Target, roleName = this.#options.roleName) {
    const { endpoint } = this.#options;
    const [requestHandler, credentials] = await Promise.all([this.#handler(), this.#credentialsOf(target, roleName)]);
    return {
      region: target.region,
      requestHandler,
      // The pace tries again; two that do would multiply.
      maxAttempts: 1,
      credentials,
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  }

  /** The caller's own, or those of the role in the target's account: got once, whatever asks for them. */
  #credentialsOf(target: Target, roleName: string | undefined): Promise<CredentialSource> {
    if (roleName === undefined || target.account === CALLER) return this.#callerCredentials();
    const partition = partitionOf(target.region);
    return this.#once(`credentials ${partition} ${target.account} ${roleName}`, async () => {
      const [{ fromTemporaryCredentials }, requestHandler, masterCredentials] = await Promise.all([
        import("@aws-sdk/credential-providers"),
        this.#handler(),
        this.#callerCredentials(),
      ]);
      const { externalId, sessionName, endpoint } = this.#options;
      const roleArn = `arn:${partition}:iam::${target.account}:role/${roleName}`;
      const source = fromTemporaryCredentials({
        masterCredentials,
        params: {
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        },
        clientConfig: {
          region: this.#stsRegion(target.region),
          requestHandler,
          maxAttempts: CREDENTIAL_ATTEMPTS,
          ...(endpoint === undefined ? {} : { endpoint }),
        },
      });
      return shareCredentials(namingRole(source, roleArn));
    });
  }

  /** The standard chain of any AWS tool: environment, profiles, SSO, web identity, container, instance. */
  #callerCredentials(): Promise<CredentialSource> {
    return this.#once("credentials caller", async () => {
      const { credentials } = this.#options;
      if (credentials !== undefined) return () => Promise.resolve(credentials);
      const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
      return shareCredentials(defaultProvider());
    });
  }

  #handler(): Promise<NodeHttpHandler> {
    return this.#once("handler", async () => {
      const [{ NodeHttpHandler }, { Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([
        import("@smithy/node-http-handler"),
        import("node:http"),
        import("node:https"),
      ]);
      return new NodeHttpHandler({
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        httpAgent: new HttpAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
        httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: MAX_SOCKETS }),
      });
    });
  }

  #once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const made = this.#made.get(key) ?? make();
    this.#made.set(key, made);
    return made as Promise<T>;
  }
}
