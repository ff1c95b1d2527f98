export interface SyntaxFault {
  /** Offset into the text, in UTF-16 units. */
  readonly at: number;
  readonly problem: string;
}

const TOKEN =
  /(?<text>"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(?<plain>(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null)(?![\w.]))|(?<sign>[[\]{}:,])/uy;
const BLANK = /[ \t\r\n]*/y;

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'next' | 'nothing';

const WORDS: Record<Expected, string> = {
  value: 'a value is expected here',
  valueOrEnd: 'a value or "]" is expected here',
  key: 'a key in double quotes is expected here (is there a comma too many before it?)',
  keyOrEnd: 'a key in double quotes or "}" is expected here',
  colon: 'a ":" is expected here',
  next: 'a "," or the closing bracket is expected here',
  nothing: 'the file should end here',
};

const isValueExpected = (expected: Expected): boolean =>
  expected === 'value' || expected === 'valueOrEnd';
const isKeyExpected = (expected: Expected): boolean =>
  expected === 'key' || expected === 'keyOrEnd';

/** Where JSON text stops being JSON, and a key given twice in one object, which JSON.parse would swallow. */
export const findSyntaxError = (text: string): SyntaxFault | undefined => {
  const open: { readonly sign: string; readonly keys: Set<string> }[] = [];
  let expected: Expected = 'value';
  let at = 0;

  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : 'next');

  const takeSign = (sign: string): Expected | undefined => {
    const inside = open.at(-1)?.sign;
    switch (sign) {
      case '{':
      case '[':
        if (!isValueExpected(expected)) return undefined;
        open.push({ sign, keys: new Set() });
        return sign === '{' ? 'keyOrEnd' : 'valueOrEnd';
      case '}':
      case ']': {
        const isOurs = inside === (sign === '}' ? '{' : '[');
        const isEmpty = expected === (sign === '}' ? 'keyOrEnd' : 'valueOrEnd');
        if (!isOurs || (!isEmpty && expected !== 'next')) return undefined;
        open.pop();
        return afterValue();
      }
      case ':':
        return expected === 'colon' ? 'value' : undefined;
      default:
        if (expected !== 'next') return undefined;
        return inside === '{' ? 'key' : 'value';
    }
  };

  const takeText = (quoted: string): Expected | undefined => {
    if (isKeyExpected(expected)) {
      open.at(-1)?.keys.add(quoted);
      return 'colon';
    }
    return isValueExpected(expected) ? afterValue() : undefined;
  };

  for (;;) {
    BLANK.lastIndex = at;
    BLANK.exec(text);
    at = BLANK.lastIndex;
    if (at === text.length) break;
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) return { at, problem: WORDS[expected] };
    const { text: quoted, plain, sign } = groups;
    if (quoted !== undefined && isKeyExpected(expected) && open.at(-1)?.keys.has(quoted) === true)
      return { at, problem: 'this key is here twice' };
    const next: Expected | undefined =
      quoted !== undefined
        ? takeText(quoted)
        : plain !== undefined
          ? isValueExpected(expected)
            ? afterValue()
            : undefined
          : takeSign(sign ?? '');
    if (next === undefined) return { at, problem: WORDS[expected] };
    expected = next;
    at = TOKEN.lastIndex;
  }
  return expected === 'nothing' ? undefined : { at, problem: WORDS[expected] };
};
