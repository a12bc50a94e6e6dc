/** A bundler plugin: leaves out what commander starts other programs with. Node takes milliseconds to load it. */

const NOTHING = "\0no-child-process";

export function leanCommander() {
  return {
    name: "lean-commander",
    resolveId: (source: string, importer: string | undefined) =>
      source === "node:child_process" && importer?.includes("/node_modules/commander/") === true ? NOTHING : null,
    load: (id: string) => (id === NOTHING ? "export {};" : null),
  };
}
