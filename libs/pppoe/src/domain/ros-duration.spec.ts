import { rosSeconds } from './ros-duration';

describe('rosSeconds', () => {
  it.each([
    ['5s', 5],
    ['4m5s', 245],
    ['1w2d3h4m5s', 788_645],
    ['00:05:10', 310],
    ['1d00:00:01', 86_401],
  ])('reads %s', (text, seconds) => {
    expect(rosSeconds(text)).toBe(seconds);
  });

  it.each(['', 'never', '5', '5x', '-5s'])('does not read %j', (text) => {
    expect(rosSeconds(text)).toBeUndefined();
  });
});
