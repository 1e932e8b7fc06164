import { IsInt } from 'class-validator';
import { Env } from '@app/platform';
import { renderEnvExample } from './render';

class SomeThingConfig {
  @Env('A_NUMBER', { description: 'How many.' })
  @IsInt()
  aNumber: number = 7;

  @Env('A_LIST', { description: 'Which ones.', example: 'a,b' })
  aList: string[] = ['x', 'y'];

  @Env('A_SECRET', { description: 'word '.repeat(30).trim(), secret: true })
  aSecret: string = 'default of development';
}

describe('.env.example', () => {
  const text = renderEnvExample([SomeThingConfig]);

  it('groups by class and shows descriptions, examples and defaults', () => {
    expect(text).toContain('# --- Some Thing ---\n# How many.\n# A_NUMBER=7\n');
    expect(text).toContain('# Which ones. Example: a,b\n# A_LIST=x,y\n');
  });

  it('never shows a secret', () => {
    expect(text).toContain('# A_SECRET=\n');
    expect(text).not.toContain('default of development');
  });

  it('has comments only, in lines that fit', () => {
    for (const line of text.split('\n').filter(Boolean)) {
      expect(line).toMatch(/^# /);
      expect(line.length).toBeLessThanOrEqual(102);
    }
  });
});
