/** Names that `strata init` takes from where it is run. */

const REPOSITORY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[\w.-]{1,100}$/;

/** `git@github.com:acme/ai.git`, `ssh://git@…/acme/ai`, `https://token@…/acme/ai.git/`: host, then owner and name. */
const REMOTE = /^(?:[a-z+]+:\/\/(?:[^/@]*@)?[^/:]+(?::\d+)?\/|(?:[^/@]+@)?[^/:]+:)([^/]+\/[^/]+?)(?:\.git)?\/?$/;

/** True for `OWNER/NAME` as GitHub has them. */
export function isRepository(text: string): boolean {
  return REPOSITORY.test(text) && !/\/\.{1,2}$/.test(text);
}

/** `OWNER/NAME` of a git remote; undefined where the remote is none of a forge, such as a folder. */
export function repositoryOfRemote(remote: string): string | undefined {
  const name = REMOTE.exec(remote.trim())?.[1];
  return name !== undefined && isRepository(name) ? name : undefined;
}

/** A stack that is called after the repository. */
export function stackOfRepository(repository: string): string | undefined {
  const name = (repository.split("/")[1] ?? "").replace(/^[^A-Za-z0-9]+/, "");
  return name === "" ? undefined : name;
}

/** Branch names that can stand in a workflow as they are; glob characters would mean something else there. */
export function isPlainBranch(text: string): boolean {
  return /^[A-Za-z0-9][\w./-]*$/.test(text) && !/\.\.|\/[./]|[./]$|\.lock(?:\/|$)/.test(text);
}

/** Paths that can stand in a workflow as they are, from the repository root downwards. */
export function isPlainPath(text: string): boolean {
  return /^[A-Za-z0-9_][\w./+@-]*$/.test(text) && !text.split("/").some((part) => part === ".." || part === "");
}
