/** For tests of what publishes nothing: Parameter Store must not even be asked. */
import type { WritePorts } from "../../src/engine/ports.ts";

function unexpected(): never {
  throw new Error("Parameter Store is asked though nothing is published");
}

export const NO_PARAMETERS: Pick<WritePorts, "parameters" | "parameterWriter"> = {
  parameters: unexpected,
  parameterWriter: unexpected,
};
