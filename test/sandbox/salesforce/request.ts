import { refuse, type ApiError } from './refused.ts';
import type { Answer } from '#test/sandbox/server.ts';
import type { Body, Writer } from './body.ts';
import type { ObjectDef } from './schema.ts';
import type { World } from './world.ts';

/** A call under `/services/data/vXX.0/`, from the wire or from inside a composite. */
export interface RestRequest {
  readonly method: string;
  /** What follows the version, no slash at either end. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly version: string;
  readonly userId: string;
  readonly isNested: boolean;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as text; what is no scalar as JSON. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
};

export const requireBody = (request: RestRequest): Body => {
  if (isRecord(request.body)) return request.body;
  throw refuse(
    'JSON_PARSER_ERROR',
    'The HTTP entity body is required, but this request has no entity body.',
  );
};

export const toWriter = (request: RestRequest): Writer => ({
  userId: request.userId,
  isApi: true,
  allowsDuplicates: /allowSave\s*=\s*true/i.test(
    request.headers['sforce-duplicate-rule-header'] ?? '',
  ),
});

/** The usual form: an array, the message before the code. */
export const toErrorBody = (errors: readonly ApiError[]): readonly unknown[] =>
  errors.map(({ errorCode, message, fields, duplicateResult }) => ({
    ...(duplicateResult === undefined ? {} : { duplicateResult }),
    message,
    errorCode,
    ...(fields === undefined ? {} : { fields }),
  }));

export const errorAnswer = (status: number, errors: readonly ApiError[]): Answer => ({
  status,
  body: toErrorBody(errors),
});

/** In a list the code is called `statusCode` (SF §10). */
export const toRowErrors = (errors: readonly ApiError[]): readonly unknown[] =>
  errors.map(({ errorCode, message, fields }) => ({
    statusCode: errorCode,
    message,
    fields: fields ?? [],
  }));

/** Any spelling of the name; a name unknown to the org is a resource that does not exist. */
export const findObject = (world: World, name: string): ObjectDef | undefined =>
  world.schema.get(name.toLowerCase());
