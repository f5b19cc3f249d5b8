export interface InputIssue {
  /** Dotted, as `price.amount`; of a query or header `query.limit`, `header.if-match`. */
  path: string;
  code: string;
  /** Given where no catalogue has the code. */
  message?: string | undefined;
}

/** What was sent cannot be taken, field by field: 422 `invalid_input`. */
export class InvalidInput extends Error {
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(`Invalid input: ${issues.map(({ path, code }) => `${path} ${code}`).join(', ')}`);
    this.name = 'InvalidInput';
    this.issues = issues;
  }
}
