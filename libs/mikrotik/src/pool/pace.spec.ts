import { Pace } from './pace';

describe('the pace of a router', () => {
  const answers = (pace: Pace, count: number, ms: number, command = '/ppp/secret/set') => {
    for (let n = 0; n < count; n++) pace.answered(command, 0, ms);
  };

  it('grows by one per window of good answers, up to its end', () => {
    const pace = new Pace(4, 8);
    answers(pace, 5, 20);
    expect(pace.window).toBe(5);
    answers(pace, 100, 20);
    expect(pace.window).toBe(8);
  });

  it('halves when answers take clearly longer than they ordinarily do, and grows back', () => {
    const pace = new Pace(4, 8);
    answers(pace, 50, 20);
    answers(pace, 6, 120);
    expect(pace.window).toBe(4);
    answers(pace, 20, 120);
    expect(pace.window).toBe(1);
    answers(pace, 60, 20);
    expect(pace.window).toBe(8);
  });

  it('gets used to a router that became slower for good', () => {
    const pace = new Pace(4, 8);
    answers(pace, 50, 20);
    answers(pace, 100, 80);
    expect(pace.window).toBe(1);
    answers(pace, 1_500, 80);
    expect(pace.window).toBe(8);
  });

  it('knows the ordinary time of each command apart, and large replies say nothing', () => {
    const pace = new Pace(4, 8);
    answers(pace, 50, 1, '/system/identity/print');
    answers(pace, 50, 60);
    pace.answered('/ppp/secret/print', 5_000, 2_000);
    expect(pace.window).toBe(8);
  });

  it('halves with every hot reading of the processor and does not grow before a cool one', () => {
    const pace = new Pace(8, 8);
    pace.cpu(71);
    expect(pace.window).toBe(4);
    answers(pace, 100, 20);
    expect(pace.window).toBe(4);
    for (let n = 0; n < 5; n++) pace.cpu(100);
    expect(pace.window).toBe(1);
    pace.cpu(70);
    answers(pace, 100, 20);
    expect(pace.window).toBe(8);
  });
});
