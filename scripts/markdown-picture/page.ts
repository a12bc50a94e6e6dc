/** A comment as a page: GitHub-flavoured Markdown to HTML, with what GitHub adds to it. */
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** `css` is GitHub's stylesheet for Markdown. */
export function githubPage(markdown: string, css: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${css}
body { margin: 0; background: #fff } @media (prefers-color-scheme: dark) { body { background: #0d1117 } }
article { box-sizing: border-box; padding: 24px; font-size: 14px }
article pre, article code { font-size: 12px !important }
</style><article class="markdown-body">${githubHtml(markdown)}</article>`;
}

/** GitHub lets this HTML through too; its sanitiser would take out more than the plan's own tags. */
function githubHtml(markdown: string): string {
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  return withDiffColours(withAlerts(withBreaks(html)));
}

/** In comments a line end within a paragraph is one. */
function withBreaks(html: string): string {
  return html.replaceAll(/<p>([\s\S]*?)<\/p>/g, (_, text: string) => `<p>${text.replaceAll("\n", "<br>\n")}</p>`);
}

function withAlerts(html: string): string {
  return html.replaceAll(
    /<blockquote>\s*<p>\[!(CAUTION|WARNING|NOTE)\](?:<br>)?\n?([\s\S]*?)<\/blockquote>/g,
    (_, kind: string, rest: string) => {
      const title = kind[0] + kind.slice(1).toLowerCase();
      return `<div class="markdown-alert markdown-alert-${kind.toLowerCase()}"><p class="markdown-alert-title">${title}</p><p>${rest}</div>`;
    },
  );
}

const COLOURS: Readonly<Record<string, string>> = {
  "+": "pl-mi1",
  "-": "pl-md",
  "!": "pl-mc",
  "#": "pl-c",
  "@": "pl-mdr",
};

function withDiffColours(html: string): string {
  return html.replaceAll(/<code class="language-diff">([\s\S]*?)<\/code>/g, (_, text: string) => {
    const lines = text.split("\n").map((line) => {
      const colour = COLOURS[line[0] ?? ""];
      return colour === undefined ? line : `<span class="${colour}">${line}</span>`;
    });
    return `<code>${lines.join("\n")}</code>`;
  });
}
