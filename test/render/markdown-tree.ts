/** Markdown as GitHub's parser sees it, and where a text stands in it. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly alt?: string;
  readonly title?: string | null;
  readonly children?: readonly Node[];
}

export function parse(markdown: string): Node {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
}

export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

const IS_CODE: readonly string[] = ["code", "inlineCode"];

/** Every node outside code spans and fences in which the text stands, as value, address or title. */
export function outsideCode(markdown: string, text: string): string[] {
  const found: string[] = [];
  for (const { type, value = "", url = "", alt = "", title } of walk(parse(markdown))) {
    if (IS_CODE.includes(type)) continue;
    if ([value, alt, title ?? ""].some((one) => one.includes(text)))
      found.push(`${type}: ${value}${alt}${title ?? ""}`);
    // Addresses of files hold their names, percent-encoded; nothing else may.
    if (url.includes(text) && !/^https:\/\/github\.com\/acme\/ai\/blob\/[0-9a-f]{40}\/[\w.~%/-]+#L\d+$/.test(url)) {
      found.push(`address: ${url}`);
    }
  }
  return found;
}

/** Raw HTML of a text. */
export function htmlOf(markdown: string): string[] {
  return [...walk(parse(markdown))].filter(({ type }) => type === "html").map(({ value = "" }) => value);
}

/** What all code spans and fences hold. */
export function codeOf(markdown: string): string {
  const nodes = [...walk(parse(markdown))].filter(({ type }) => IS_CODE.includes(type));
  return nodes.map(({ value = "" }) => value).join("\n");
}
