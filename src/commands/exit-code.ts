/** The exit codes of DESIGN section 7, and which one wins when several apply. */

export const EXIT = {
  done: 0,
  internal: 1,
  pending: 2,
  incomplete: 3,
  notApproved: 4,
  blocked: 5,
  invalid: 6,
  unreadable: 7,
  declined: 8,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The first of these that occurred is the one a script sees; declining ends a run before most others can occur. */
const PRECEDENCE: readonly ExitCode[] = [130, 64, 6, 8, 1, 3, 7, 5, 4, 2, 0];

/** The most telling of several codes; 0 for none. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.done;
}
