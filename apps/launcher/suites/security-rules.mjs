const FAMILIES = { A: 8, Z: 5, S: 7, C: 4, L: 3, E: 4 };

/** Ids of the rules of security (docs/security.md): A1 … E4. */
export const RULES = Object.entries(FAMILIES).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);

const LEADING = /^((?:[AZSCLE]\d(?:, ?| and )?)+)(?:\W|$)/;

/** The rules that a title begins with: `A3, E2: guessing passwords` → A3 and E2. */
export function rulesOf(title) {
  const known = LEADING.exec(title)?.[1].match(/[AZSCLE]\d/g) ?? [];
  return known.filter((id) => RULES.includes(id));
}

/** What the tests say about each rule. */
export class SecurityRules {
  #counts = new Map(RULES.map((id) => [id, { passed: 0, failed: 0, skipped: 0 }]));

  /** @param {import('./jest.mjs').RanTest[]} tests */
  take(tests) {
    for (const { titles, status } of tests) {
      const kind = status === 'passed' || status === 'failed' ? status : 'skipped';
      for (const id of rulesOf(titles[0] ?? '')) this.#counts.get(id)[kind] += 1;
    }
  }

  /**
   * One line per rule. A rule counts as one test, which fails with any test of it, and when there is none that ran.
   *
   * @returns {{ passed: number, failed: number, skipped: number, output: string }}
   */
  tell(print) {
    let failed = 0;
    for (const [id, counts] of this.#counts) {
      const holds = counts.failed === 0 && counts.passed > 0;
      if (!holds) failed += 1;
      const why =
        counts.passed + counts.failed === 0 ? 'no test ran' : `${counts.passed} passed, ${counts.failed} failed`;
      print(`${holds ? '✓' : '✗'} ${id}  ${why}`);
    }
    return { passed: RULES.length - failed, failed, skipped: 0, output: '' };
  }
}
