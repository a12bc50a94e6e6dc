/** What tests ask of the elements of a page; the whole DOM would also give the command's own code a browser's globals. */
interface Element {
  readonly textContent: string | null;
  getBoundingClientRect(): { readonly height: number };
  querySelectorAll(selector: string): Iterable<Element>;
  remove(): void;
  setAttribute(name: string, value: string): void;
}
