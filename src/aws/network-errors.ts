/** Errors of the way to AWS, in words that say what to look at. */

/** The request has not arrived anywhere. */
export const UNREACHED: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** The server is not who it should be: trying again does not help. */
export const UNTRUSTED: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "EPROTO",
]);

export const TIMEOUT_CODE = "ERR_SOCKET_CONNECTION_TIMEOUT";

interface NetworkError {
  readonly code?: string;
  readonly message?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly errors?: readonly NetworkError[];
}

/** Undefined for errors that are none of the network's. */
export function networkMessage(error: NetworkError): string | undefined {
  const { code = "", hostname, address, port } = error.errors?.[0] ?? error;
  const host = hostname ?? (address === undefined ? "AWS" : `${address}${port === undefined ? "" : `:${port}`}`);
  if (code === "ENOTFOUND") return `the host name ${host} is not known: is the region right, and is there a network?`;
  if (code === "EAI_AGAIN") return `the host name ${host} cannot be looked up at the moment: is there a network?`;
  if (code === "ECONNREFUSED") return `nothing answers at ${host}: is the endpoint right?`;
  if (UNREACHED.has(code)) return `${host} cannot be reached from this network (${code})`;
  if (code === "EPROTO") return `${host} does not speak TLS as expected: is the endpoint right, http or https?`;
  if (UNTRUSTED.has(code)) {
    return `the certificate of ${host} is not trusted (${code}): behind a proxy that inspects TLS, name its CA file in NODE_EXTRA_CA_CERTS`;
  }
  if (code === "ECONNRESET" || code === "EPIPE") return "the connection was cut before the reply came";
  return undefined;
}

/** The handler's own text names its options, which nobody can set here. */
export function timeoutMessage(text: string): string {
  const seconds = /(\d+) ?ms/.exec(text)?.[1];
  const within = seconds === undefined ? "in time" : `within ${Math.round(Number(seconds) / 1000)} s`;
  return /establish|connection timeout/i.test(text) ? `no connection ${within}` : `no answer ${within}`;
}
