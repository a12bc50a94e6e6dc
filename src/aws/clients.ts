/** AWS clients, made when first used: importing an SDK package costs tens of milliseconds. */
import type { BedrockClient } from "@aws-sdk/client-bedrock";
import type { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import type { STSClient } from "@aws-sdk/client-sts";
import type { NodeHttpHandler } from "@smithy/node-http-handler";
import { CALLER, type Target } from "../core/profile.ts";
import { partitionOf } from "../core/source-id.ts";

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
  readonly externalId?: string;
  /** Region of the calls that belong to no target. */
  readonly homeRegion: string;
  readonly sessionName: string;
}

/** A request that takes longer than this counts as a lost reply (DESIGN section 6). */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 7;
const MAX_SOCKETS = 64;

/** One client per service and target, one connection pool for all. */
export class AwsClients {
  readonly #options: ClientOptions;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  bedrock(target: Target): Promise<BedrockClient> {
    return this.#once(`bedrock ${target.account} ${target.region}`, async () => {
      const [{ BedrockClient }, config] = await Promise.all([import("@aws-sdk/client-bedrock"), this.#config(target)]);
      return new BedrockClient(config);
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

  /** STS with the caller's own credentials. */
  sts(): Promise<STSClient> {
    return this.#once("sts", async () => {
      const [{ STSClient }, config] = await Promise.all([
        import("@aws-sdk/client-sts"),
        this.#config({ account: CALLER, region: this.#options.homeRegion }),
      ]);
      return new STSClient(config);
    });
  }

  async #config(target: Target) {
    const { endpoint } = this.#options;
    const [requestHandler, credentials] = await Promise.all([this.#handler(), this.credentialsOf(target.account)]);
    return {
      region: target.region,
      requestHandler,
      maxAttempts: MAX_ATTEMPTS,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    };
  }

  /** Undefined leaves the SDK to its standard chain: environment, profiles, SSO, web identity. */
  credentialsOf(account: string) {
    return this.#once(`credentials ${account}`, async () => {
      const { credentials, roleName, externalId, sessionName, homeRegion, endpoint } = this.#options;
      if (roleName === undefined || account === CALLER) return credentials;
      const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
      return fromTemporaryCredentials({
        ...(credentials === undefined ? {} : { masterCredentials: credentials }),
        params: {
          RoleArn: `arn:${partitionOf(homeRegion)}:iam::${account}:role/${roleName}`,
          RoleSessionName: sessionName,
          ...(externalId === undefined ? {} : { ExternalId: externalId }),
        },
        clientConfig: { region: homeRegion, ...(endpoint === undefined ? {} : { endpoint }) },
      });
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
