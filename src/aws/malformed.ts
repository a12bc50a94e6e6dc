/** Replies that are no replies: a proxy's page, half a body, an object without the one member that matters. */

/**
 * Thrown while a reply is read. An empty result taken from a broken reply would be taken for an empty account, and
 * every profile would be created once more.
 */
export class MalformedReply extends Error {
  override readonly name = "MalformedReply";
}

/** The member, or a `MalformedReply` that names it. AWS always sends it, also when it is an empty list. */
export function memberOf<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) {
    throw new MalformedReply(
      `the reply has no ${name}: something between here and AWS may have answered instead of it`,
    );
  }
  return value;
}
