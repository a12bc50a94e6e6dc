/** States that an account of an organization may be in (documented). */
const STATES = ["ACTIVE", "CLOSED", "PENDING_ACTIVATION", "PENDING_CLOSURE", "SUSPENDED"];

export interface OrganizationAccount {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/** `444455556666=dev` or `444455556666=dev=SUSPENDED`; undefined for any other text. */
export function readOrganizationAccount(text: string): OrganizationAccount | undefined {
  const [, id, name, state = "ACTIVE"] = /^(\d{12})=([^=]+)(?:=([A-Z_]+))?$/.exec(text) ?? [];
  return id === undefined || name === undefined || !STATES.includes(state) ? undefined : { id, name, state };
}
