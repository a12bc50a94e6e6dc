/** Billing for tests that are not about it: whoever asks it has a bug. */
import type { BillingPorts } from "../../src/engine/ports/billing.ts";
import type { WritePorts } from "../../src/engine/ports.ts";

const unexpected = (): never => {
  throw new Error("billing was asked");
};

export const NO_BILLING: { readonly billing: BillingPorts; readonly tagActivator: WritePorts["tagActivator"] } = {
  billing: { hasOwnRole: false, reader: unexpected },
  tagActivator: unexpected,
};
