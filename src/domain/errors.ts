/** A fact the rules refuse to work with. `code` is stable and safe to branch on; `message` is for a log, not for a customer. */
export class DomainError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}

/** One thing wrong with an input that may have several things wrong. `path` is the field, dotted; `message` is English. */
export interface DomainIssue {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}
