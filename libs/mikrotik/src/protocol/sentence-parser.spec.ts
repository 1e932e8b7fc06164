import fc from 'fast-check';
import { encodeSentence, encodeWord } from './sentence-encoder';
import { SentenceParser, type SentenceParserOptions } from './sentence-parser';

function parse(pieces: readonly Buffer[], options?: SentenceParserOptions): string[][] {
  const sentences: string[][] = [];
  const parser = new SentenceParser((words) => sentences.push(words), options);
  for (const piece of pieces) parser.push(piece);
  return sentences;
}

function cut(stream: Buffer, ...at: number[]): Buffer[] {
  return [0, ...at].map((from, i) => stream.subarray(from, at[i] ?? stream.length));
}

const REPLIES = [
  ['!re', '.tag=abc', '=.id=*1', `=comment=${'y'.repeat(200)}`],
  ['!re', '.tag=abc', '=.id=*2', '=name=№ é 日本 😀'],
  ['!done', '.tag=abc'],
];
const STREAM = Buffer.concat(REPLIES.map((reply) => encodeSentence(reply)));

describe('SentenceParser', () => {
  it('reads every single and every double cut of a stream right', () => {
    for (let i = 0; i <= STREAM.length; i++) {
      expect(parse(cut(STREAM, i))).toEqual(REPLIES);
      for (let j = i; j <= STREAM.length; j += 7) expect(parse(cut(STREAM, i, j))).toEqual(REPLIES);
    }
  });

  it('reads a stream that comes byte by byte', () => {
    expect(parse([...STREAM].map((byte) => Buffer.from([byte])))).toEqual(REPLIES);
  });

  it('reports a sentence with its terminator, not before and not later', () => {
    const sentences: string[][] = [];
    const parser = new SentenceParser((words) => sentences.push(words));
    const sentence = encodeSentence(['!done']);
    parser.push(sentence.subarray(0, -1));
    expect(sentences).toEqual([]);
    parser.push(sentence.subarray(-1));
    expect(sentences).toEqual([['!done']]);
  });

  it('skips empty sentences', () => {
    expect(parse([Buffer.from([0, 0, 0]), encodeSentence(['!done']), Buffer.from([0])])).toEqual([['!done']]);
  });

  it.each([1, 0x7f, 0x80, 0x3fff, 0x4000, 0x1fffff, 0x200000])('reads a word of %d bytes', (length) => {
    expect(parse([encodeSentence(['x'.repeat(length), '=a=b'])])).toEqual([['x'.repeat(length), '=a=b']]);
  });

  it('takes a decoder', () => {
    expect(parse([encodeSentence([Buffer.from([0xe9])])], { decode: (b) => b.toString('hex') })).toEqual([['e9']]);
  });

  it('reads back whatever was written, however it is cut', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
    const sentences = fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(sentences, fc.array(fc.nat(), { maxLength: 10 }), (wanted, cuts) => {
        const stream = Buffer.concat(wanted.map((words) => encodeSentence(words)));
        const at = cuts.map((n) => n % (stream.length + 1)).sort((a, b) => a - b);
        expect(parse(cut(stream, ...at))).toEqual(wanted);
      }),
    );
  });

  it('needs linear time for a long word in small pieces', () => {
    const stream = encodeSentence([`=contents=${'z'.repeat(4_000_000)}`]);
    const pieces = Array.from({ length: Math.ceil(stream.length / 64) }, (_, i) =>
      stream.subarray(i * 64, i * 64 + 64),
    );
    const started = performance.now();
    expect(parse(pieces)[0]?.[0]).toHaveLength(4_000_010);
    expect(performance.now() - started).toBeLessThan(2_000); // copying at every piece takes minutes
  });

  it('fails with EPROTO at a control byte, and stays dead', () => {
    const parser = new SentenceParser(() => undefined);
    const failure = expect.objectContaining({ name: 'ProtocolError', code: 'EPROTO' }) as Error;
    const push = (bytes: Buffer) => () => {
      parser.push(bytes);
    };
    expect(push(Buffer.from([0xf8]))).toThrow(failure);
    expect(push(encodeSentence(['!done']))).toThrow(failure);
  });

  it('refuses a word over the limit before its bytes arrive', () => {
    expect(() => parse([Buffer.from([0xf0, 0xff, 0xff, 0xff, 0xff])])).toThrow(/exceeds the limit/);
    expect(() => parse([encodeSentence(['12345'])], { maxWordBytes: 4 })).toThrow(/exceeds the limit of 4/);
  });

  it('refuses a sentence that never ends', () => {
    expect(() =>
      parse(
        Array.from({ length: 5 }, () => encodeWord('1234')),
        { maxWordBytes: 4 },
      ),
    ).toThrow(/sentence/);
  });
});

describe('encodeSentence', () => {
  it('ends with the terminator and counts bytes, not characters', () => {
    expect(encodeSentence(['é']).toString('hex')).toBe('02c3a900');
    expect(encodeWord('').toString('hex')).toBe('00');
  });

  it('refuses an empty word', () => {
    expect(() => encodeSentence(['/login', '', '/system/reboot'])).toThrow(RangeError);
  });
});
