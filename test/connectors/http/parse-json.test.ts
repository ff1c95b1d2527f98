import { expect, test } from '@jest/globals';
import { parseJson } from '#connectors/http/parse-json.ts';
import { isSyncError } from '#core/failures/sync-error.ts';

test('parses what is JSON', () => {
  expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
});

test.each(['', '<html>person@contoso.example', '{"name":"person@contoso.example"', 'undefined'])(
  'says how long it was, never what it said: %j',
  (text) => {
    let thrown: unknown;
    try {
      parseJson(text);
    } catch (error) {
      thrown = error;
    }
    expect(
      isSyncError(thrown, 'UNEXPECTED_ANSWER') && { ...thrown.details, words: thrown.message },
    ).toEqual({ words: `The answer is not JSON (${text.length} characters long).` });
  },
);
