// Which operation of Cost Explorer a request names; several services share its signing name.
import type { ServiceRequest } from "./service.ts";

const TARGET = "AWSInsightsIndexService.";

/** The operation and its handler; undefined where these handlers have none for it. */
export function ceHandlerOf<H>(
  { method, headers }: ServiceRequest,
  handlers: Readonly<Record<string, H>>,
): { readonly name: string; readonly handler: H } | undefined {
  const target = String(headers["x-amz-target"] ?? "");
  const name = target.startsWith(TARGET) && method === "POST" ? target.slice(TARGET.length) : "";
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  return handler === undefined ? undefined : { name, handler };
}
