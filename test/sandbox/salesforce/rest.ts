import type { Answer } from '#test/sandbox/server.ts';
import { handleCollection, retrieveMany } from './collections.ts';
import { handleComposite } from './composite.ts';
import type { CallCount } from './call-count.ts';
import { describeGlobal, describeObject } from './describe.ts';
import { handleExternalId } from './external-id.ts';
import { createQueries, readBatchSize } from './query.ts';
import { notFound, refuse, Refused } from './refused.ts';
import { handleReplication } from './replication.ts';
import { errorAnswer, findObject, type RestRequest } from './request.ts';
import { createRow, handleRow } from './rows.ts';
import type { ObjectDef } from './schema.ts';
import { handleTooling } from './tooling.ts';
import { upsertMany } from './upsert-many.ts';
import type { World } from './world.ts';

export interface RestOptions {
  readonly world: World;
  readonly count: CallCount;
  readonly url: () => string;
}

const requireObject = (world: World, name: string): ObjectDef => {
  const object = findObject(world, name);
  if (object === undefined) throw notFound();
  return object;
};

const RESOURCES = ['tooling', 'query', 'queryAll', 'sobjects', 'limits', 'composite'] as const;

const listResources = (options: RestOptions, request: RestRequest): Answer => ({
  status: 200,
  body: {
    ...Object.fromEntries(
      RESOURCES.map((name) => [name, `/services/data/v${request.version}/${name}`]),
    ),
    identity: `${options.url()}/id/${options.world.organizationId}/${request.userId}`,
  },
});

/** Where a single-currency org tells its currency. */
const describeOrganization = (world: World): Answer => ({
  status: 200,
  body: {
    accessTimeout: 30,
    features: {
      chatter: false,
      defaultCurrencyIsoCode: world.currencies[0],
      multiCurrency: world.currencies.length > 1,
    },
    name: world.table('Organization').rows.get(world.organizationId)?.fields['Name'],
    orgId: world.organizationId,
    userSettings: {},
  },
});

const handleSobject = (
  world: World,
  parts: readonly string[],
  request: RestRequest,
): Answer | undefined => {
  const [name = '', second, third, ...more] = parts;
  const object = requireObject(world, name);
  if (more.length > 0) throw notFound();
  if (second === undefined) {
    if (request.method === 'POST') return createRow(world, object, request);
    const { body } = describeObject(world, object, { ...request, headers: {} });
    return request.method === 'GET'
      ? { status: 200, body: { objectDescribe: body, recentItems: [] } }
      : undefined;
  }
  if (third !== undefined) {
    return handleExternalId(world, object, { field: second, value: third }, request);
  }
  if (second === 'describe') {
    return request.method === 'GET' ? describeObject(world, object, request) : undefined;
  }
  if (second === 'updated' || second === 'deleted') {
    return handleReplication(world, object, second, request);
  }
  return handleRow(world, object, second, request);
};

/** Everything under `/services/data/vXX.0/`. */
export const createRest = (options: RestOptions): ((request: RestRequest) => Answer) => {
  const { world, count } = options;
  const queries = createQueries(world);

  const handleQuery = (
    parts: readonly string[],
    request: RestRequest,
    isTooling: boolean,
  ): Answer | undefined => {
    if (request.method !== 'GET') return undefined;
    const call = {
      userId: request.userId,
      version: request.version,
      includesBin: parts[0] === 'queryAll',
      isTooling,
      batchSize: readBatchSize(request.headers['sforce-query-options']),
    };
    const [, locator] = parts;
    if (locator !== undefined) return { status: 200, body: queries.next(locator, call) };
    const statement = request.query.get('q');
    if (statement === null || statement.trim() === '') {
      throw refuse('MALFORMED_QUERY', 'SOQL statements cannot be empty or null');
    }
    return { status: 200, body: queries.query(statement, call) };
  };

  const handleCompositePath = (
    parts: readonly string[],
    request: RestRequest,
  ): Answer | undefined => {
    const [sobjects, name, field] = parts;
    if (sobjects === undefined) {
      return request.method === 'POST' && !request.isNested
        ? handleComposite({ world, route }, request)
        : undefined;
    }
    if (sobjects !== 'sobjects') throw notFound();
    if (name === undefined) return handleCollection(world, request);
    const object = requireObject(world, name);
    if (field === undefined) return retrieveMany(world, object, request);
    return request.method === 'PATCH' ? upsertMany(world, { object, field }, request) : undefined;
  };

  const handle = (request: RestRequest): Answer | undefined => {
    const [first = '', ...rest] = request.path.split('/').map(decodeURIComponent);
    switch (first) {
      case '':
        return listResources(options, request);
      case 'query':
      case 'queryAll':
        return handleQuery([first, ...rest], request, false);
      case 'limits':
        return {
          status: 200,
          body: {
            DailyApiRequests: { Max: count.max, Remaining: Math.max(0, count.max - count.used()) },
          },
        };
      case 'sobjects':
        return rest.length === 0
          ? describeGlobal(world, request)
          : handleSobject(world, rest, request);
      case 'composite':
        return handleCompositePath(rest, request);
      case 'connect':
        if (rest.join('/') !== 'organization') throw notFound();
        return describeOrganization(world);
      case 'tooling':
        return rest[0] === 'query'
          ? handleQuery(rest, request, true)
          : handleTooling(world, rest, request);
      default:
        throw notFound();
    }
  };

  const route = (request: RestRequest): Answer => {
    try {
      return (
        handle(request) ??
        errorAnswer(405, [
          {
            errorCode: 'METHOD_NOT_ALLOWED',
            message: `HTTP Method '${request.method}' not allowed.`,
          },
        ])
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return errorAnswer(error.status, error.errors);
    }
  };
  return route;
};
