/** A bundler plugin: leaves Ink's bridge to React's developer tools out, which is an optional package with a web socket. */

const NOTHING = "\0no-devtools";

export function leanInk() {
  return {
    name: "lean-ink",
    resolveId: (source: string, importer: string | undefined) =>
      source === "./devtools.js" && importer?.includes("/node_modules/ink/") === true ? NOTHING : null,
    load: (id: string) => (id === NOTHING ? "export {};" : null),
  };
}
