import type { Answer } from '#test/sandbox/server.ts';
import { refuse, Refused, type ApiError } from './refused.ts';
import { errorAnswer, isRecord, requireBody, type RestRequest } from './request.ts';
import type { World } from './world.ts';

interface Sub {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Reference ids that its address or body names. */
  readonly needs: readonly string[];
}

const MAX_SUBREQUESTS = 25;
/** Queries and collections among them (SF §10). */
const MAX_HEAVY = 5;
const REFERENCE = /@\{([A-Za-z]\w*)((?:\.\w+|\[\d+\])*)\}/g;
const FORBIDDEN_HEADERS = new Set(['accept', 'authorization', 'content-type']);

const HALTED: ApiError = {
  errorCode: 'PROCESSING_HALTED',
  message:
    'The transaction was rolled back since another operation in the same transaction failed.',
};

const bad = (message: string): Refused => refuse('INVALID_INPUT', message);

const readHeaders = (value: unknown): Record<string, string> => {
  const headers = isRecord(value) ? value : {};
  const entries = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)]);
  const wrong = entries.find(([name = '']) => FORBIDDEN_HEADERS.has(name));
  if (wrong !== undefined) throw bad(`Header not allowed in a subrequest: ${wrong[0]}`);
  return Object.fromEntries(entries) as Record<string, string>;
};

const readSub = (value: unknown): Sub => {
  const sub = isRecord(value) ? value : {};
  const { method, url, referenceId, body } = sub;
  if (typeof method !== 'string' || typeof url !== 'string' || typeof referenceId !== 'string') {
    throw bad('A subrequest needs method, url and referenceId');
  }
  if (!/^[A-Za-z]\w*$/.test(referenceId)) throw bad(`Invalid reference ID: ${referenceId}`);
  const text = url + JSON.stringify(body ?? null);
  return {
    method: method.toUpperCase(),
    url,
    referenceId,
    headers: readHeaders(sub['httpHeaders']),
    body,
    needs: [...text.matchAll(REFERENCE)].map((match) => match[1] ?? ''),
  };
};

const isHeavy = (sub: Sub): boolean => /\/(?:query|queryAll|composite\/sobjects)\b/.test(sub.url);

const readSubs = (request: RestRequest): readonly Sub[] => {
  const list = requireBody(request)['compositeRequest'];
  const subs = (Array.isArray(list) ? list : []).map(readSub);
  if (subs.length === 0) throw bad('compositeRequest: at least one subrequest is required');
  if (subs.length > MAX_SUBREQUESTS) {
    throw bad(`The maximum number of subrequests is ${MAX_SUBREQUESTS}`);
  }
  if (subs.filter(isHeavy).length > MAX_HEAVY) {
    throw bad(`At most ${MAX_HEAVY} subrequests may be queries or sObject collections`);
  }
  if (new Set(subs.map((sub) => sub.referenceId)).size < subs.length) {
    throw bad('Duplicate reference ID');
  }
  return subs;
};

/** Any order that respects the references: what collation may do (SF §10). */
const shuffle = (subs: readonly Sub[], random: () => number): readonly Sub[] => {
  const waiting = [...subs];
  const ordered: Sub[] = [];
  const known = new Set(subs.map((sub) => sub.referenceId));
  const done = new Set<string>();
  while (waiting.length > 0) {
    const ready = waiting.filter((sub) => sub.needs.every((id) => done.has(id) || !known.has(id)));
    const pick = ready[Math.floor(random() * ready.length)] ?? waiting[0];
    if (pick === undefined) break;
    waiting.splice(waiting.indexOf(pick), 1);
    ordered.push(pick);
    done.add(pick.referenceId);
  }
  return ordered;
};

const lookUp = (answers: ReadonlyMap<string, Answer>, id: string, path: string): unknown => {
  const answer = answers.get(id);
  let value: unknown = answer !== undefined && answer.status < 300 ? answer.body : undefined;
  for (const [part] of path.matchAll(/\w+/g)) {
    value =
      isRecord(value) || Array.isArray(value)
        ? (value as Record<string, unknown>)[part]
        : undefined;
  }
  if (value !== undefined && value !== null) return value;
  throw refuse(
    'PROCESSING_HALTED',
    `Invalid reference specified. No value for ${id}${path} found in ${id}`,
  );
};

const fill = (value: unknown, answers: ReadonlyMap<string, Answer>): unknown => {
  if (typeof value === 'string') {
    return value.replaceAll(REFERENCE, (_whole, id: string, path: string) =>
      String(lookUp(answers, id, path)),
    );
  }
  if (Array.isArray(value)) return value.map((part) => fill(part, answers));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, fill(part, answers)]),
  );
};

export interface CompositePart {
  readonly world: World;
  /** Answers a call under the data path, refusals included. */
  readonly route: (request: RestRequest) => Answer;
}

const runSub = (
  part: CompositePart,
  sub: Sub,
  answers: ReadonlyMap<string, Answer>,
  outer: RestRequest,
): Answer => {
  try {
    const url = new URL(String(fill(sub.url, answers)), 'http://127.0.0.1');
    const match = /^\/services\/data\/v(\d+\.\d)\/(.*?)\/?$/.exec(url.pathname);
    if (match === null) throw bad(`Invalid subrequest URL: ${sub.url}`);
    return part.route({
      method: sub.method,
      path: match[2] ?? '',
      query: url.searchParams,
      headers: sub.headers,
      body: fill(sub.body, answers),
      version: match[1] ?? outer.version,
      userId: outer.userId,
      isNested: true,
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return errorAnswer(error.status, error.errors);
  }
};

const toEntry = (sub: Sub, answer: Answer): unknown => ({
  body: answer.body ?? null,
  httpHeaders:
    answer.headers?.['location'] === undefined ? {} : { Location: answer.headers['location'] },
  httpStatusCode: answer.status,
  referenceId: sub.referenceId,
});

const isFailed = (answer: Answer): boolean => answer.status >= 400;

/** `POST /composite`: one call whatever it holds. */
export const handleComposite = (part: CompositePart, request: RestRequest): Answer => {
  const { world } = part;
  const body = requireBody(request);
  const subs = readSubs(request);
  const order = body['collateSubrequests'] === false ? subs : shuffle(subs, world.random);
  const answers = new Map<string, Answer>();
  try {
    world.journal.transact(() => {
      for (const sub of order) {
        const answer = runSub(part, sub, answers, request);
        answers.set(sub.referenceId, answer);
        if (body['allOrNone'] === true && isFailed(answer)) throw new Refused(400, [HALTED]);
      }
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    for (const { referenceId } of subs) {
      const answer = answers.get(referenceId);
      if (answer === undefined || !isFailed(answer)) {
        answers.set(referenceId, {
          status: 400,
          body: [{ errorCode: HALTED.errorCode, message: HALTED.message }],
        });
      }
    }
  }
  return {
    status: 200,
    body: {
      compositeResponse: subs.map((sub) =>
        toEntry(sub, answers.get(sub.referenceId) ?? errorAnswer(400, [HALTED])),
      ),
    },
  };
};
