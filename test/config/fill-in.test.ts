import { describe, expect, test } from '@jest/globals';
import { fillIn, type Sources } from '#config/fill-in.ts';

const FILES: Readonly<Record<string, string>> = {
  '/run/secrets/key': '-----BEGIN\nabc\n-----END\n',
  '/run/secrets/none': '\n',
};
const sources: Sources = {
  env: { HOST: 'db.example', PASSWORD: 'a${HOST}$&', EMPTY: '' },
  readFile: (path) => {
    const text = FILES[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  },
};

test('names and files are filled in wherever a text stands, and what comes in is not read again', () => {
  const value = {
    n: 1,
    url: 'mongodb://${HOST}/x',
    list: ['${PASSWORD}', null, { key: '${file:/run/secrets/key}' }],
  };
  expect(fillIn(value, sources)).toEqual({
    value: {
      n: 1,
      url: 'mongodb://db.example/x',
      list: ['a${HOST}$&', null, { key: '-----BEGIN\nabc\n-----END' }],
    },
    problems: [],
  });
});

const setIt = (name: string) =>
  `Set ${name} where lead-sync is started, for instance in the .env file.`;

describe('what cannot be filled in is told with its path', () => {
  test.each([
    {
      case: 'a variable that is not set',
      text: 'x${NOPE}',
      problem: 'the environment variable NOPE is not set',
      remedy: setIt('NOPE'),
    },
    {
      case: 'a variable that is empty',
      text: '${EMPTY}',
      problem: 'the environment variable EMPTY is empty',
      remedy: setIt('EMPTY'),
    },
    {
      case: 'a file that is not there',
      text: '${file:/nope}',
      problem: 'the file /nope cannot be read (ENOENT)',
      remedy: 'Check that the file exists and that this user may read it.',
    },
    {
      case: 'a file that is empty',
      text: '${file:/run/secrets/none}',
      problem: 'the file /run/secrets/none is empty',
      remedy: 'Write the secret into the file.',
    },
    {
      case: 'no name that a variable can have',
      text: '${not a name}',
      problem: 'holds ${…} without a name that an environment variable can have',
      remedy: 'Write ${NAME}, or ${file:/path}.',
    },
  ])('$case', ({ text, problem, remedy }) =>
    expect(fillIn({ tenants: [{ secret: text }] }, sources)).toEqual({
      value: { tenants: [{ secret: text }] },
      problems: [{ path: 'tenants[0].secret', problem, remedy }],
    }),
  );
});
