import { languageOf } from './language';

describe('languageOf', () => {
  it.each([
    [undefined, 'id'],
    ['', 'id'],
    ['*', 'id'],
    ['fr', 'id'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['id-ID,id;q=0.9,en;q=0.8', 'id'],
    ['id;q=0.3, en;q=0.7', 'en'],
    ['en;q=0, id;q=0.1', 'id'],
    ['ms-MY', 'id'],
    [';;;,,q=', 'id'],
  ])('reads %p as %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
