export interface ApiError {
  readonly errorCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
  readonly duplicateResult?: unknown;
}

/** Thrown where Salesforce refuses a row or a statement; a transaction around it rolls back. */
export class Refused extends Error {
  readonly status: number;
  readonly errors: readonly ApiError[];
  constructor(status: number, errors: readonly ApiError[]) {
    super(errors.map((error) => `${error.errorCode}: ${error.message}`).join('; '));
    this.name = 'Refused';
    this.status = status;
    this.errors = errors;
  }
}

export const refuse = (
  errorCode: string,
  message: string,
  more: { readonly fields?: readonly string[]; readonly status?: number } = {},
): Refused =>
  new Refused(more.status ?? 400, [
    { errorCode, message, ...(more.fields === undefined ? {} : { fields: more.fields }) },
  ]);

export const notFound = (): Refused =>
  refuse('NOT_FOUND', 'The requested resource does not exist', { status: 404 });

export const entityIsDeleted = (): Refused =>
  refuse('ENTITY_IS_DELETED', 'entity is deleted', { status: 404, fields: [] });
