import type { Answer } from '#test/sandbox/server.ts';

const CODE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalidRequest',
  401: 'unauthenticated',
  403: 'accessDenied',
  404: 'itemNotFound',
  405: 'invalidRequest',
  409: 'invalidRequest',
  412: 'preconditionFailed',
  415: 'invalidRequest',
};

export interface RefusalOptions {
  readonly status: number;
  readonly message: string;
  readonly target?: string;
  readonly code?: string;
  readonly innerCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere in the stand-in; the answer in the service's error shape (reference PC §7). */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(options: RefusalOptions) {
    super(options.message);
    this.name = 'Refusal';
    this.answer = {
      status: options.status,
      ...(options.headers === undefined ? {} : { headers: options.headers }),
      body: {
        error: {
          code: options.code ?? CODE_BY_STATUS[options.status] ?? 'generalException',
          message: options.message,
          target: options.target ?? 'referral',
          ...(options.innerCode === undefined
            ? {}
            : { innerError: { code: options.innerCode, message: options.message } }),
        },
      },
    };
  }
}

export const invalid = (target: string, message: string): Refusal =>
  new Refusal({ status: 400, target, message });
