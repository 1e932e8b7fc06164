import { exactly } from './foreign-text';

const bytes = Buffer.from('caf\xe9 \x93Ani\x94', 'latin1');
const row = { comment: 'café “Ani”', 'comment#bytes': bytes.toString('base64') };
const written = (value: string): Buffer => {
  const { attribute, value: base64 } = exactly(row, 'comment', value);
  expect(attribute).toBe('comment#bytes');
  return Buffer.from(base64, 'base64');
};

describe('an operator’s text that is no UTF-8', () => {
  it('keeps its bytes when a mark is put behind it, changed or taken away', () => {
    expect(written('café “Ani” langgan:a')).toEqual(Buffer.concat([bytes, Buffer.from(' langgan:a')]));
    expect(written('café “Ani”')).toEqual(bytes);
    expect(written('café')).toEqual(bytes.subarray(0, 4));
  });

  it('is UTF-8 once it is edited', () => {
    expect(exactly(row, 'comment', 'café “Budi” é')).toEqual({ attribute: 'comment', value: 'café “Budi” é' });
  });

  it('is nothing special where it is UTF-8', () => {
    expect(exactly({ comment: 'é' }, 'comment', 'é x')).toEqual({ attribute: 'comment', value: 'é x' });
  });
});
