import { createHash } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import { LOGIN_SCRIPT } from './login.script';
import { PAGE_LANGUAGES } from './page-look';
import { PAGE_TEXTS } from './page.texts';
import { previewOf } from './page-preview';
import { loginPages, PAGE_NAMES } from './pages';
import { zipOf } from './zip';

const LOOK = { brand: 'Mawar Net', logoText: 'M', accentColour: '#0b6b3a', phone: '0812' };

describe('login pages', () => {
  it.each(PAGE_LANGUAGES)('%s: every file of a hotspot directory, small, in its language', (language) => {
    const pages = loginPages(LOOK, language);
    expect(Object.keys(pages).sort()).toEqual([...PAGE_NAMES].sort());
    for (const [name, page] of Object.entries(pages)) {
      expect([name, page.includes(`<html lang="${language}">`), page.length < 9_000]).toEqual([name, true, true]);
      expect(page).toContain('<link rel="icon" href="data:,">');
    }
  });

  it('words of the site are neither HTML nor variables of the router', () => {
    const brand = '<script>alert(1)</script>$(password)"';
    const pages = loginPages({ ...LOOK, brand, logoText: brand, phone: brand }, 'id');
    for (const page of Object.values(pages)) {
      expect(page).not.toContain('<script>alert');
      expect(page).not.toContain('$(password)');
    }
    expect(pages['login.html']).toContain('&#36;(password)');
  });

  it('the script knows md5, of bytes', () => {
    const context = createContext({
      location: { search: '' },
      document: { getElementById: () => null },
      encodeURIComponent,
      decodeURIComponent,
    });
    runInContext('var SAID = {};' + LOGIN_SCRIPT.replace(/\$\(chap-[a-z]+\)/g, ''), context);
    for (const text of ['', 'a', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'x'.repeat(200), '\x00\xff\x80']) {
      const expected = createHash('md5').update(Buffer.from(text, 'latin1')).digest('hex');
      expect(runInContext(`md5(${JSON.stringify(text)})`, context)).toBe(expected);
    }
  });

  it.each(PAGE_LANGUAGES)('%s: what the router says in English is said in the page’s language', (language) => {
    const script = /<script>([\s\S]*)<\/script>/.exec(loginPages(LOOK, language)['login.html'])?.[1] ?? '';
    const say = (textContent: string): string => {
      const told = { textContent };
      const context = createContext({ location: { search: '' }, document: { getElementById: () => told }, RegExp });
      runInContext(script.replace(/\$\(chap-[a-z]+\)/g, ''), context);
      return told.textContent;
    };
    const { wrong, usedUp, elsewhere, later } = PAGE_TEXTS[language];
    expect(say('invalid username or password')).toBe(wrong);
    expect(say('user abc has reached uptime limit')).toBe(usedUp);
    expect(say('no more sessions are allowed for user abc')).toBe(elsewhere);
    expect(say('RADIUS server is not responding')).toBe(later);
    expect(say('something else')).toBe('something else');
  });

  it('a preview holds nothing of the router', () => {
    for (const page of Object.values(loginPages(LOOK, 'en'))) {
      const shown = previewOf(page);
      expect(shown).not.toContain('$(');
      expect(shown).not.toContain('http-equiv="refresh"');
    }
    expect(previewOf(loginPages(LOOK, 'en')['status.html'])).toContain('47m');
  });

  it('the archive is the same for the same files, with their sizes and checksums', () => {
    const archive = zipOf({ 'hotspot/a.html': 'abc', 'hotspot/b.html': '' });
    expect(archive.equals(zipOf({ 'hotspot/a.html': 'abc', 'hotspot/b.html': '' }))).toBe(true);
    expect(archive.readUInt32LE(0)).toBe(0x04034b50);
    expect(archive.readUInt32LE(14)).toBe(0x352441c2);
    expect(archive.subarray(-22).readUInt16LE(10)).toBe(2);
  });
});
