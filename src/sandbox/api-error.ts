/**
 * An AWS error as a value on its way to the wire; each protocol writes it in its own shape (protocols.ts).
 * `status` is the HTTP status, `fields` are modelled members beside the message (`resourceName` of TooManyTags).
 */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.fields = fields;
  }
}
