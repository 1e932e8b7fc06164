const MARK = /(?:^|\s)langgan:(\S+)$/;
const PREFIX = 'langgan:';

/** A comment, taken apart: the operator's own text, and who owns the object, if it is one of ours. */
export interface MarkedComment {
  text: string;
  owner: string | undefined;
}

/** The mark stands at the end of the comment: `<text> langgan:<owner>`. */
export function parseComment(comment: string): MarkedComment {
  if (!comment.includes(PREFIX)) return { text: comment, owner: undefined };
  const match = MARK.exec(comment);
  return match ? { text: comment.slice(0, match.index), owner: match[1] } : { text: comment, owner: undefined };
}

/**
 * Puts the mark behind a text, which is kept as it is.
 *
 * @throws RangeError for an owner with blanks or control characters
 */
export function markedComment(text: string, owner: string): string {
  if (!/^[\x21-\x7e]+$/.test(owner)) throw new RangeError(`not an owner for a mark: ${JSON.stringify(owner)}`);
  return text === '' ? `langgan:${owner}` : `${text} langgan:${owner}`;
}

/** Does this comment carry the mark of this owner, whatever text stands in front? */
export function endsWithMark(comment: string, owner: string): boolean {
  const at = comment.length - owner.length - PREFIX.length;
  if (at < 0 || !comment.endsWith(owner) || !comment.startsWith(PREFIX, at)) return false;
  return at === 0 || comment[at - 1] === ' ';
}
