const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };
const SHAPE = /^(?:\d+[wdhms])*(?:\d+:\d\d:\d\d)?$/;

/** Seconds of a duration as RouterOS prints it (`1w2d3h4m5s`, `00:05:10`, `1d00:05:10`); undefined for anything else. */
export function rosSeconds(text: string): number | undefined {
  if (text === '' || !SHAPE.test(text)) return undefined;
  let total = 0;
  let clock = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits = digits * 10 + code - 48;
    else {
      if (code === 58) clock = (clock + digits) * 60;
      else total += digits * (UNITS[text.charAt(at)] ?? 0);
      digits = 0;
    }
  }
  // why: what stands behind the last unit or colon are the seconds of a clock
  return total + clock + digits;
}
