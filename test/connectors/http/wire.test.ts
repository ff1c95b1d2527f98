import { gzipSync } from 'node:zlib';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openTransport, outcomeOf, read, write } from './transport.ts';

/** What really happens on a socket, where a mocked client would only pretend. */
let listener: RequestListener;
const server = createServer((request, response) => listener(request, response));
let origin = '';
let hits = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  hits = 0;
});
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

const open = (given: Parameters<typeof openTransport>[0] = {}) =>
  openTransport({ hosts: [origin], maxBytes: 1_000, ...given });
const readHere = () => ({ ...read(), url: `${origin}/rows` });
const writeHere = () => ({ ...write(), url: `${origin}/rows` });

/** 20 turns are long enough for a call too many to arrive. */
const afterTurns = (turns: number, act: () => void): void => {
  setImmediate(() => {
    if (turns === 0) act();
    else afterTurns(turns - 1, act);
  });
};

describe('an answer that does not come whole', () => {
  test.each<{ case: string; answer: RequestListener; read: string; write: string; reads: number }>([
    {
      case: 'the connection is reset',
      answer: (request) => request.socket.resetAndDestroy(),
      read: 'UNAVAILABLE',
      write: 'UNKNOWN_RESULT',
      reads: 4,
    },
    {
      case: 'the connection is closed without a word',
      answer: (request) => request.socket.end(),
      read: 'UNAVAILABLE',
      write: 'UNKNOWN_RESULT',
      reads: 4,
    },
    {
      case: 'the body is cut',
      answer: (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      },
      read: 'UNAVAILABLE',
      write: 'UNKNOWN_RESULT',
      reads: 4,
    },
    {
      case: 'a chunked body is cut',
      answer: (_request, response) => {
        response.writeHead(200);
        response.write('half', () => response.destroy());
      },
      read: 'UNAVAILABLE',
      write: 'UNKNOWN_RESULT',
      reads: 4,
    },
    {
      case: 'the body is no gzip though it says so',
      answer: (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end('plain');
      },
      read: 'UNAVAILABLE',
      write: 'UNKNOWN_RESULT',
      reads: 4,
    },
    {
      case: 'it is not HTTP',
      answer: (request) => request.socket.end('secret words of a stranger\r\n\r\n'),
      read: 'UNAVAILABLE',
      write: 'UNKNOWN_RESULT',
      reads: 4,
    },
    {
      case: 'the body is larger than we take',
      answer: (_request, response) => response.end('x'.repeat(1_001)),
      read: 'UNEXPECTED_ANSWER',
      write: 'UNKNOWN_RESULT',
      reads: 1,
    },
    {
      case: 'the body is larger than we take once unpacked',
      answer: (_request, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync('x'.repeat(100_000)));
      },
      read: 'UNEXPECTED_ANSWER',
      write: 'UNKNOWN_RESULT',
      reads: 1,
    },
  ])('$case', async (row) => {
    listener = (request, response) => {
      hits += 1;
      row.answer(request, response);
    };
    const { http, lines } = open();
    const ofRead = await outcomeOf(http.send(readHere()));
    const reads = hits;
    const ofWrite = await outcomeOf(http.send(writeHere()));
    expect({ read: ofRead, reads, write: ofWrite, writes: hits - reads }).toEqual({
      read: row.read,
      reads: row.reads,
      write: row.write,
      writes: 1,
    });
    expect(lines.every(({ facts }) => facts['status'] === 'lost')).toBe(true);
  });

  test.each([
    { case: 'nothing comes', start: false },
    { case: 'the body trickles', start: true },
  ])('$case until the deadline', async ({ start }) => {
    listener = (_request, response) => {
      if (start) response.write('half');
    };
    const { http } = open({ deadlineMs: 40, random: () => 0.99 });
    expect([
      await outcomeOf(http.send(readHere())),
      await outcomeOf(http.send(writeHere())),
    ]).toEqual(['UNAVAILABLE', 'UNKNOWN_RESULT']);
  });
});

test('nobody listens: a write was not sent', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => {
    closed.listen(0, '127.0.0.1', resolve);
  });
  const gone = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  await new Promise((resolve) => {
    closed.close(resolve);
  });
  const { http, calls } = open({ hosts: [gone] });
  expect(await outcomeOf(http.send({ ...write(), url: `${gone}/rows` }))).toBe('UNAVAILABLE');
  expect(calls).toEqual([{ label: 'patch row', status: 'lost' }]);
});

test('a packed body arrives unpacked', async () => {
  listener = (request, response) => {
    expect(request.headers['accept-encoding']).toContain('gzip');
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync('{"ä":1}'));
  };
  const { http } = open();
  expect(await http.send(readHere())).toMatchObject({ status: 200, text: '{"ä":1}' });
});

test('exactly as many calls at once as the limit while there is work', async () => {
  const waiting: ServerResponse[] = [];
  let most = 0;
  listener = (_request, response) => {
    waiting.push(response);
    most = Math.max(most, waiting.length);
    if (waiting.length < 3) return;
    afterTurns(20, () => {
      for (const one of waiting.splice(0)) one.end();
    });
  };
  const { http } = open({ limits: { concurrency: 3 } });
  await Promise.all(Array.from({ length: 30 }, () => http.send(readHere())));
  expect(most).toBe(3);
});

test('connections are kept and used again', async () => {
  const ports = new Set<number | undefined>();
  listener = (request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  };
  const { http } = open();
  for (let call = 0; call < 5; call += 1) await http.send(readHere());
  expect(ports.size).toBe(1);
});
