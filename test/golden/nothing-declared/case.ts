import { type Given, PROD } from "../../fakes/builders.ts";

export const given: Given = { desired: [], targets: [PROD] };
