/** Addresses of Terraform resources, as its command line and its `removed` blocks take them. */

/** `module.m["x"].aws_thing.name["key"]`; the module part stands in a state just so. */
export function instanceAddress(resource: string, indexKey: string | number | undefined): string {
  if (indexKey === undefined) return resource;
  return `${resource}[${typeof indexKey === "number" ? indexKey : hclText(indexKey)}]`;
}

/** Without any instance keys: `removed` blocks take whole resources only. */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
}

/** A quoted text of HCL, which knows two escapes less than JSON, and in which `${` and `%{` begin a template. */
function hclText(text: string): string {
  const quoted = JSON.stringify(text).replace(/\\(.)/g, (whole, letter: string) => NOT_IN_HCL[letter] ?? whole);
  return quoted.replace(/[$%](?=\{)/g, "$&$&");
}

const NOT_IN_HCL: Readonly<Record<string, string>> = { b: "\\u0008", f: "\\u000c" };
