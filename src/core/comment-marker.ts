/** The hidden first line of everything that Strata writes to GitHub: by it a later run finds its own text again. */
import { membersOf, readCount, readFlag, readNullable, readText, ShapeError } from "./shape.ts";

/** `plan`: the comment on a pull request · `result`: what a failed apply did · `drift`: the one issue about drift. */
export type MarkerKind = "plan" | "result" | "drift";

/** For finding only, never for approval: whoever may write to the repository can edit a comment (UX.md section 2 a). */
export interface CommentMarker {
  readonly kind: MarkerKind;
  /** The stack, so that several configurations of one repository keep apart. */
  readonly key: string;
  /** First digits of the plan's (or drift's) hash. */
  readonly hash: string;
  /** First digits of the commit that the text is about; null where it is about none. */
  readonly head: string | null;
  /** The workflow run that wrote it. */
  readonly run: number | null;
  /** True when something was left out for its length. */
  readonly truncated: boolean;
}

const MARKER = /^<!-- strata:(plan|result|drift):v1 (\{.*\}) -->/;

/** One line; no content can end the HTML comment early. */
export function formatMarker({ kind, key, hash, head, run, truncated }: CommentMarker): string {
  const json = JSON.stringify({ key, hash, head, run, truncated }).replaceAll(/[<>]|[^\x20-\x7E]|--/g, (text) =>
    [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  );
  return `<!-- strata:${kind}:v1 ${json} -->`;
}

/** The marker that a text begins with; undefined for texts that are not Strata's. */
export function parseMarker(text: string): CommentMarker | undefined {
  const [, kind, json] = MARKER.exec(text) ?? [];
  if (kind === undefined || json === undefined) return undefined;
  try {
    const { get } = membersOf(JSON.parse(json), "");
    return {
      kind: kind as MarkerKind,
      key: get("key", readText),
      hash: get("hash", readText),
      head: get("head", readNullable(readText)),
      run: get("run", readNullable(readCount)),
      truncated: get("truncated", readFlag),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ShapeError) return undefined;
    throw error;
  }
}
