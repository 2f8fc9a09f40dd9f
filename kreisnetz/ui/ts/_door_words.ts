/** The same key as core.names.search_key makes on the server, so that searching here and there finds the same people. */

const LETTERS: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "oe", œ: "oe" };

export function searchKey(text: string): string {
  const folded = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüßæøœ]/g, (letter) => LETTERS[letter] ?? letter);
  return folded
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^0-9a-z\u0400-\u04ff\u0370-\u03ff\u0600-\u06ff]+/g, " ")
    .trim();
}
