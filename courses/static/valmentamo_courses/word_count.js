// Counts words exactly as the server does (courses/answers.py): what stands between
// white space and has a letter or a digit in it; 1 200 000 is one word.

const GROUPS = /(?<![\p{L}\p{N}_])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\p{L}\p{N}_])/gu;
const BREAKS = /[\s\u2014\u2015]+/u;
const HAS_WORD = /[\p{L}\p{N}]/u;

export function countWords(text) {
  const joined = text.replace(GROUPS, (number) => number.replace(/\s/gu, ""));
  return joined.split(BREAKS).filter((piece) => HAS_WORD.test(piece)).length;
}
