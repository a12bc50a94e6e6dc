/**
 * A bundler plugin: says of js-yaml what its authors do not, that making a schema, a tag or a pattern changes nothing
 * else. So the bundler leaves out what is not used, which is all that writes YAML and all that makes values.
 */

const MADE_AT_START = /^(var \w+(?:\$\d+)? = )(?=new |define\w+Tag\(|\w+\.withTags\(|Object\.assign\()/gm;

export function leanYaml() {
  return {
    name: "lean-yaml",
    transform: (code: string, id: string) =>
      id.includes("/node_modules/js-yaml/") ? code.replace(MADE_AT_START, "$1/* @__PURE__ */ ") : null,
  };
}
