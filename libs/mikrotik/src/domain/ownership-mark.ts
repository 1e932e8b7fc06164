const MARK = /(?:^|\s)langgan:(\S+)$/;

/** A comment, taken apart: the operator's own text, and who owns the object, if it is one of ours. */
export interface MarkedComment {
  text: string;
  owner: string | undefined;
}

/** The mark stands at the end of the comment: `<text> langgan:<owner>`. */
export function parseComment(comment: string): MarkedComment {
  if (!comment.includes('langgan:')) return { text: comment, owner: undefined };
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
