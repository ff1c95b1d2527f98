import { describe, expect, test } from '@jest/globals';
import { parseJsonText } from '#config/json-text.ts';

describe('comments and marks that plain JSON lacks', () => {
  test.each([
    { case: 'a line comment', text: '{"a": 1 // one\n}', is: { a: 1 } },
    { case: 'a block comment over lines', text: '/* a\n b */ [1, /* 2, */ 3]', is: [1, 3] },
    {
      case: 'slashes within a text',
      text: '{"url": "https://x/*y*/"}',
      is: { url: 'https://x/*y*/' },
    },
    { case: 'an escaped quote before slashes', text: '["\\"//"]', is: ['"//'] },
    { case: 'a byte order mark', text: '\uFEFF{"a": null}', is: { a: null } },
    {
      case: 'every kind of value',
      text: '[true,false,null,-1.5e3,"\\u00e9",{},[]]',
      is: [true, false, null, -1500, 'é', {}, []],
    },
  ])('$case is read', ({ text, is }) =>
    expect(parseJsonText(text)).toEqual({ kind: 'json', value: is }),
  );
});

const VALUE = 'a value is expected here';
const KEY = 'a key in double quotes is expected here (is there a comma too many before it?)';

describe('what is not JSON is told by line and column, never by quoting it', () => {
  test.each([
    { case: 'nothing at all', text: '', at: [1, 1], problem: VALUE },
    { case: 'a bare word', text: '{\n  "secret": hunter2\n}', at: [2, 13], problem: VALUE },
    { case: 'a comma before a brace', text: '{"a": 1,\n}', at: [2, 1], problem: KEY },
    { case: 'a comma before a bracket', text: '[1,]', at: [1, 4], problem: VALUE },
    {
      case: 'a missing comma',
      text: '{"a": 1\n "b": 2}',
      at: [2, 2],
      problem: 'a "," or the closing bracket is expected here',
    },
    { case: 'a missing colon', text: '{"a" 1}', at: [1, 6], problem: 'a ":" is expected here' },
    {
      case: 'a bare key',
      text: '{a: 1}',
      at: [1, 2],
      problem: 'a key in double quotes or "}" is expected here',
    },
    {
      case: 'a wrong closing bracket',
      text: '[1}',
      at: [1, 3],
      problem: 'a "," or the closing bracket is expected here',
    },
    { case: 'a text without its end', text: '{"a": "b\n}', at: [1, 7], problem: VALUE },
    {
      case: 'an end too early',
      text: '{"a": [1',
      at: [1, 9],
      problem: 'a "," or the closing bracket is expected here',
    },
    {
      case: 'a leading zero',
      text: '[01]',
      at: [1, 2],
      problem: 'a value or "]" is expected here',
    },
    { case: 'a second document', text: '{} {}', at: [1, 4], problem: 'the file should end here' },
    {
      case: 'a key given twice',
      text: '{"a": {"a": 1},\n "a": 2}',
      at: [2, 2],
      problem: 'this key is here twice',
    },
    {
      case: 'a fault after comments',
      text: '// x\n{ /* y\n */ x }',
      at: [3, 5],
      problem: 'a key in double quotes or "}" is expected here',
    },
  ])('$case', ({ text, at, problem }) =>
    expect(parseJsonText(text)).toEqual({
      kind: 'problem',
      problem: { path: `line ${at[0]}, column ${at[1]}`, problem },
    }),
  );
});
