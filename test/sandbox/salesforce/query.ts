import { refreshDefinitions } from './definitions.ts';
import { refuse } from './refused.ts';
import { parseSoql } from './soql-parse.ts';
import { runQuery, type Result } from './soql-run.ts';
import { statementError } from './soql-tokens.ts';
import type { World } from './world.ts';

interface Cursor {
  readonly result: Result;
  readonly at: number;
  readonly size: number;
}

export interface QueryCall {
  readonly userId: string;
  readonly version: string;
  readonly includesBin: boolean;
  readonly isTooling: boolean;
  /** Rows of a page; 2000 unless a smaller one is asked for. */
  readonly batchSize: number;
}

export interface QueryAnswers {
  query(statement: string, call: QueryCall): unknown;
  /** The page that a nextRecordsUrl names: `0r8…-2000`. */
  next(locator: string, call: QueryCall): unknown;
}

const PAGE_ROWS = 2000;
/** A locator lives two days (SF §11); few may be open at once. */
const CURSOR_MS = 2 * 86_400_000;
const OPEN_CURSORS = 10;
const MAX_STATEMENT = 100_000;

/** `Sforce-Query-Options: batchSize=500`, within 200 and 2000. */
export const readBatchSize = (header: string | undefined): number => {
  const asked = Number(/batchSize\s*=\s*(\d+)/i.exec(header ?? '')?.[1] ?? PAGE_ROWS);
  return Math.min(PAGE_ROWS, Math.max(200, asked));
};

export const createQueries = (world: World): QueryAnswers => {
  const cursors = new Map<string, Cursor>();

  const page = (id: string, cursor: Cursor, start: number, call: QueryCall): unknown => {
    const { rows, render } = cursor.result;
    const end = Math.min(rows.length, start + cursor.size);
    const isDone = end >= rows.length;
    const path = call.isTooling ? 'tooling/query' : 'query';
    return {
      totalSize: rows.length,
      done: isDone,
      ...(isDone ? {} : { nextRecordsUrl: `/services/data/v${call.version}/${path}/${id}-${end}` }),
      records: rows.slice(start, end).map((row) => render(row)),
    };
  };

  return {
    query: (statement, call) => {
      if (statement.length > MAX_STATEMENT) {
        throw refuse('QUERY_TOO_COMPLICATED', 'SOQL statement is longer than 100000 characters');
      }
      const query = parseSoql(statement);
      const from = query.from.toLowerCase();
      const isDefinition = from === 'entitydefinition' || from === 'fielddefinition';
      if (isDefinition) refreshDefinitions(world);
      const schema = call.isTooling || isDefinition ? world.toolingSchema : world.schema;
      const object = schema.get(from);
      if (object === undefined) {
        throw statementError(
          'INVALID_TYPE',
          statement,
          query.fromAt,
          `sObject type '${query.from}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
        );
      }
      const { userId, includesBin } = call;
      const scope = { world, userId, includesBin, statement, table: world.table(object.name) };
      const result = runQuery(scope, query, call.version);
      if (result.count !== undefined) {
        const { isBare, name, value } = result.count;
        return isBare
          ? { totalSize: value, done: true, records: [] }
          : {
              totalSize: 1,
              done: true,
              records: [{ attributes: { type: 'AggregateResult' }, [name]: value }],
            };
      }
      const cursor: Cursor = { result, at: world.now(), size: call.batchSize };
      if (result.rows.length <= cursor.size) return page('', cursor, 0, call);
      const id = world.nextId('0r8');
      cursors.set(id, cursor);
      const [oldest] = cursors.keys();
      if (cursors.size > OPEN_CURSORS && oldest !== undefined) cursors.delete(oldest);
      return page(id, cursor, 0, call);
    },
    next: (locator, call) => {
      const [id = '', start] = locator.split('-');
      const cursor = cursors.get(id);
      if (cursor === undefined || world.now() - cursor.at > CURSOR_MS) {
        throw refuse('INVALID_QUERY_LOCATOR', 'invalid query locator');
      }
      return page(id, cursor, Number(start), call);
    },
  };
};
