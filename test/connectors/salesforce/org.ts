import { afterAll } from '@jest/globals';
import nock from 'nock';
import { ORIGIN, OUR_USER } from './open-salesforce.ts';
import { describeOf, ROOT } from './rows.ts';

// Importing nock patches Node's http for the whole worker: whoever imports this file gives it back.
afterAll(() => nock.restore());

export const org = () => nock(ORIGIN);

export const expectSignIn = (token = 'token-1'): void => {
  org()
    .post('/services/oauth2/token')
    .reply(200, {
      access_token: token,
      instance_url: ORIGIN,
      id: `https://login.salesforce.com/id/00D000000000001EAA/${OUR_USER}`,
      token_type: 'Bearer',
    });
};

export const expectDescribe = (
  object: 'Opportunity' | 'Account' | 'Contact',
  described: unknown = describeOf(object),
): void => {
  org().get(`${ROOT}/sobjects/${object}/describe`).reply(200, described);
};

export const SERVER_DATE = { date: 'Tue, 24 Nov 2026 09:10:11 GMT' };

/** Expects one query and tells the statement it was asked. */
export const expectQuery = (
  records: readonly unknown[],
  options: { readonly resource?: 'query' | 'queryAll'; readonly next?: string } = {},
): { soql: string } => {
  const asked = { soql: '' };
  const { resource = 'queryAll', next } = options;
  org()
    .get(`${ROOT}/${resource}`)
    .query((query) => {
      asked.soql = String(query['q']);
      return true;
    })
    .reply(
      200,
      {
        totalSize: records.length,
        done: next === undefined,
        records,
        ...(next === undefined ? {} : { nextRecordsUrl: next }),
      },
      { ...SERVER_DATE, 'Sforce-Limit-Info': 'api-usage=123/15000' },
    );
  return asked;
};

export interface SentPart {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly httpHeaders?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface SentComposite {
  body: {
    allOrNone?: boolean;
    collateSubrequests?: boolean;
    compositeRequest: readonly SentPart[];
  };
}

/** Expects one composite call, answers its parts and tells what was sent. */
export const expectComposite = (
  parts: readonly { readonly status: number; readonly body?: unknown }[],
): SentComposite => {
  const sent: SentComposite = { body: { compositeRequest: [] } };
  org()
    .post(`${ROOT}/composite`, (body: SentComposite['body']) => {
      sent.body = body;
      return true;
    })
    .reply(
      200,
      {
        compositeResponse: parts.map(({ status, body = null }, at) => ({
          httpStatusCode: status,
          body,
          httpHeaders: {},
          referenceId: String(at),
        })),
      },
      SERVER_DATE,
    );
  return sent;
};
